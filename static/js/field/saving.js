// One tap at a door: store it, show the next door at once, offer the way back.
import { isFull } from "./database.js";
import { t } from "./language.js";
import { comeBack, shortName } from "./places.js";
import { recordVisit } from "./recording.js";
import { countsOf } from "./lib/tallying.js";

const MOMENTS = ["daytime", "evening", "weekend"];

/** `said`: {outcome, requests?, welcome?, topics?}. Returns when it is on the disk, or has been taken back. */
export async function save(app, walk, door, { outcome, requests = [], welcome = null, topics = [] }) {
  const counted = { station: walk.stationOf(door)?.id, welcome, topics };
  const { visit, saved } = recordVisit(walk, { door, outcome, requests, counts: countsOf(counted) });
  const standing = wayHere();
  app.toast.hide(); // its way back is that of the visit before
  app.router.go(onward(walk, door), { replace: true });
  if (!(await kept(app, walk, door, saved, standing))) return;
  navigator.vibrate?.(12);
  const undo = () => undoVisit(app, walk, visit, { counts: countsOf(counted, -1), way: standing });
  const choices = outcome === "come_back" ? moments(app, walk, visit, standing) : [];
  app.toast.show(t("toast.door", { door: shortName(walk, door) }), { strong: t(`outcome.${outcome}`), undo, choices });
  app.saved();
}

// When somebody asked for another time, which one is worth a tap, and never needed.
function moments(app, walk, visit, way) {
  const choose = async (moment) => {
    const door = walk.door(visit.door);
    const said = { door, outcome: visit.outcome, requests: visit.requests, comeBackAt: moment, supersedes: visit.id };
    if (!(await kept(app, walk, door, recordVisit(walk, said).saved, way))) return;
    const undo = () => undoVisit(app, walk, visit, { way });
    app.toast.show(t("toast.door", { door: shortName(walk, door) }), { strong: comeBack(moment), undo });
    app.saved();
  };
  return MOMENTS.map((moment) => ({ label: t(`moment.${moment}`), act: () => choose(moment) }));
}

/** A correction that leaves the door to see again; the visit itself stays on record. `told`: what is said of it. */
export async function undoVisit(app, walk, visit, { counts = [], told = "toast.undone", way = doorPath } = {}) {
  const door = walk.door(visit.door);
  const { saved } = recordVisit(walk, { door, outcome: null, supersedes: visit.id, counts });
  app.router.go(way(walk, door), { replace: true });
  if (!(await kept(app, walk, door, saved, way))) return;
  app.toast.show(t(told, { door: shortName(walk, door) }));
  app.saved();
}

/** Where to go after this door: the next one to see, on the façade first when one stands there; or the list. */
export function onward(walk, door) {
  if (wayHere() === doorPath) return pathOf(walk, walk.next(door.id), doorPath);
  const flats = walk.doorsAt({ id: door.address });
  const after = flats.slice(flats.findIndex((flat) => flat.id === door.id) + 1);
  const flat = [...after, ...flats].find((each) => each.state === "todo");
  const next = flat ?? walk.next(door.id);
  const isBuilding = next && walk.places.get(next.address).building?.staircases.length > 0;
  return pathOf(walk, next, flat || isBuilding ? atFacade : doorPath);
}

/** How the screen on view leads to a door: its own page, or the façade with the door chosen. */
export function wayHere() {
  return /\/immeuble\/|[?&]immeuble/.test(location.pathname + location.search) ? atFacade : doorPath;
}

/** The discussion at a door; it comes back to where one stands. */
export function discussionPath(walk, door) {
  return `${doorPath(walk, door)}/discussion${wayHere() === atFacade ? "?immeuble" : ""}`;
}

export function facadePath(walk, { address }) {
  return `/t/${walk.turf.id}/immeuble/${address}`;
}

export function doorPath(walk, door) {
  return `/t/${walk.turf.id}/porte/${door.id}`;
}

function atFacade(walk, door) {
  return `${facadePath(walk, door)}?porte=${door.id}`;
}

function pathOf(walk, door, way) {
  return door ? way(walk, door) : `/t/${walk.turf.id}/`;
}

// The screen went ahead; if the phone could not store it, go back and say so.
async function kept(app, walk, door, saved, way) {
  try {
    await saved;
    return true;
  } catch (error) {
    app.router.go(way(walk, door), { replace: true });
    app.toast.show(t(isFull(error) ? "storage.full" : "storage.failed"), { tone: "danger" });
    return false;
  }
}
