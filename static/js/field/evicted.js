// Systems short of room erase a site's store, even under a running app. What was sent is on the server: the walk comes
// back from there, under the same token. What was not sent is lost, and the phone says so instead of inventing.
import { call, Refusal } from "./api.js";
import { meta, STORES, write } from "./database.js";
import { loadWalks } from "./pull.js";
import { startClock } from "./ticking.js";

const TOLD = "canvass-evicted";
let under = null;

/** Whether the store that this app was started on is gone: no clock, though it was set, and no walk given back. */
export async function isEvicted() {
  const [zero, ending] = await Promise.all([meta("clock_zero"), meta("ending")]);
  return zero === undefined && ending === undefined;
}

/** Called by the screens of a walk, whenever they are drawn: look whether the store is still there, and repair it. */
export async function watchStore(app) {
  if (!app.me || app.sync.state.revoked || under || !(await isEvicted())) return;
  under = restore().finally(() => (under = null));
  const outcome = await under.catch(() => "offline");
  if (outcome !== "back") tell(outcome);
  if (outcome !== "offline") location.assign("/t/"); // a page load, so that nothing of the old store is left in memory
}

/** "back" when the server still knows this phone and its walks are here again, else "unknown". Throws NoNetwork. */
export async function restore() {
  const me = await whoAmI();
  if (!me) return "unknown";
  await write(STORES, (transaction) => becomeAgain(transaction, me));
  await startClock();
  await loadWalks(me.turfs.map(({ id }) => id));
  const missing = me.seq_high - me.seq_acked;
  tell(missing > 0 ? `lost ${missing}` : "back");
  return "back";
}

/** What happened to the store since the page was opened: {key, n} for a sentence, or null. */
export function whatHappened() {
  const [key, n] = (sessionStorage.getItem(TOLD) ?? "").split(" ");
  return key ? { key, n: Number(n ?? 0) } : null;
}

export function forgetWhatHappened() {
  sessionStorage.removeItem(TOLD);
}

function tell(what) {
  sessionStorage.setItem(TOLD, what);
}

async function whoAmI() {
  try {
    return (await call("device")).body;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
}

// Numbers go on where the server heard of the last one. Visits saved since the store was erased began at 1 again, and
// none of them was sent: they move up.
async function becomeAgain(transaction, { server_time: _now, ...me }) {
  const store = (name) => transaction.objectStore(name);
  const [rows, seq] = await Promise.all([store("outbox").getAll(), store("meta").get("seq")]);
  await store("outbox").clear();
  for (const row of rows) await moveUp(row, me.seq_high, store);
  const told = { me, epoch: me.epoch, seq: me.seq_high + (seq ?? 0) };
  await Promise.all(Object.entries(told).map(([name, value]) => store("meta").put(value, name)));
}

async function moveUp(row, by, store) {
  const seq = row.seq + by;
  const event = { ...row.event, device_seq: seq };
  const visit = await store("visits").get(row.id);
  await store("outbox").put({ ...row, seq, event });
  if (visit) await store("visits").put({ ...visit, seq, event });
}
