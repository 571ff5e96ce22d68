// From a code to a walk on the phone: ask, wait for the leader, take the token once, download whole.
import { call, NoNetwork, Refusal } from "./api.js";
import { meta, setMeta, STORES, write } from "./database.js";
import { makeKey } from "./keys.js";
import { waiting } from "./outbox.js";
import { loadWalks } from "./pull.js";
import { pushAll } from "./push.js";

const POLL_MS = 3_000;
const ROOM_BYTES = 5_000_000;

/** Visits of another campaign still wait on this phone. */
export class OtherCampaign extends Error {
  code = "other_campaign";
}

/** Ask to come in. Remembered, so that a reload goes on waiting. */
export async function ask(code, firstName) {
  const { body } = await call("join", { method: "POST", body: { code, first_name: firstName } });
  await setMeta({ join: { ...body, first_name: firstName } });
  return body;
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

/**
 * Take the token, once; whatever this phone held before is forgotten, except what it still has to send. Throws
 * OtherCampaign when that belongs to another campaign, which alone can take it.
 */
export async function enter(join) {
  await sendAsBefore();
  const [me, [first]] = await Promise.all([meta("me"), waiting(1)]);
  if (first && me && me.campaign !== join.campaign.id) throw new OtherCampaign();
  const key = await makeKey();
  const asked = { public_key: key.told, numbered_from: first?.seq };
  const { body } = await call(`join/${join.join}/token`, { method: "POST", body: asked });
  await write(STORES, (transaction) => becomes(transaction, body, key.own));
  navigator.storage?.persist?.();
  return body;
}

// While the phone is still known under its old token: afterwards its visits would come from somebody else.
async function sendAsBefore() {
  if (!(await meta("me"))) return;
  try {
    await pushAll();
    const { sendCounts } = await import("./counts.js");
    await sendCounts({ ending: true });
  } catch (error) {
    if (!(error instanceof NoNetwork || error instanceof Refusal)) throw error;
  }
}

async function becomes(transaction, me, key) {
  const metas = transaction.objectStore("meta");
  const names = ["clock_zero", "seq", "epoch", "sealing_key"];
  const [unsent, zero, seq, epoch, sealing_key] = await Promise.all([
    transaction.objectStore("outbox").count(),
    ...names.map((name) => metas.get(name)),
  ]);
  const emptied = unsent ? ["turfs", "addresses", "doors", "meta"] : STORES;
  await Promise.all(emptied.map((name) => transaction.objectStore(name).clear()));
  // Numbers go on where something waits, as the server was told; counts of the outing before had their last chance.
  const kept = unsent ? { clock_zero: zero, seq, epoch, sealing_key } : { clock_zero: zero, epoch: me.epoch };
  const told = Object.entries({ ...kept, me, key });
  await Promise.all(told.map(([name, value]) => metas.put(value, name)));
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
  return loadWalks(turfs.map((turf) => turf.id));
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

// A missed poll is no answer; the next one will do.
function lost(error) {
  if (error.code && error.status < 500 && error.status !== 429) throw error;
  return null;
}
