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
  app.toast.hide(); // its way back is that of the visit before
  app.router.go(onward(walk, door), { replace: true });
  if (!(await kept(app, walk, door, saved))) return;
  navigator.vibrate?.(12);
  const undo = () => undoVisit(app, walk, visit, countsOf(counted, -1));
  const choices = outcome === "come_back" ? moments(app, walk, visit) : [];
  app.toast.show(t("toast.door", { door: shortName(walk, door) }), { strong: t(`outcome.${outcome}`), undo, choices });
  app.saved();
}

// When somebody asked for another time, which one is worth a tap, and never needed.
function moments(app, walk, visit) {
  const choose = async (moment) => {
    const door = walk.door(visit.door);
    const said = { door, outcome: visit.outcome, requests: visit.requests, comeBackAt: moment, supersedes: visit.id };
    if (!(await kept(app, walk, door, recordVisit(walk, said).saved))) return;
    const undo = () => undoVisit(app, walk, visit);
    app.toast.show(t("toast.door", { door: shortName(walk, door) }), { strong: comeBack(moment), undo });
    app.saved();
  };
  return MOMENTS.map((moment) => ({ label: t(`moment.${moment}`), act: () => choose(moment) }));
}

/** A correction that leaves the door to see again; the visit itself stays on record. `told`: what is said of it. */
export async function undoVisit(app, walk, visit, counts = [], told = "toast.undone") {
  const door = walk.door(visit.door);
  const { saved } = recordVisit(walk, { door, outcome: null, supersedes: visit.id, counts });
  app.router.go(doorPath(walk, door), { replace: true });
  if (!(await kept(app, walk, door, saved))) return;
  app.toast.show(t(told, { door: shortName(walk, door) }));
  app.saved();
}

/** Where to go after this door: the next one to see, or the list. */
export function onward(walk, door) {
  const next = walk.next(door.id);
  return next ? doorPath(walk, next) : `/t/${walk.turf.id}/`;
}

export function doorPath(walk, door) {
  return `/t/${walk.turf.id}/porte/${door.id}`;
}

// The screen went ahead; if the phone could not store it, go back and say so.
async function kept(app, walk, door, saved) {
  try {
    await saved;
    return true;
  } catch (error) {
    app.router.go(doorPath(walk, door), { replace: true });
    app.toast.show(t(isFull(error) ? "storage.full" : "storage.failed"), { tone: "danger" });
    return false;
  }
}
