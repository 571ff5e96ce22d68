// What waits about a person, or opens a building, cannot be read on this phone's disk: an obstacle, not a proof
// (docs/offline.md). Only a push, or the rescue file in its place, opens it again.
import { meta, write } from "./database.js";

const KIND = { name: "AES-GCM", length: 256 };
const KEY = "sealing_key";

/** Whether this browser can seal at all; without HTTPS it cannot. */
export function canSeal() {
  return Boolean(globalThis.crypto?.subtle);
}

/** These values as `{iv, data}`, bytes that nobody reads without this phone's key. */
export async function sealUp(values) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(values));
  return { iv, data: await crypto.subtle.encrypt({ name: KIND.name, iv }, await ownKey(), text) };
}

/** The values again; null when the key is gone, or another. */
export async function unseal({ iv, data }) {
  try {
    const text = await crypto.subtle.decrypt({ name: KIND.name, iv }, await meta(KEY), data);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

/** Rows of the queue as the protocol wants them. One that cannot be opened goes without, and is marked as lost. */
export function unsealed(rows) {
  return Promise.all(rows.map(opened));
}

async function opened(row) {
  const { sealed, ...payload } = row.event.payload;
  if (!sealed) return row;
  const values = await unseal(sealed);
  if (!values) await markLost(row.id);
  return { ...row, event: { ...row.event, payload: { ...payload, ...values } } };
}

// Envois then says why the server could not take it.
async function markLost(id) {
  await write(["visits"], async ({ store }) => {
    const held = await store.get(id);
    if (held) await store.put({ ...held, lost: true });
  });
}

// Two tabs may come here at once: the first key that is stored serves both.
async function ownKey() {
  const held = await meta(KEY);
  if (held) return held;
  const made = await crypto.subtle.generateKey(KIND, false, ["encrypt", "decrypt"]);
  return write(["meta"], async ({ store }) => {
    const kept = await store.get(KEY);
    if (!kept) await store.put(made, KEY);
    return kept ?? made;
  });
}
