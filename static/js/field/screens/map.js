// The map of the walk: an aid beside the list, drawn from what the phone holds.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { ground } from "../lib/mapping.js";
import { card, told, unplaced } from "../map/card.js";
import { legend, repaintLegend } from "../map/legend.js";
import { watchPosition } from "../map/position.js";
import { sceneOf } from "../map/scene.js";
import { Sheet } from "../map/sheet.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { tabs } from "../parts/tabs.js";
import { turfName } from "../places.js";

const PROBLEMS = { refused: "map.position_refused", unavailable: "map.position_unavailable" };
let held = null; // the map on the screen: it stays where it is while the screen is drawn again

export async function mapScreen(app, { walk }) {
  if (held?.sheet.id !== walk.turf.id) leave();
  const { leaflet } = await import("../map/leaflet.js");
  held ??= enter(app, leaflet, walk.turf);
  keepFocus();
  const scene = sceneOf(walk, held);
  held.sheet.show(scene);
  held.next = scene.next;
  return {
    title: t("tab.map"),
    header: header({
      app,
      back: `/t/${walk.turf.id}/`,
      title: turfName(walk.turf),
      subtitle: t("doors.progress", { n: walk.seen, total: walk.doors.length }),
      outbox: `/t/${walk.turf.id}/envois`,
      menu: () => openMenu(app),
    }),
    main: h("main", { class: "map-page" }, frame(app, walk, scene), unplaced(walk)),
    foot: h("footer", { class: "dock-foot" }, card(walk, held), tabs(walk.turf.id, "map")),
    live: true,
  };
}

function enter(app, leaflet, turf) {
  const element = h("div", { class: "map", role: "region", "aria-label": t("map.label") });
  const tiles = document.querySelector("meta[name=tiles]");
  const choose = async (id) => {
    held.chosen = id;
    await app.router.refresh();
    app.toast.whisper(document.querySelector(".map-card").innerText);
  };
  const themed = () => repaintLegend(app.root);
  const sheet = new Sheet(leaflet, element, { id: turf.id, choose, themed, tiles: tiles?.content });
  const left = new MutationObserver(() => element.isConnected || leave());
  left.observe(app.root.querySelector("#middle"), { childList: true });
  const drawn = ground(turf.map);
  const credit = [drawn.source === "osm" && t("map.osm"), tiles?.dataset.credit].filter(Boolean).join(" · ");
  return { sheet, element, left, credit, ground: drawn, chosen: null, next: null, position: null, problem: "" };
}

// Drawn again, the screen takes the map out and puts it back: whoever moves it by keys goes on.
function keepFocus() {
  const { element } = held;
  if (document.activeElement === element) requestAnimationFrame(() => element.focus({ preventScroll: true }));
}

// The tab is left: nothing is watched any more.
function leave() {
  held?.stop?.();
  held?.left.disconnect();
  held?.sheet.close();
  held = null;
}

// What is touched stands before the map, so that the list is the first thing that Tab reaches in it.
function frame(app, walk, scene) {
  const { sheet, element } = held;
  return h(
    "div",
    { class: "map-frame" },
    h(
      "div",
      { class: "map-tools" },
      h("a", { class: "map-tool", href: `/t/${walk.turf.id}/`, "aria-label": t("map.list") }, icon("list")),
      tool("locate", t("map.position"), () => find(app, walk), { "aria-pressed": String(Boolean(held.stop)) }),
      tool("plus", t("map.closer"), () => sheet.zoomBy(1)),
      tool("minus", t("map.farther"), () => sheet.zoomBy(-1)),
    ),
    legend(scene.marks, walk.side),
    element,
    notes(),
  );
}

// What there is to say of the map: the position, how sure the streets are, whose they are.
function notes() {
  const { problem, stop, credit, ground: drawn } = held;
  const said = [
    problem ? t(PROBLEMS[problem]) : stop && t("location.note"),
    !drawn.source && t("map.streets_guessed"),
    credit,
  ].filter(Boolean);
  return (
    said.length > 0 &&
    h(
      "div",
      { class: "map-note" },
      said.map((line) => h("p", {}, line)),
    )
  );
}

function tool(symbol, label, act, properties = {}) {
  return h(
    "button",
    { type: "button", class: "map-tool", "aria-label": label, on: { click: act }, ...properties },
    icon(symbol),
  );
}

// Pressed once it watches and shows, pressed again it stops.
function find(app, walk) {
  const stop = held.stop;
  Object.assign(held, { stop: null, position: null, problem: "" });
  if (stop) stop();
  else
    held.stop = watchPosition(
      (position) => moved(walk, position),
      (problem) => failed(app, problem),
    );
  app.router.refresh();
}

function moved(walk, position) {
  if (!held?.stop) return;
  const first = !held.position;
  held.position = position;
  held.sheet.show(sceneOf(walk, held));
  if (first) held.sheet.goTo(position.place);
  document.querySelector(".map-card .row-note")?.replaceChildren(told(walk, held));
}

function failed(app, problem) {
  if (!held) return;
  if (problem === "refused" || !held.position) {
    held.stop?.();
    Object.assign(held, { stop: null, position: null, problem });
  }
  app.toast.whisper(t(PROBLEMS[problem]));
  app.router.refresh();
}
