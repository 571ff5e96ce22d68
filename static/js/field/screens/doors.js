// The list: every address in walking order, by street. It is the truth of the walk; a map would only help.
import { h, icon, words } from "../dom.js";
import { watchStore } from "../evicted.js";
import { t } from "../language.js";
import { isUncounted } from "../lib/building.js";
import { direction, streetRuns } from "../lib/walking.js";
import { evictedNotice } from "../parts/evicted.js";
import { finder } from "../parts/finder.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { numberPlaque } from "../parts/plaque.js";
import { ribbon } from "../parts/ribbon.js";
import { roomNotice } from "../parts/room.js";
import { sides } from "../parts/sides.js";
import { tabs } from "../parts/tabs.js";
import { chip } from "../parts/tile.js";
import { turfName } from "../places.js";
import { doorPath, facadePath } from "../saving.js";

const FIRST_ROWS = 40;
const ROWS_PER_TURN = 60;
const CHIPS = 5;

export function doorsScreen(app, { walk }) {
  watchStore(app);
  const next = walk.next(walk.here);
  const title = turfName(walk.turf);
  const top = header({
    app,
    back: "/t/",
    title,
    subtitle: t("doors.progress", { n: walk.seen, total: walk.doors.length }),
    outbox: `/t/${walk.turf.id}/envois`,
    menu: () => openMenu(app),
  });
  const list = h("div", { class: "list" });
  const look = finder(walk, (addresses) => list.replaceChildren(...listed(app, walk, next, addresses)));
  const bySide = sides(walk.side, (side) => app.chooseSide(walk, side));
  const main = h(
    "main",
    { class: "page" },
    evictedNotice(),
    roomNotice(),
    ribbon(walk, next?.id),
    h("div", { class: "list-tools" }, bySide, look.button),
    look.form,
    list,
  );
  const foot = h("footer", { class: "dock-foot" }, next && goOn(walk, next), tabs(walk.turf.id, "doors"));
  return { title, header: top, main, foot, live: true };
}

// What was looked up, on whichever side it is; else the walk.
function listed(app, walk, next, found) {
  if (found?.length === 0) return [h("p", { class: "hint" }, icon("info"), t("find.nothing"))];
  if (found) return [streets(walk, next, found)];
  return [next ? null : finished(app, walk), streets(walk, next, walk.shown)].filter(Boolean);
}

function goOn(walk, door) {
  const place = walk.places.get(door.address);
  const label = t(walk.seen ? "doors.go_on" : "doors.begin", { number: place.numbering || place.label });
  return h("a", { class: "button button-main", href: doorPath(walk, door) }, h("span", {}, label), icon("arrow-right"));
}

function finished(app, walk) {
  const left = walk.doors.length - walk.seen;
  const other = left > 0 && walk.side !== "both";
  return h(
    "div",
    { class: "card notice" },
    h("p", {}, t(other ? "doors.side_done" : "doors.all_done", { n: left })),
    other
      ? h(
          "button",
          { type: "button", class: "button", on: { click: () => app.chooseSide(walk, "both") } },
          t("side.both"),
        )
      : h("a", { class: "button", href: `/t/${walk.turf.id}/bilan` }, t("tab.end")),
  );
}

// The first rows at once, the rest when the phone is idle: a walk of 800 doors opens like one of 20.
function streets(walk, next, addresses) {
  const list = h("div", { class: "streets" });
  const doors = grouped(walk.doors);
  const jobs = streetRuns(addresses).flatMap((run) => {
    const rows = h("ol", { class: "rows" });
    list.append(h("section", { class: "street" }, streetHead(run), rows));
    return run.addresses.map((address) => () => rows.append(row(walk, address, doors.get(address.id) ?? [], next)));
  });
  const upTo = Math.max(FIRST_ROWS, addresses.findIndex((address) => address.id === next?.address) + 10);
  jobs.splice(0, upTo).forEach((job) => job());
  const later = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));
  const turn = () => {
    jobs.splice(0, ROWS_PER_TURN).forEach((job) => job());
    if (jobs.length && list.isConnected) later(turn);
  };
  if (jobs.length) later(turn);
  return list;
}

function grouped(doors) {
  const groups = new Map();
  for (const door of doors) {
    if (!groups.has(door.address)) groups.set(door.address, []);
    groups.get(door.address).push(door);
  }
  return groups;
}

function streetHead({ street, addresses }) {
  const [first, last] = [addresses[0].numbering, addresses.at(-1).numbering];
  const way = { first, last, way: t(`street.${direction(addresses)}`) };
  return h(
    "div",
    { class: "street-head" },
    h("h2", {}, street || t("street.unnamed")),
    first && first !== last && h("p", {}, t("street.range", way)),
  );
}

function row(walk, address, doors, next) {
  const seen = doors.filter((door) => door.state !== "todo");
  const isNext = next?.address === address.id;
  const target = isNext ? next : (doors.find((door) => door.state === "todo") ?? doors[0]);
  const chips = doors.length > CHIPS ? [...seen.slice(-3), ...doors.filter((door) => door.state === "todo")] : doors;
  return h(
    "li",
    { class: isNext ? "row row-next" : "row" },
    h(
      "a",
      { class: "row-link", href: pathTo(walk, address, doors, target) },
      numberPlaque(address.numbering || "·"),
      h(
        "span",
        { class: "row-text" },
        h("span", { class: "visually-hidden" }, `${address.label}. `),
        h("strong", {}, words(kind(address, doors))),
        h("span", { class: "row-note" }, words(note(address, doors, seen, isNext))),
      ),
      isUncounted(address, doors) && !seen.length
        ? h("span", { class: "row-unknown", "aria-hidden": "true" }, "?")
        : h(
            "span",
            { class: "chips" },
            chips.slice(0, CHIPS).map((door) => chip(door.state)),
          ),
      icon("chevron-right"),
    ),
  );
}

// Several doors, found or still to be found, are a façade.
function pathTo(walk, address, doors, target) {
  const isBuilding = doors.length !== 1 || address.building || isUncounted(address, doors);
  if (isBuilding) return facadePath(walk, { address: address.id });
  return doorPath(walk, target);
}

function kind(address, doors) {
  if (isUncounted(address, doors) && doors.length <= 1) return t("row.unknown");
  return doors.length === 1 && !doors[0].name ? t("door.house") : t("row.doors", { n: doors.length });
}

function note(address, doors, seen, isNext) {
  const code = address.notes.find((remark) => remark.kind === "code");
  const dog = address.notes.some((remark) => remark.kind === "dog");
  const parts = [isNext && t("row.next"), state(address, doors, seen)];
  return [...parts, code && t("row.code", { code: code.text }), dog && t("row.dog")].filter(Boolean).join(", ");
}

function state(address, doors, seen) {
  if (doors.length === 1 && seen.length === 1) return t(`outcome.${seen[0].state}`).toLowerCase();
  if (seen.length && seen.length === doors.length) return t("row.all_seen");
  if (seen.length) return t("row.seen", { n: seen.length });
  return t(isUncounted(address, doors) ? "row.to_count" : "outcome.todo").toLowerCase();
}
