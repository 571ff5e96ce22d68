// A building as a façade: every door of it within one tap, what was found added on the way.
import { h, icon, words } from "../dom.js";
import { addBasement, addDoor, addFloor, addStaircase, closeBuilding, finishFloor, renameDoor } from "../growing.js";
import { t } from "../language.js";
import { elevation, tally } from "../lib/building.js";
import { plain } from "../lib/wording.js";
import { facade, floorLabel } from "../parts/elevation.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { compactPad } from "../parts/pad.js";
import { numberPlaque } from "../parts/plaque.js";
import { askFor, openSheet } from "../parts/sheet.js";
import { tabs } from "../parts/tabs.js";
import { threshold } from "../parts/threshold.js";
import { heading, isSilent } from "../places.js";
import { discussionPath, doorPath, facadePath, save } from "../saving.js";

/** `?porte=` is the door chosen, `?escalier=` the staircase; else the first one with a door to see. */
export function facadeScreen(app, { walk, address }) {
  const place = walk.places.get(Number(address));
  if (!place) return null;
  const site = walk.siteOf(place);
  const drawn = elevation(site);
  const { staircase, current } = chosen(drawn, new URLSearchParams(location.search));
  const view = { app, walk, place, site, drawn, staircase, current };
  const wall = { floors: staircase?.floors ?? [], loose: drawn.loose };
  const around = { acts: acts(view), above: staircase && staircases(view), below: threshold(view).filter(Boolean) };
  const main = facade(walk, place, wall, current, around);
  const foot = h("footer", { class: "dock-foot" }, current && dock(view), tabs(walk.turf.id, "doors"));
  return { title: place.label, header: top(view), main, foot, live: true };
}

function chosen({ staircases, loose }, asked) {
  const all = (stair) => stair.floors.flatMap(({ doors }) => doors);
  const named = [...staircases.flatMap(all), ...loose].find((door) => door.id === asked.get("porte"));
  const staircase =
    staircases.find((stair) => all(stair).includes(named)) ??
    staircases.find((stair) => stair.id === asked.get("escalier")) ??
    staircases.find((stair) => all(stair).some(isLeft)) ??
    staircases[0];
  const here = staircase ? [...all(staircase), ...loose] : loose;
  return { staircase, current: named ?? here.find(isLeft) ?? here[0] };
}

function isLeft(door) {
  return door.state === "todo";
}

function top(view) {
  const { app, walk, place, site } = view;
  const { seen, left, estimated } = tally(site);
  const told = [
    t("facade.seen", { n: seen }),
    t(estimated ? "facade.left_estimated" : "facade.left", { n: left, total: site.building?.intercom }),
  ];
  const bar = header({
    app,
    back: `/t/${walk.turf.id}/`,
    title: [
      place.numbering && h("span", { class: "visually-hidden" }, `${place.numbering}, `),
      place.street || place.label,
    ],
    subtitle: told.join(", "),
    outbox: `/t/${walk.turf.id}/envois`,
    menu: () => openMenu(app, actions(view)),
  });
  if (place.numbering) bar.querySelector(".bar-title").before(numberPlaque(place.numbering));
  return bar;
}

function staircases({ app, walk, place, drawn, staircase }) {
  const go = (id) => app.router.go(`${facadePath(walk, { address: place.id })}?escalier=${id}`, { replace: true });
  const segment = ({ id, name }) =>
    h(
      "button",
      { type: "button", class: "segment", "aria-pressed": String(id === staircase.id), on: { click: () => go(id) } },
      t("door.staircase", { name }),
    );
  const more = { type: "button", class: "button", on: { click: () => go(addStaircase(app, walk, place)) } };
  return h(
    "div",
    { class: "staircases" },
    h("div", { class: "segments", role: "group", "aria-label": t("facade.staircases") }, drawn.staircases.map(segment)),
    h("button", more, icon("plus", 22), t("facade.staircase")),
  );
}

function acts(view) {
  const { app, walk, place, staircase, drawn } = view;
  const rows = [...(staircase?.floors ?? []), { id: null, level: null, doors: drawn.loose }];
  const floor = (id) => rows.find((row) => row.id === id);
  return {
    addFloor: () => addFloor(app, walk, place, staircase),
    addDoor: (id) => addDoor(app, walk, place, floor(id)),
    floorMenu: (id) => openSheet(words(floorLabel(floor(id).level)), floorItems(view, floor(id))),
    select: (id) => app.router.go(`${facadePath(walk, { address: place.id })}?porte=${id}`, { replace: true }),
  };
}

function floorItems({ app, walk, place, staircase }, floor) {
  const left = floor.doors.filter(isLeft).length;
  const finish = (outcome) => () => finishFloor(app, walk, place, floor, outcome);
  const known = floor.level !== null;
  const lowest = known && floor.id === staircase.floors.at(-1).id;
  const open = left > 0 && !isSilent(walk);
  return [
    open &&
      known && {
        icon: "lock",
        label: t("facade.floor_closed"),
        note: t("facade.doors_left", { n: left }),
        act: finish("no_access"),
      },
    open && {
      icon: "moon",
      label: t("facade.floor_done"),
      note: t("facade.floor_done_note", { n: left }),
      act: finish("not_home"),
    },
    { icon: "plus", label: t("facade.door"), act: () => addDoor(app, walk, place, floor) },
    lowest && {
      icon: "chevron-down",
      label: t("facade.basement"),
      act: () => addBasement(app, walk, place, staircase),
    },
  ];
}

function dock(view) {
  const { app, walk, current } = view;
  const rename = h("button", { type: "button", class: "link", on: { click: () => askName(view) } }, t("facade.rename"));
  const name = h("h2", { class: "dock-door" }, words(heading(walk, { ...current, staircase: "" })));
  const details = h("a", { class: "link", href: doorPath(walk, current) }, t("facade.details"));
  const tap = (outcome) => {
    if (outcome === "conversation") app.router.go(discussionPath(walk, current));
    else save(app, walk, current, { outcome });
  };
  const outcomes = isSilent(walk) ? h("p", { class: "silence" }, icon("info"), t("silence.now")) : compactPad(tap);
  return [h("div", { class: "dock-head" }, name, rename, details), outcomes];
}

function askName({ app, walk, place, current }) {
  const names = ["left_hand", "right_hand", "face"].map((side) => t(`facade.${side}`));
  askFor(plain(heading(walk, current)), {
    label: t("facade.name"),
    value: current.name,
    suggestions: names,
    maxlength: "40",
    save: (name) => renameDoor(app, walk, place, current, name),
  });
}

function actions({ app, walk, place, site }) {
  if (isSilent(walk) || site.building?.do_not_knock) return [];
  const close = () => closeBuilding(app, walk, place);
  const sure = { icon: "ban", label: t("facade.close_sure"), note: t("door.forbid_note"), danger: true, act: close };
  const ask = () => openSheet(t("facade.close_ask", { place: place.label }), [sure]);
  return [{ icon: "ban", label: t("facade.close"), danger: true, act: ask }];
}
