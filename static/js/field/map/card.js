// What stands around the map: the address in view, and those that have no place on it.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { metres, point } from "../lib/mapping.js";
import { numberPlaque } from "../parts/plaque.js";
import { doorPath } from "../saving.js";
import { unplacedOf } from "./scene.js";

// The address that was touched, else the next one.
function addressOf(walk, { chosen, next }) {
  return walk.places.get(chosen ?? next) ?? null;
}

/** `held`: {chosen, next} addresses and the phone's position, if it is watched. */
export function card(walk, held) {
  const address = addressOf(walk, held);
  if (!address) return h("p", { class: "map-card" }, t("doors.all_done"));
  const doors = walk.doorsAt(address);
  const next = walk.next(walk.here);
  const door = next?.address === address.id ? next : (doors.find(({ state }) => state === "todo") ?? doors[0]);
  return h(
    "div",
    { class: "map-card" },
    numberPlaque(address.numbering || "·"),
    h(
      "p",
      { class: "row-text" },
      h("span", { class: "visually-hidden" }, `${address.numbering} `),
      h("strong", {}, address.street || address.label),
      h("span", { class: "row-note" }, told(walk, held)),
    ),
    door && h("a", { class: "button primary", href: doorPath(walk, door) }, t("map.i_am_here")),
  );
}

/** What was seen there, what is left, and how far it is. */
export function told(walk, held) {
  const address = addressOf(walk, held);
  if (!address) return "";
  const doors = walk.doorsAt(address);
  const left = doors.filter((door) => door.state === "todo").length;
  const line =
    doors.length === 1
      ? t(`outcome.${doors[0].state}`)
      : t(left ? "map.left" : "row.all_seen", { n: left, total: doors.length });
  return [line, away(address, held.position)].filter(Boolean).join(" · ");
}

function away(address, position) {
  if (!position || !Number.isFinite(address.lat)) return "";
  return t("map.away", { metres: Math.round(metres(position.place, point(address))) });
}

/** Addresses that no map can show, under it. */
export function unplaced(walk) {
  const addresses = unplacedOf(walk);
  if (!addresses.length) return null;
  return h(
    "section",
    { class: "map-rest" },
    h("h2", {}, t("map.unplaced", { n: addresses.length })),
    h(
      "ul",
      { class: "rows" },
      addresses.map((address) => h("li", { class: "row" }, restLink(walk, address))),
    ),
  );
}

function restLink(walk, address) {
  const [door] = walk.doorsAt(address);
  return h(
    "a",
    { class: "row-link", href: door ? doorPath(walk, door) : null },
    numberPlaque(address.numbering || "·"),
    h("span", { class: "row-text" }, h("strong", {}, address.label)),
    icon("chevron-right"),
  );
}
