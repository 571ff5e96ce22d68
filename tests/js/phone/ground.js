// A turf of three houses, and a phone that holds it.
import { keep } from "../../../static/js/field/bundle.js";
import { begin, meta, setMeta } from "../../../static/js/field/database.js";
import { recordVisit } from "../../../static/js/field/recording.js";
import { startClock } from "../../../static/js/field/ticking.js";
import { openWalk } from "../../../static/js/field/walk.js";
import { newPhone } from "./browser.js";
import { EPOCH, NOW, Server } from "./server.js";

export const ME = { device: "d-1", first_name: "Léa", campaign: "c-valmont", outing: "o-31", epoch: EPOCH, turfs: [] };
export const DOORS = ["d0000001", "d0000002", "d0000003"];

export function bundleOf(id = "t-1", { doors = DOORS, version = 1, ...fields } = {}) {
  const addresses = doors.map((door, place) => ({
    id: place + 1, position: place + 1, street: "Rue des Tanneurs", numbering: String(2 * place + 2), side: "even",
    label: "", station: "94033-0001", notes: [],
  }));
  return {
    server_time: NOW,
    epoch: EPOCH,
    cursor: `${EPOCH}:0`,
    lease_until: "2027-02-13T23:00:00Z",
    campaign: { id: "c-valmont", time_zone: "Europe/Paris", silence: [], topics: [] },
    turf: { id, number: 1, name: "", version, state: "assigned", outing: { id: "o-31" } },
    stations: [{ id: "94033-0001", number: "1", name: "École" }],
    addresses,
    doors: doors.map((door, place) => houseDoor(door, place + 1)),
    ...fields,
  };
}

export function houseDoor(id, address, fields = {}) {
  return { id, address, staircase: "", floor: null, name: "", rank: 1, state: "todo", last: null, ...fields };
}

/** `{server, walk}`: a phone that has joined and holds the turf `t-1`. */
export async function walking() {
  await newPhone();
  const server = new Server();
  server.turfs = ["t-1"];
  server.bundles.set("t-1", bundleOf());
  await startClock();
  await setMeta({ me: ME, epoch: EPOCH, cursor: `${EPOCH}:0` });
  await keep(bundleOf(), { offset: 0 });
  return { server, walk: await openWalk("t-1") };
}

/** Save these visits, one after the other; [door number, outcome] each. */
export async function visit(walk, ...said) {
  const made = [];
  for (const [number, outcome, more = {}] of said) {
    const { visit: row, saved } = recordVisit(walk, { door: walk.door(DOORS[number]), outcome, ...more });
    await saved;
    made.push(row);
  }
  return made;
}

/** Everything that the phone holds in a store. */
export async function all(store) {
  return (await begin([store])).store.getAll();
}

export async function door(number, turf = "t-1") {
  return (await begin(["doors"])).store.get([turf, DOORS[number]]);
}

export { meta };
