// Events out, in batches; every one comes back with a verdict.
import { call, Refusal } from "./api.js";
import { meta, setMeta } from "./database.js";
import { isoWithOffset, offsetOf } from "./lib/clock.js";
import { BATCH, envelope } from "./lib/sending.js";
import { apply, figures, waiting } from "./outbox.js";
import { monoMs } from "./recording.js";

const MOST_EVENTS = 500; // the server takes no more at once

/** Send all that waits. Returns whether the server's epoch is another than the one known (it was restored). */
export async function pushAll(onProgress) {
  let size = BATCH;
  for (;;) {
    const rows = await waiting(size);
    if (rows.length === 0) return false;
    try {
      if (await send(rows, { asText: false })) return true;
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

/** A revoked phone's last word: what waits, into quarantine only. The server then asks the browser to forget. */
export async function seal() {
  const rows = await waiting(MOST_EVENTS);
  await call("sync/seal", { method: "POST", body: await wrapped(rows, false) });
}

async function send(rows, { asText }) {
  const answer = await call("sync/push", { method: "POST", body: await wrapped(rows, asText) });
  const { results, epoch, server_time: serverTime } = answer.body;
  const told = asText ? results.map((result) => ({ ...result, id: rows[0].id })) : results;
  const { sent, refused } = await apply(rows, told, Date.now());
  if (sent + refused === 0) throw new Refusal(502, { detail: "no verdict" }, null);
  await setMeta({ offset: offsetOf({ ...answer, serverTime: Date.parse(serverTime) }) });
  return epoch !== (await meta("epoch"));
}

async function wrapped(rows, asText) {
  const [epoch, { high }] = await Promise.all([meta("epoch"), figures()]);
  return envelope({ rows, epoch, sentAt: isoWithOffset(new Date()), monoMs: monoMs(), seqHigh: high, asText });
}

function tooMuch(error) {
  return error instanceof Refusal && (error.status === 400 || error.status === 413);
}
