// The last resort: what waits on this phone, in a file that only the campaign's server can read. Nothing leaves the
// phone's own queue by it: when the network is there again, everything is sent as well, and counted once.
import { call } from "./api.js";
import { meta } from "./database.js";
import { sealed } from "./lib/rescue_file.js";
import { waiting } from "./outbox.js";
import { wrapped } from "./push.js";

/** `{name, text, events}`: the file as it would be saved now. Throws where the browser or the server lack a key. */
export async function rescueFile() {
  const [rows, me, ownKey, offset] = await Promise.all([waiting(), meta("me"), meta("key"), meta("offset")]);
  const serverKey = me.rescue_key ?? (await call("device")).body.rescue_key;
  const body = await wrapped(rows, false);
  const { device, campaign, outing } = me;
  const head = { version: 1, campaign, outing, device, made_at: body.sent_at, events: rows.length };
  const text = await sealed({ head, body: { ...body, offset_ms: offset ?? null }, serverKey, ownKey });
  return { name: `canvass-${outing}-${body.sent_at.slice(0, 10)}.secours`, text, events: rows.length };
}

/** Save the file among the phone's downloads; how many events it holds. */
export async function saveRescueFile() {
  const { name, text, events } = await rescueFile();
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return events;
}
