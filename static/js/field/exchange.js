// One exchange with the server: what waits goes out, what changed comes in; and what can be done about a refusal.
import { meta, wipe } from "./database.js";
import { sendCounts } from "./counts.js";
import { finishEndings, leave } from "./ending.js";
import { pullAll } from "./pull.js";
import { pushAll, seal } from "./push.js";

export { renew } from "./keys.js";

/** Returns what the server asks for besides; null for a phone that has not joined, or has left. */
export async function exchange({ ending, onProgress }) {
  if (!(await meta("me"))) return null;
  await pushAll(onProgress);
  await sendCounts({ ending });
  const commands = await pullAll();
  // Saved meanwhile, or asked for once more by a server that was restored.
  await pushAll(onProgress);
  await finishEndings();
  return commands;
}

/**
 * A phone whose access ended: the doors go at once, and `onWiped` is told; the rest goes when the server has heard what
 * waits, so that a day's work is not lost. Returns the refusal or the lack of a network that is in the way, or null.
 */
export async function giveUpPhone(onWiped) {
  await wipe(["turfs", "addresses", "doors"]);
  onWiped();
  try {
    await seal();
  } catch (error) {
    if (error.code !== "device_revoked") return error; // "device_revoked" once more: it had heard
  }
  await leave();
  return null;
}
