// One turf in memory: the screens read it without waiting, the store is written behind them.
import { begin } from "./database.js";
import { learn } from "./lib/building.js";
import { refold } from "./lib/refolding.js";
import { nextDoor, onSide, streetRuns, walkingOrder } from "./lib/walking.js";

export class Walk {
  #doors;
  #visits;
  #runs;

  constructor(rows) {
    this.load(rows);
  }

  /** Take over what the store holds now. Screens keep this object, so it changes in place. */
  load({ turf, addresses, doors, visits, offset = 0, side = "both" }) {
    this.turf = turf;
    this.offset = offset;
    this.side = side;
    this.addresses = [...addresses].sort((a, b) => a.position - b.position);
    this.places = new Map(this.addresses.map((address) => [address.id, address]));
    this.#keepDoors(doors);
    this.facts = visits.filter((visit) => !visit.door);
    this.#visits = new Map();
    this.#runs = new Map();
    for (const visit of visits) this.#file(visit);
    for (const [number, run] of streetRuns(this.addresses).entries()) {
      for (const place of run.addresses) this.#runs.set(place.id, number);
    }
  }

  /** All doors in walking order. */
  get doors() {
    return [...this.#doors.values()];
  }

  get seen() {
    return this.doors.filter((door) => door.state !== "todo").length;
  }

  /** The door where this phone was last; null before the first. */
  get here() {
    return this.visits.at(-1)?.door ?? null;
  }

  door(id) {
    return this.#doors.get(id);
  }

  /** What stands at this address and behind its doors. */
  siteOf(address) {
    return { address: address.id, building: address.building ?? null, doors: this.doorsAt(address) };
  }

  doorsAt(address) {
    return this.doors.filter((door) => door.address === address.id);
  }

  /** This phone's visits of the door, oldest first. */
  visitsOf(id) {
    return this.#visits.get(id) ?? [];
  }

  get visits() {
    return [...this.#visits.values()].flat().sort((a, b) => a.seq - b.seq);
  }

  /** How many events of this phone it holds. */
  get size() {
    return this.visits.length + this.facts.length;
  }

  /** Differs when any state, name, visit, verdict, note or building does. */
  get signature() {
    const visits = this.visits.map((visit) => `${visit.id}${visit.sent ? "s" : ""}${visit.refused ?? ""}`);
    return [
      ...this.doors.map((door) => `${door.id}${door.state}${door.last?.at}${door.name}`),
      ...visits,
      ...this.addresses.map(({ notes, building }) => `${notes?.map((note) => note.id)}${JSON.stringify(building)}`),
      this.turf.version,
    ].join();
  }

  /** Addresses of the chosen side, and the doors behind them. */
  get shown() {
    return onSide(this.addresses, this.side);
  }

  get walked() {
    const shown = new Set(this.shown.map((address) => address.id));
    return this.doors.filter((door) => shown.has(door.address));
  }

  /** The door to see after this one, on the chosen side; null when the side is done. */
  next(current = null) {
    return nextDoor(this.walked, current, (door) => this.#runs.get(door.address));
  }

  stationOf(door) {
    const code = this.places.get(door.address)?.station;
    return this.turf.stations.find((station) => station.id === code) ?? null;
  }

  /** Take in a visit of this phone. */
  take(visit) {
    this.#file(visit);
    this.#refold(visit.door);
  }

  /** Take in what this phone learned of an address: `fact` is the event's row. */
  learn(fact) {
    this.facts.push(fact);
    const place = this.places.get(fact.address);
    if (!place) return;
    const before = this.siteOf(place);
    const { building, doors } = learn(before, fact.event);
    place.building = building;
    if (doors !== before.doors) this.#keepDoors([...this.doors.filter((door) => door.address !== place.id), ...doors]);
  }

  /** Take back a visit that could not be stored. */
  drop(visit) {
    this.#visits.set(
      visit.door,
      this.visitsOf(visit.door).filter((held) => held.id !== visit.id),
    );
    this.#refold(visit.door);
  }

  #keepDoors(doors) {
    this.#doors = new Map(walkingOrder(this.addresses, doors).map((door) => [door.id, door]));
  }

  // The door may have gone from the walk while its screen was open.
  #refold(id) {
    const door = this.#doors.get(id);
    if (door) this.#doors.set(id, refold(door, this.visitsOf(id), this.offset));
  }

  #file(visit) {
    if (!visit.door) return;
    if (!this.#visits.has(visit.door)) this.#visits.set(visit.door, []);
    this.#visits.get(visit.door).push(visit);
  }
}

/** The stored turf as a Walk; null when this phone does not have it. */
export async function openWalk(turfId) {
  const rows = await readWalk(turfId);
  return rows && new Walk(rows);
}

/** What the store holds of the turf, read in one transaction; null when there is nothing. */
export async function readWalk(turfId) {
  const transaction = await begin(["turfs", "addresses", "doors", "visits", "meta"]);
  const store = (name) => transaction.objectStore(name);
  const [turf, addresses, doors, visits, offset, sides] = await Promise.all([
    store("turfs").get(turfId),
    store("addresses").index("turf").getAll(turfId),
    store("doors").index("turf").getAll(turfId),
    store("visits").index("turf").getAll(turfId),
    store("meta").get("offset"),
    store("meta").get("sides"),
  ]);
  if (visits.some(({ type }) => type === "access.noted")) {
    const { addOwnNotes } = await import("./own_notes.js");
    await addOwnNotes(addresses, visits);
  }
  return turf ? { turf, addresses, doors, visits, offset, side: sides?.[turfId] } : null;
}
