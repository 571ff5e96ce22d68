// Practical notes typed on this phone: at once on every door of the address, sealed until the server has them.
import { withNote } from "./lib/folding.js";
import { recordFact } from "./recording.js";
import { sealUp } from "./sealing.js";

/** Store a note of the address in place of the former one of its kind; an empty text erases it. */
export async function noteAccess(walk, address, { kind, text }) {
  const payload = { address: address.id, kind, sealed: await sealUp({ text }) };
  const { id } = await recordFact(walk.turf, "access.noted", payload);
  const place = walk.places.get(address.id); // the walk may have been read again since
  if (place) place.notes = withNote(place.notes, { id, kind, text });
}
