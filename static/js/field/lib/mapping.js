// What the map shows, before anything is drawn: the ground out of its differences, marks, ways, distances.

const STEP = 1e6; // the server's positions are millionths of a degree
const METRES_PER_DEGREE = 111_195;
const TOGETHER = 4; // neighbours whose middle is the middle of their street
// What asks for most comes first: one knocks where nobody was met before where somebody was.
const BY_NEED = ["todo", "come_back", "not_home", "no_access", "conversation", "refused", "do_not_knock"];

/** The ground of a walk: {source, streets: [{name, width, lines}], areas: [{kind, rings}]}, lines of [lat, lon]. */
export function ground(map) {
  if (!map?.source) return { source: "", streets: [], areas: [] };
  const lines = (told) => told.map((line) => places(line, map.origin));
  return {
    source: map.source,
    streets: map.streets.map(([name, width, told]) => ({ name, width, lines: lines(told) })),
    areas: map.areas.map(([kind, told]) => ({ kind, rings: lines(told) })),
  };
}

// [x, y, dx, dy, …] from the origin (lon, lat).
function places(line, [west, south]) {
  const made = [];
  let [lon, lat] = [west, south];
  for (let at = 0; at < line.length; at += 2) {
    lon += line[at];
    lat += line[at + 1];
    made.push([lat / STEP, lon / STEP]);
  }
  return made;
}

/** Streets guessed from their doors: a line through the middles of neighbours, in order of number. */
export function streetsAlong(addresses) {
  const streets = new Map();
  for (const address of placed(addresses)) {
    if (address.street) streets.set(address.street, [...(streets.get(address.street) ?? []), address]);
  }
  return [...streets].map(([name, doors]) => ({ name, width: 1, lines: [middles(doors.sort(byNumber))] }));
}

function middles(doors) {
  const size = Math.min(TOGETHER, doors.length);
  const groups = Array.from({ length: doors.length - size + 1 }, (_none, start) => doors.slice(start, start + size));
  const inside = groups.map((group) => [mean(group, "lat"), mean(group, "lon")]);
  return [point(doors[0]), ...inside, point(doors.at(-1))];
}

function byNumber(a, b) {
  return parseInt(a.numbering, 10) - parseInt(b.numbering, 10) || (a.numbering < b.numbering ? -1 : 1);
}

function mean(group, name) {
  return group.reduce((total, each) => total + each[name], 0) / group.length;
}

export function placed(addresses) {
  return addresses.filter(({ lon, lat }) => Number.isFinite(lon) && Number.isFinite(lat));
}

export function point({ lat, lon }) {
  return [lat, lon];
}

/** The mark of an address: the state that asks for most among its doors, and how many doors are in it. */
export function markOf(doors) {
  const state = BY_NEED.find((each) => doors.some((door) => door.state === each)) ?? "todo";
  return { state, count: doors.filter((door) => door.state === state).length, doors: doors.length };
}

/** The way still to go: addresses with a door to see, from the next one on, then those passed over. */
export function wayFrom(addresses, next, isOpen) {
  const from = Math.max(
    0,
    addresses.findIndex((address) => address.id === next),
  );
  return [...addresses.slice(from), ...addresses.slice(0, from)].filter(isOpen);
}

/** Metres between two [lat, lon] of one town. */
export function metres([lat, lon], [toLat, toLon]) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return Math.hypot(toLat - lat, (toLon - lon) * shrink) * METRES_PER_DEGREE;
}

/** Pixels of a metre at this zoom and latitude, on the usual map of the world. */
export function pixelsPerMetre(zoom, lat) {
  return (256 * 2 ** zoom) / (360 * METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180));
}

/** Which of these {x, y} is nearest to a touch, and near enough; null otherwise. */
export function nearest(marks, { x, y }, within) {
  const away = (mark) => Math.hypot(mark.x - x, mark.y - y);
  const found = marks.reduce((best, mark) => (best && away(best) <= away(mark) ? best : mark), null);
  return found && away(found) <= within ? found : null;
}

/** The corners of the smallest convex shape around {x, y} points. */
export function hull(points) {
  const ordered = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (sequence) => {
    const chain = [];
    for (const each of sequence) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), each) <= 0) chain.pop();
      chain.push(each);
    }
    return chain.slice(0, -1);
  };
  return ordered.length < 3 ? ordered : [...half(ordered), ...half(ordered.reverse())];
}

function turn(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Where a name of this length fits along a line of {x, y}: the straightest long stretch, {x, y, angle, length}. */
export function stretch(line, length) {
  let best = null;
  for (let first = 0; first < line.length - 1; first += 1) {
    let walked = 0;
    for (let last = first + 1; last < line.length; last += 1) {
      walked += Math.hypot(line[last].x - line[last - 1].x, line[last].y - line[last - 1].y);
      const [dx, dy] = [line[last].x - line[first].x, line[last].y - line[first].y];
      const direct = Math.hypot(dx, dy);
      if (direct < walked * 0.985) break;
      if (direct >= length && direct > (best?.length ?? 0)) best = { ...label(line[first], dx, dy), length: direct };
    }
  }
  return best;
}

/** Where on a stretch a name of this length may stand: in the middle, else towards either end. */
export function spots({ x, y, angle, length }, needed) {
  const shares = length < 2 * needed ? [0] : [0, -0.25, 0.25];
  const along = (share) => ({
    x: x + share * length * Math.cos(angle),
    y: y + share * length * Math.sin(angle),
    angle,
  });
  return shares.map(along);
}

// Never upside down.
function label({ x, y }, dx, dy) {
  const angle = dx < 0 ? Math.atan2(-dy, -dx) : Math.atan2(dy, dx);
  return { x: x + dx / 2, y: y + dy / 2, angle };
}
