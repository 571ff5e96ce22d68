// What is being said at one door, while its discussion is on screen. In memory only, and of one door at a time.

let draft = null;

/** The draft of this door; a new one when the last one was of another. */
export function draftOf(door) {
  if (draft?.door !== door.id) draft = { door: door.id, welcome: null, requests: new Set(), topics: new Set() };
  draft.contact ??= { first_name: "", phone: "", email: "", purposes: new Set(), method: "spoken" };
  return draft;
}

export function forgetContact() {
  if (draft) draft.contact = null;
}

export function forgetDraft() {
  draft = null;
}
