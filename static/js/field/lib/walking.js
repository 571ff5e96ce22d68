// The way through a turf: which doors, in which order, which one next.

/** Doors of the addresses, in walking order; inside a building from the top floor down (tests/cases/walking.json). */
export function walkingOrder(addresses, doors) {
  const place = new Map(addresses.map((address) => [address.id, address.position]));
  return doors
    .filter((door) => place.has(door.address))
    .sort(
      (a, b) =>
        place.get(a.address) - place.get(b.address) ||
        compare(a.staircase, b.staircase) ||
        (b.floor ?? 0) - (a.floor ?? 0) ||
        a.rank - b.rank ||
        compare(a.id, b.id),
    );
}

function compare(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Addresses of one side; those without a number belong to every side. */
export function onSide(addresses, side) {
  return side === "both" ? addresses : addresses.filter((address) => [side, "none"].includes(address.side));
}

/** Runs of neighbouring addresses of one street: [{street, addresses}], as one walks along them. */
export function streetRuns(addresses) {
  const runs = [];
  for (const address of addresses) {
    if (runs.at(-1)?.street === address.street) runs.at(-1).addresses.push(address);
    else runs.push({ street: address.street, addresses: [address] });
  }
  return runs;
}

/**
 * The next door to see after `current` (an id, or null at the start). Doors skipped come back at the end of their
 * street, then the walk goes on; null when nothing is left.
 */
export function nextDoor(doors, current, runOf) {
  const here = doors.findIndex((door) => door.id === current);
  const left = doors.filter((door) => door.state === "todo" && door.id !== current);
  if (here < 0) return left[0] ?? null;
  const passed = new Set(doors.slice(0, here));
  const street = left.filter((door) => runOf(door) === runOf(doors[here]));
  const ahead = (door) => !passed.has(door);
  return street.find(ahead) ?? street[0] ?? left.find(ahead) ?? left[0] ?? null;
}

/** Whether the numbers go up, down or neither along these addresses. */
export function direction(addresses) {
  const numbers = addresses.map((address) => parseInt(address.numbering, 10)).filter((number) => number > 0);
  const steps = numbers.slice(1).map((number, place) => Math.sign(number - numbers[place]));
  if (steps.length === 0 || steps.some((step) => step !== steps[0])) return "none";
  return steps[0] > 0 ? "up" : "down";
}

/** Groups of door states for a ribbon of at most `most` strokes: the state of a stroke is its most telling one. */
export function strokes(doors, current, most = 90) {
  const size = Math.max(1, Math.ceil(doors.length / most));
  const made = [];
  for (let start = 0; start < doors.length; start += size) {
    const group = doors.slice(start, start + size);
    const seen = group.find((door) => door.state !== "todo");
    made.push({ state: seen?.state ?? "todo", current: group.some((door) => door.id === current) });
  }
  return made;
}
