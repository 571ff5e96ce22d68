// What doors, places, times and spans are called.

/** "Escalier A, 2ᵉ étage, porte 3"; a house says so. `door`: {staircase, floor, name}. */
export function doorName(t, door) {
  const parts = [];
  if (door.staircase) parts.push(t("door.staircase", { name: door.staircase }));
  if (door.floor !== null && door.floor !== undefined) parts.push(floorName(t, door.floor));
  if (door.name) parts.push(t(parts.length ? "door.within" : "door.named", { name: door.name }));
  return parts.length ? parts.join(", ") : t("door.house");
}

function floorName(t, floor) {
  if (floor === 0) return t("floor.ground");
  if (floor < 0) return t("floor.below", { floor: String(-floor) });
  return t(floor === 1 ? "floor.first" : floor === 2 ? "floor.second" : floor === 3 ? "floor.third" : "floor.nth", {
    floor: String(floor),
  });
}

/** "14, rue des Tanneurs": a French street begins in lower case inside a sentence. */
export function placeName(t, address) {
  if (!address.numbering) return address.label;
  return t("address.line", { number: address.numbering, street: lowered(address.street) });
}

function lowered(street) {
  return street.slice(0, 1).toLowerCase() + street.slice(1);
}

/** "10 h 42" or "10:42", in the campaign's time zone. */
export function clockTime(t, instant, { language, timeZone }) {
  const format = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  return t("time.clock", { hours: String(Number(parts.hour)), minutes: parts.minute });
}

/** "2027-02-13" of an instant in that zone, to know whether two lie on one day. */
export function dayOf(instant, timeZone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(instant));
}

/** "samedi 14 mars" */
export function longDay(instant, { language, timeZone }) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone };
  return new Intl.DateTimeFormat(language, format).format(new Date(instant));
}

/** "1 h 52" or "40 min". */
export function span(t, milliseconds) {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 60) return t("time.minutes", { minutes: String(minutes) });
  return t("time.hours", { hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60).padStart(2, "0") });
}
