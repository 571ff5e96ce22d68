// What the events of one door amount to; the same rule as campaigns/visits/projection.py (tests/cases/folding.json).

/** The events that still say something, in order: one per visit, the last correction of it. */
export function living(events) {
  const known = new Map(events.map((event) => [event.id, event]));
  const replaced = new Set(events.map((event) => event.supersedes).filter(Boolean));
  const last = new Map();
  for (const event of events) {
    const root = rootOf(event, known);
    const ends = !replaced.has(event.id);
    const held = last.get(root);
    if (!held || (ends && !held.ends) || (ends === held.ends && later(event, held.event))) {
      last.set(root, { event, ends });
    }
  }
  return [...last.values()].map(({ event }) => event).sort((a, b) => (later(a, b) ? 1 : -1));
}

/**
 * The state a phone shows: the server's word, unless this phone knows something newer that the server has not folded
 * in yet. `heard`: {state, last: {at, by, count}|null} from the server; `others`: the same, as others alone left it;
 * `events`: this phone's, each {id, outcome, supersedes, at, seq, settled}. `at` is on the server's clock.
 */
export function doorState({ heard, others, events }) {
  if (events.every((event) => event.settled)) return heard;
  const mine = living(events).filter((event) => event.outcome !== null);
  const closed = mine.findLast((event) => event.outcome === "do_not_knock");
  if (others.state === "do_not_knock") return others;
  const told = closed ?? mine.at(-1);
  if (!told) return others;
  if (!closed && others.last && Date.parse(others.last.at) > Date.parse(told.at)) return others;
  return { state: told.outcome, last: { at: told.at, by: null, count: mine.length + (others.last?.count ?? 0) } };
}

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

function later(a, b) {
  const gap = Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq;
  return gap === 0 ? a.id > b.id : gap > 0;
}
