// Events out, in batches; every one comes back with a verdict.
import { call, Refusal } from "./api.js";
import { meta, setMeta } from "./database.js";
import { isoWithOffset, offsetOf } from "./lib/clock.js";
import { BATCH, envelope } from "./lib/sending.js";
import { apply, waiting } from "./outbox.js";
import { unsealed } from "./sealing.js";
import { monoMs } from "./ticking.js";

const MOST_EVENTS = 500; // the server takes no more at once

/** Send all that waits. */
export async function pushAll(onProgress) {
  let size = BATCH;
  for (;;) {
    const rows = await waiting(size);
    if (rows.length === 0) return;
    try {
      await send(rows, { asText: false });
      size = Math.min(BATCH, size * 2);
    } catch (error) {
      if (!tooMuch(error)) throw error;
      // Halve until the batch passes, or the one event at fault is alone: it goes as text, to be set aside.
      if (rows.length === 1) await send(rows, { asText: true });
      else size = Math.ceil(rows.length / 2);
    }
    await onProgress?.();
  }
}

/** A revoked phone's last word: what waits, into quarantine only. The server takes one such push, as large as it can. */
export async function seal() {
  let [size, asText] = [MOST_EVENTS, false];
  for (;;) {
    const rows = await waiting(size);
    try {
      return await call("sync/seal", { method: "POST", body: await wrapped(rows, asText) });
    } catch (error) {
      if (!tooMuch(error) || asText) throw error;
      asText = rows.length <= 1;
      size = Math.ceil(rows.length / 2);
    }
  }
}

async function send(rows, { asText }) {
  const answer = await call("sync/push", { method: "POST", body: await wrapped(rows, asText) });
  const { results, epoch, server_time: told } = answer.body;
  const serverTime = Date.parse(told);
  await setMeta({ offset: offsetOf({ ...answer, serverTime }) });
  const named = asText ? results.map((result) => ({ ...result, id: rows[0].id })) : results;
  if ((await apply(rows, { results: named, epoch }, serverTime)) === 0) {
    throw new Refusal(502, { detail: "no verdict" }, null); // asking again at once would go on for ever
  }
}

/** The body of a push of these rows. What is sealed on this phone is opened on its way out only. */
export async function wrapped(sealed, asText) {
  const [rows, epoch, high] = await Promise.all([unsealed(sealed), meta("epoch"), meta("seq")]);
  return envelope({ rows, epoch, sentAt: isoWithOffset(new Date()), monoMs: monoMs(), seqHigh: high ?? 0, asText });
}

function tooMuch(error) {
  return error instanceof Refusal && (error.status === 400 || error.status === 413);
}
