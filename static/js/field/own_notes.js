// What this phone noted and the server has not answered and told back yet is put over what the server told.
import { withNote } from "./lib/folding.js";
import { unseal } from "./sealing.js";

/** Complete the notes of these addresses by those of the stored events. Changes the addresses. */
export async function addOwnNotes(addresses, visits) {
  const ours = visits.filter(({ type, settled }) => type === "access.noted" && !settled);
  for (const { id, event } of ours.sort((a, b) => a.seq - b.seq)) {
    const { address: place, kind, sealed } = event.payload;
    const address = addresses.find((each) => each.id === place);
    const values = address && (await unseal(sealed));
    if (values) address.notes = withNote(address.notes, { id, kind, ...values });
  }
}
