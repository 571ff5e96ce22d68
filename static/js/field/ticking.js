// The monotonic clock of this phone, whose zero is kept with the data.
import { meta, setMeta } from "./database.js";
import { monotonic } from "./lib/clock.js";

let zero = null;

/** Must run once before anything is recorded. */
export async function startClock() {
  zero = await meta("clock_zero");
  if (zero === undefined) await setMeta({ clock_zero: (zero = Math.round(performance.timeOrigin)) });
}

export function monoMs() {
  return monotonic({ timeOrigin: performance.timeOrigin, now: performance.now(), zero });
}
