// From a code to a walk on the phone: ask, wait for the leader, take the token once, download whole.
import { call } from "./api.js";
import { download } from "./bundle.js";
import { meta, setMeta, wipe } from "./database.js";
import { makeKey } from "./keys.js";
import { figures } from "./outbox.js";

const POLL_MS = 3_000;
const ROOM_BYTES = 5_000_000;

/** Ask to come in. Remembered, so that a reload goes on waiting. */
export async function ask(code, firstName) {
  const { body } = await call("join", { method: "POST", body: { code, first_name: firstName } });
  await setMeta({ join: { ...body, first_name: firstName } });
  return body;
}

/** The request under way; undefined when there is none. */
export function pending() {
  return meta("join");
}

export function giveUp() {
  return setMeta({ join: undefined });
}

/** Wait until the leader has answered: "accepted" or "refused". Stops without an answer when `gone()`. */
export async function answered(join, gone) {
  let status = join.status;
  while (status === "waiting" && !gone()) {
    await pause();
    const answer = await call(`join/${join.join}`).catch((error) => lost(error));
    status = answer?.body.status ?? status;
  }
  return status;
}

/** Take the token, once; whatever this phone held before is forgotten, except what it still has to send. */
export async function enter(join) {
  const key = await makeKey();
  const { body } = await call(`join/${join.join}/token`, { method: "POST", body: { public_key: key.told } });
  const { unsent } = await figures();
  await wipe(unsent ? ["turfs", "addresses", "doors"] : undefined);
  await setMeta({ me: body, key: key.own, join: undefined, cursor: undefined, ending: undefined, revoked: undefined });
  navigator.storage?.persist?.();
  return body;
}

/** The turfs of this phone, asked again until the leader has given one. */
export async function given(me, gone) {
  let turfs = me.turfs;
  while (turfs.length === 0 && !gone()) {
    await pause();
    const answer = await call("device").catch((error) => lost(error));
    turfs = answer?.body.turfs ?? turfs;
  }
  return turfs;
}

/** Download the turfs after making sure there is room; `{doors, bytes}` in all. */
export async function fetchTurfs(turfs) {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota && quota - usage < ROOM_BYTES) throw new DOMException("no room", "QuotaExceededError");
  const total = { doors: 0, bytes: 0 };
  for (const turf of turfs) {
    const { doors, bytes } = await download(turf.id, { reset: turf === turfs[0] });
    total.doors += doors;
    total.bytes += bytes;
  }
  return total;
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

// A missed poll is no answer; the next one will do.
function lost(error) {
  if (error.status && error.status < 500) throw error;
  return null;
}
