// How this walk's doors and visits are told on screen.
import { language, t } from "./language.js";
import { silenceAt } from "./lib/clock.js";
import { living } from "./lib/folding.js";
import { clockTime, dayOf, doorName, longDay, placeName } from "./lib/naming.js";

/** "2ᵉ étage, porte gauche": the heading of a door. A lone door is called by its place. */
export function heading(walk, door) {
  return door.name || door.floor !== null ? doorName(t, door) : t("door.house");
}

/** "14, porte 3": enough to recognise it in a toast. */
export function shortName(walk, door) {
  const address = walk.places.get(door.address);
  if (!door.name && door.floor === null) return placeName(t, address);
  return `${address.numbering}, ${lowered(doorName(t, door))}`;
}

/** When somebody at this door asked for another time: "Come back, in the evening"; null when nobody said when. */
export function comeBackAt(walk, door) {
  if (door.state !== "come_back") return null;
  const ours = living(walk.visitsOf(door.id)).at(-1)?.event.payload;
  const moment = door.last?.come_back_at ?? ours?.come_back_at;
  return moment ? comeBack(moment) : null;
}

/** A moment as this app or another wrote it; words of another are shown as they are. */
export function comeBack(moment) {
  const key = `moment.${moment}`;
  const told = t(key);
  return t("outcome.come_back_at", { moment: (told === key ? moment : told).toLowerCase() });
}

/** Whether the campaign is silent now: nobody knocks (law:V2). */
export function isSilent(walk) {
  return Boolean(silenceAt(walk.turf.campaign.silence, Date.now() + walk.offset));
}

export function turfName(turf) {
  return turf.name || t("turf.numbered", { number: String(turf.number) });
}

/** "10 h 42" today, "samedi 14 mars, 10 h 42" on another day. */
export function moment(walk, instant) {
  const where = { language, timeZone: walk.turf.campaign.time_zone };
  const time = clockTime(t, instant, where);
  const today = dayOf(Date.now(), where.timeZone) === dayOf(instant, where.timeZone);
  return today ? time : t("time.on_day", { day: longDay(instant, where), time });
}

export function today(walk, instant) {
  const zone = walk.turf.campaign.time_zone;
  return dayOf(Date.now(), zone) === dayOf(instant, zone);
}

function lowered(text) {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
