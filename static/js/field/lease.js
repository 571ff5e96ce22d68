// Until when this phone may show its walk without asking: the outing's end and half a day more (sync, section 8).
import { meta, wipe } from "./database.js";

/** Whether the lease is over. The doors then leave the phone; the queue stays and may still be sent. */
export async function leaseOver(now = Date.now()) {
  const [lease, offset] = await Promise.all([meta("lease"), meta("offset")]);
  const over = Boolean(lease) && now + (offset ?? 0) > Date.parse(lease);
  if (over) await wipe(["turfs", "addresses", "doors"]);
  return over;
}
