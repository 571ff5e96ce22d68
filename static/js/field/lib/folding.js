// What the events of one door amount to; the same rule as campaigns/visits/projection.py (tests/cases/folding.json).
// An event: {id, outcome, supersedes, at, seq, device?}; `at` is on the server's clock, ISO or milliseconds.

const CLOSED = "do_not_knock";

/** The events that still say something, in order: one per visit, the last correction of it. */
export function living(events) {
  return standing(events).map(({ event }) => event);
}

/**
 * The door's state: {state, last: {at, by}|null, count}. `lifted_at`: headquarters allowed knocking again for what it
 * had `received_at` by then. `building_closed`: somebody asked not to knock anywhere in the building.
 */
export function fold(events, { lifted_at: lifted = null, building_closed: whole = false } = {}) {
  const said = standing(events).filter(({ event }) => event.outcome !== null);
  const closed = said.filter(({ event }) => closes(event, lifted));
  const open = said.filter(({ event }) => event.outcome !== CLOSED);
  const deciding = closed.at(-1) ?? open.at(-1);
  if (!deciding) return { state: whole ? CLOSED : "todo", last: null, count: 0 };
  const { event, time } = deciding;
  const last = { at: new Date(time).toISOString(), by: event.by ?? null };
  return { state: whole ? CLOSED : event.outcome, last, count: said.length };
}

/**
 * The state a phone shows: the server's word, unless this phone knows something newer that the server has not folded
 * in yet. `heard`: {state, last: {at, by}|null} from the server; `others`: the same, as others alone left it;
 * `events`: this phone's, each also with `settled`, whether the server's word includes it.
 */
export function doorState({ heard, others, events }) {
  if (events.every((event) => event.settled)) return heard;
  if (others.state === CLOSED) return others;
  const ours = events.some((event) => event.outcome === CLOSED);
  if (heard.state === CLOSED && !ours) return heard;
  // Closed by us once and open again in the server's word: headquarters lifted what it had received.
  const known = events.map((event) => ({ ...event, received_at: event.settled ? 0 : 1 }));
  const { state, last } = fold(known, { lifted_at: heard.state === CLOSED ? null : 0 });
  if (!last) return others;
  if (state !== CLOSED && others.last && instant(others.last.at) > instant(last.at)) return others;
  return { state, last };
}

/** The notes of an address once this one is known: one of a kind, and none where its text is empty. */
export function withNote(notes, note) {
  const others = notes.filter(({ kind }) => kind !== note.kind);
  return note.text ? [...others, note] : others;
}

function standing(events) {
  const told = inTheirPhonesOrder(events);
  const known = new Map(told.map((each) => [each.event.id, each.event]));
  const replaced = new Set(events.map((event) => event.supersedes).filter(Boolean));
  const groups = new Map();
  for (const each of told) {
    const root = rootOf(each.event, known);
    groups.set(root, [...(groups.get(root) ?? []), each]);
  }
  return [...groups.values()].map((group) => ends(group, replaced).sort(byRank).at(-1)).sort(byRank);
}

// Each event at the latest time that its phone had told of this door by then: a phone's own numbering is its order
// whatever its clock did.
function inTheirPhonesOrder(events) {
  const latest = new Map();
  return [...events]
    .sort((a, b) => a.seq - b.seq || compare(a.id, b.id))
    .map((event) => {
      const time = Math.max(instant(event.at), latest.get(event.device) ?? -Infinity);
      latest.set(event.device, time);
      return { event, time };
    });
}

// The visit that a chain of corrections is about; corrections naming one another in a circle end somewhere.
function rootOf(event, known) {
  const seen = new Set([event.id]);
  while (event.supersedes) {
    const parent = known.get(event.supersedes);
    if (!parent || seen.has(parent.id)) return event.supersedes;
    seen.add(parent.id);
    event = parent;
  }
  return event.id;
}

// Those that nothing replaces; all of them where corrections name one another in a circle.
function ends(group, replaced) {
  const last = group.filter(({ event }) => !replaced.has(event.id));
  return last.length ? last : group;
}

function closes(event, lifted) {
  return event.outcome === CLOSED && (lifted === null || instant(event.received_at) > instant(lifted));
}

function byRank(a, b) {
  return a.time - b.time || a.event.seq - b.event.seq || compare(a.event.id, b.event.id);
}

function compare(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}

function instant(at) {
  return typeof at === "number" ? at : Date.parse(at);
}
