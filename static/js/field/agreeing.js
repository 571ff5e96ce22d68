// A discussion with somebody who agreed to be remembered: visit and contact are stored together or not at all.
import { forgetDraft } from "./drafts.js";
import { language, t } from "./language.js";
import { countsOf } from "./lib/tallying.js";
import { shortName } from "./places.js";
import { recordVisit } from "./recording.js";
import { onward, undoVisit, wayHere } from "./saving.js";
import { sealUp } from "./sealing.js";

/** The text to read aloud, {language, version, text}, in this phone's language if the campaign has it; or nothing. */
export function readingOf(walk) {
  const texts = walk.turf.campaign.consent_texts ?? []; // a walk loaded before there were any
  return texts.find((reading) => reading.language === language) ?? texts[0];
}

/**
 * Save the draft's discussion with the contact, then show the next door. Waits for the disk: when it fails, this
 * throws, and the screen keeps what was typed. `agreed`: {fields, purposes, text_version, language, method}.
 */
export async function saveWithContact(app, walk, door, draft, { fields, ...agreed }) {
  const { welcome, requests, topics } = draft;
  const said = { outcome: "conversation", requests: [...requests] };
  const counted = { station: walk.stationOf(door)?.id, welcome, topics: [...topics] };
  const contact = { ...agreed, station: counted.station ?? null, sealed: await sealUp({ fields }) };
  const along = [["contact.consented", contact]];
  const { visit, saved } = recordVisit(walk, { door, ...said, counts: countsOf(counted), along });
  await saved;
  forgetDraft();
  const way = wayHere();
  app.router.go(onward(walk, door), { replace: true });
  navigator.vibrate?.(12);
  // The person was told that their details are noted: undoing the discussion does not undo what they agreed to.
  const undo = () => undoVisit(app, walk, visit, { counts: countsOf(counted, -1), told: "toast.undone_contact", way });
  app.toast.show(t("toast.door", { door: shortName(walk, door) }), { strong: t("toast.contact"), undo });
  app.saved();
}
