// One door: where it is, what to know before knocking, and the outcomes at one tap.
import { h, icon, words } from "../dom.js";
import { watchStore } from "../evicted.js";
import { forgetDraft } from "../drafts.js";
import { t } from "../language.js";
import { tally } from "../lib/building.js";
import { header } from "../parts/header.js";
import { history } from "../parts/history.js";
import { installHint } from "../parts/install.js";
import { openMenu } from "../parts/menu.js";
import { addNote, noteLine, openNote } from "../parts/note.js";
import { pad } from "../parts/pad.js";
import { numberPlaque, streetPlaque } from "../parts/plaque.js";
import { ribbon } from "../parts/ribbon.js";
import { sides } from "../parts/sides.js";
import { tabs } from "../parts/tabs.js";
import { comeBackAt, heading, isSilent, moment, turfName } from "../places.js";
import { doorPath, facadePath, save } from "../saving.js";
import { onPushedAside } from "../swiping.js";

export function doorScreen(app, { walk, door: id }) {
  const door = walk.door(id);
  if (!door) return null;
  watchStore(app);
  forgetDraft();
  const address = walk.places.get(door.address);
  const top = header({
    app,
    back: `/t/${walk.turf.id}/`,
    title: turfName(walk.turf),
    subtitle: t("doors.progress", { n: walk.seen, total: walk.doors.length }),
    heading: false,
    outbox: `/t/${walk.turf.id}/envois`,
    menu: () => openMenu(app, actions(app, walk, door)),
  });
  const main = h(
    "main",
    { class: "page door" },
    ribbon(walk, door.id),
    sides(walk.side, (side) => app.chooseSide(walk, side)),
    plaques(address),
    title(walk, door, address),
    h(
      "ul",
      { class: "facts" },
      address.notes.map(noteLine),
      !isSilent(walk) && addNote(app, walk, address),
      building(walk, address),
    ),
    history(app, walk, door),
    installHint(app, walk),
  );
  onPushedAside(main, () => later(app, walk, door));
  const foot = h("footer", { class: "dock-foot" }, outcomes(app, walk, door), tabs(walk.turf.id, "doors"));
  return { title: `${address.label}, ${heading(walk, door)}`, header: top, main, foot, live: true };
}

function plaques(address) {
  return h(
    "div",
    { class: "plaques" },
    address.numbering && numberPlaque(address.numbering, "number"),
    streetPlaque(address.street || address.label),
  );
}

function title(walk, door, address) {
  const station = walk.stationOf(door);
  return h(
    "div",
    { class: "door-title" },
    h(
      "h1",
      { tabindex: "-1" },
      h("span", { class: "visually-hidden" }, `${address.label}, `),
      words(heading(walk, door)),
    ),
    h(
      "p",
      {},
      [seenLine(walk, door), station && t("station.name", { number: station.number })].filter(Boolean).join(" · "),
    ),
  );
}

function seenLine(walk, door) {
  if (door.state === "todo") return t(door.last ? "door.to_see_again" : "door.never_seen");
  const told = {
    outcome: comeBackAt(walk, door) ?? t(`outcome.${door.state}`),
    time: door.last ? moment(walk, door.last.at) : "",
  };
  return door.last ? t("door.seen_at", told) : told.outcome;
}

function building(walk, address) {
  const site = walk.siteOf(address);
  if (site.doors.length < 2 && !site.building) return null;
  const { seen, total, estimated } = tally(site);
  const guessed = estimated || site.doors.some((door) => door.estimated);
  return h(
    "li",
    { class: "fact" },
    icon("building"),
    h("a", { class: "link", href: facadePath(walk, { address: address.id }) }, t("building.all")),
    h("span", { class: "hint" }, t(guessed ? "building.estimated" : "doors.progress", { n: seen, total })),
  );
}

function outcomes(app, walk, door) {
  if (isSilent(walk)) {
    return h("p", { class: "silence" }, icon("info"), t("silence.now"));
  }
  return pad((outcome) => {
    if (outcome === "conversation") app.router.go(`${doorPath(walk, door)}/discussion`);
    else save(app, walk, door, { outcome });
  });
}

function later(app, walk, door) {
  const another = walk.next(door.id);
  if (another) app.router.go(doorPath(walk, another), { replace: true });
}

function actions(app, walk, door) {
  const another = walk.next(door.id);
  const forbid = () => save(app, walk, door, { outcome: "do_not_knock" });
  const silent = isSilent(walk);
  return [
    another && {
      icon: "skip-forward",
      label: t("door.later"),
      note: t("door.later_note"),
      act: () => later(app, walk, door),
    },
    !silent && {
      icon: "key",
      label: t("note.title"),
      note: t("note.add"),
      act: () => openNote(app, walk, walk.places.get(door.address)),
    },
    {
      icon: "building",
      label: t(walk.doorsAt({ id: door.address }).length > 1 ? "building.all" : "building.is_one"),
      act: () => app.router.go(facadePath(walk, door)),
    },
    !silent && {
      icon: "ban",
      label: t("outcome.do_not_knock"),
      note: t("door.forbid_note"),
      danger: true,
      act: forbid,
    },
  ].filter(Boolean);
}
