// What stands at an address, and what one event of a phone makes of it; the server does the same with what it is told
// (campaigns/visits/building.py, tests/cases/buildings.json). A site: {address, building, doors}; a building:
// {intercom, do_not_knock, staircases: [{id, name, rank, floors: [{id, level}]}]}, null while nothing is known.

const CLOSED = "do_not_knock";
const BARE = { intercom: null, do_not_knock: false, staircases: [] };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The site after the event; the same object when the event says nothing new, so that it may be told again. */
export function learn(site, { type, payload }) {
  return LESSONS[type]?.(site, payload) ?? site;
}

/** Of the doors of an address, the guess that a door found there takes the place of; null when none is left. */
export function givingWay(doors) {
  const guesses = doors.filter((door) => door.estimated && door.state === "todo" && !door.last);
  return guesses.sort((a, b) => b.rank - a.rank || compare(b.id, a.id))[0] ?? null;
}

/**
 * The building as it is drawn: {staircases: [{id, name, floors: [{id, level, doors}]}], loose}, floors from the top
 * down, `loose` the doors of no known floor. What two phones each added under the same name or level is one.
 */
export function elevation({ building, doors }) {
  const placed = new Map();
  for (const door of [...doors].sort(byRank)) {
    if (!placed.has(door.floor_id)) placed.set(door.floor_id, []);
    placed.get(door.floor_id).push(door);
  }
  const known = [...(building?.staircases ?? [])].sort((a, b) => a.rank - b.rank || compare(a.name, b.name));
  const staircases = merged(known, "name").map(([first, same]) => ({
    id: first.id,
    name: first.name,
    floors: floorsOf(
      same.flatMap((stair) => stair.floors),
      placed,
    ),
  }));
  return { staircases, loose: [...placed.values()].flat().sort(byRank) };
}

/** {seen, left, total, estimated}: of the doors known, or of the buttons on the intercom when these are more. */
export function tally({ building, doors }) {
  const seen = doors.filter((door) => door.state !== "todo").length;
  const total = Math.max(doors.length, building?.intercom ?? 0);
  return { seen, left: total - seen, total, estimated: total > doors.length };
}

/** Whether nobody has counted yet: the file did not say how many live there, and nothing was found or read. */
export function isUncounted({ unknown, building }, doors) {
  return Boolean(unknown) && !building?.intercom && doors.every((door) => door.estimated);
}

/** What a floor on top would be: {level, doors}, as many doors as below. `floors` from the top down. */
export function floorAbove(floors) {
  const below = floors[0];
  return below ? { level: below.level + 1, doors: Math.max(1, below.doors.length) } : { level: 0, doors: 1 };
}

/** What a door more on this floor is called, and its place: {name, position}. */
export function doorAfter(doors) {
  const numbers = doors.map((door) => Number(door.name)).filter(Number.isInteger);
  const position = Math.max(0, ...doors.map((door) => door.rank)) + 1;
  return { name: String(Math.max(doors.length, ...numbers) + 1), position };
}

/** What a staircase more is called, and its place: {name, position}; the first letter that is free. */
export function staircaseAfter(staircases) {
  const taken = staircases.map(({ name }) => name.toUpperCase());
  const position = staircases.length + 1;
  return { name: [...LETTERS].find((letter) => !taken.includes(letter)) ?? String(position), position };
}

const LESSONS = {
  "staircase.added": (site, { id, name, position }) => {
    const { building, stairs } = known(site);
    if (stairs.some((stair) => stair.id === id)) return site;
    return { ...site, building: { ...building, staircases: [...stairs, { id, name, rank: position, floors: [] }] } };
  },
  "floor.added": (site, { id, staircase, number }) => {
    const { building, stairs } = known(site);
    const here = stairs.find((stair) => stair.id === staircase);
    if (!here || here.floors.some((floor) => floor.id === id)) return site;
    const grown = { ...here, floors: [...here.floors, { id, level: number }] };
    return { ...site, building: { ...building, staircases: stairs.map((stair) => (stair === here ? grown : stair)) } };
  },
  "door.added": (site, { id, floor, name, position }) => {
    if (site.doors.some((door) => door.id === id)) return site;
    const state = site.building?.do_not_knock ? CLOSED : "todo";
    const word = { state, last: null };
    const where = { address: site.address, ...placeOf(site, floor), name, rank: position };
    const gone = givingWay(site.doors);
    const rest = site.doors.filter((door) => door !== gone);
    return { ...site, doors: [...rest, { id, ...where, ...word, heard: word, others: word }] };
  },
  "door.renamed": (site, { door: id, name }) => {
    const held = site.doors.find((door) => door.id === id);
    if (!held || held.name === name) return site;
    return { ...site, doors: site.doors.map((door) => (door === held ? { ...held, name } : door)) };
  },
  "doors.estimated": (site, { number }) => {
    const { building } = known(site);
    return building.intercom === number ? site : { ...site, building: { ...building, intercom: number } };
  },
  "building.do_not_knock": (site) => {
    const { building } = known(site);
    if (building.do_not_knock && site.doors.every((door) => door.heard.state === CLOSED)) return site;
    return { ...site, building: { ...building, do_not_knock: true }, doors: site.doors.map(closed) };
  },
};

function known({ building }) {
  return { building: building ?? BARE, stairs: building?.staircases ?? [] };
}

function placeOf(site, floor) {
  for (const stair of known(site).stairs) {
    const found = stair.floors.find(({ id }) => id === floor);
    if (found) return { staircase: stair.name, floor: found.level, floor_id: floor };
  }
  return { staircase: "", floor: null };
}

function closed(door) {
  const word = (said) => ({ ...said, state: CLOSED });
  return { ...door, state: CLOSED, heard: word(door.heard), others: word(door.others) };
}

// Takes the doors of these floors out of `placed`.
function floorsOf(floors, placed) {
  const levels = [...floors].sort((a, b) => b.level - a.level || compare(a.id, b.id));
  return merged(levels, "level").map(([{ id, level }, same]) => {
    const doors = same.flatMap((floor) => placed.get(floor.id) ?? []);
    for (const floor of same) placed.delete(floor.id);
    return { id, level, doors: doors.sort(byRank) };
  });
}

function merged(rows, name) {
  const groups = new Map();
  for (const row of rows) groups.set(row[name], [...(groups.get(row[name]) ?? []), row]);
  return [...groups.values()].map((group) => [group[0], group]);
}

function byRank(a, b) {
  return a.rank - b.rank || compare(a.id, b.id);
}

function compare(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}
