// The end of a shift: what was done, what still waits, and giving the walk back.
import { h, icon, words } from "../dom.js";
import { t } from "../language.js";
import { living } from "../lib/folding.js";
import { span } from "../lib/naming.js";
import { handBack } from "../ending.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { tabs } from "../parts/tabs.js";
import { css, tile } from "../parts/tile.js";
import { today, turfName } from "../places.js";

const KNOCKED = ["not_home", "conversation", "refused", "come_back"];
const OPENED = ["conversation", "refused", "come_back"];
const OUTCOMES = [...KNOCKED, "no_access", "do_not_knock"];
const REQUESTS = {
  proxy: "stamp",
  registration: "clipboard-pen",
  help: "hand-heart",
  host: "armchair",
  give: "euro",
  call_back: "phone",
};

export function endScreen(app, { walk }) {
  const visits = shift(walk);
  const main = h(
    "main",
    { class: "page end" },
    h("h2", { class: "figure" }, words(headline(visits))),
    h("p", { class: "lead" }, thanks(app, visits)),
    visits.length > 0 && wall(visits),
    visits.length > 0 && legend(visits),
    h("ul", { class: "card figures" }, figures(app, walk, visits)),
  );
  const finish = h("button", {
    type: "button",
    class: "button button-main",
    on: { click: () => confirmEnd(app, walk) },
  });
  finish.append(t("end.finish"));
  return {
    title: t("end.heading"),
    header: header({
      app,
      back: `/t/${walk.turf.id}/`,
      title: t("end.heading"),
      subtitle: turfName(walk.turf),
      outbox: `/t/${walk.turf.id}/envois`,
      menu: () => openMenu(app),
    }),
    main,
    foot: h("footer", { class: "dock-foot" }, h("div", { class: "dock-buttons" }, finish), tabs(walk.turf.id, "end")),
    live: true,
  };
}

/** Today's visits of this phone that stand, in the order they were made. */
function shift(walk) {
  const visits = walk.doors.flatMap((door) => living(walk.visitsOf(door.id).filter((visit) => !visit.refused)));
  return visits.filter((visit) => visit.outcome && today(walk, visit.at)).sort((a, b) => a.seq - b.seq);
}

function headline(visits) {
  if (visits.length === 0) return t("end.none");
  const [first, last] = [visits[0], visits.at(-1)].map((visit) => Date.parse(visit.at));
  return t("end.title", { n: new Set(visits.map((visit) => visit.door)).size, span: span(t, last - first) });
}

function thanks(app, visits) {
  const knocked = visits.filter((visit) => KNOCKED.includes(visit.outcome)).length;
  const opened = visits.filter((visit) => OPENED.includes(visit.outcome)).length;
  const name = app.me?.first_name ?? "";
  if (!knocked) return t("end.ready", { name });
  return `${t("end.thanks", { name })} ${t("end.opened", { n: opened, knocked })}`;
}

function wall(visits) {
  const label = OUTCOMES.map((outcome) => [outcome, visits.filter((visit) => visit.outcome === outcome).length])
    .filter(([, count]) => count)
    .map(([outcome, count]) => `${t(`outcome.${outcome}`)} ${count}`)
    .join(", ");
  return h(
    "div",
    { class: "shift-wall", role: "img", "aria-label": label },
    visits.map((visit) => tile(visit.outcome)),
  );
}

function legend(visits) {
  const counted = OUTCOMES.map((outcome) => [outcome, visits.filter((visit) => visit.outcome === outcome).length]);
  const entry = ([outcome, count]) =>
    h(
      "li",
      {},
      h("span", { class: `swatch tile-${css(outcome)}` }),
      t(`outcome.${outcome}`),
      h("strong", {}, String(count)),
    );
  return h("ul", { class: "legend", "aria-hidden": "true" }, counted.filter(([, count]) => count).map(entry));
}

function figures(app, walk, visits) {
  const asked = Object.entries(REQUESTS).map(([name, symbol]) => {
    const count = visits.filter((visit) => visit.requests?.includes(name)).length;
    return count > 0 && figure(symbol, t(`request.${name}`), count);
  });
  const unsent = app.sync.state.unsent;
  const send = h(
    "button",
    { type: "button", class: "link", on: { click: () => app.sync.now() } },
    t("outbox.send_short"),
  );
  return [
    asked,
    figure("door-closed", t("end.left"), walk.doors.length - walk.seen),
    figure("cloud-upload", t("end.unsent"), unsent, unsent > 0 && send),
  ];
}

function figure(symbol, label, count, action = null) {
  return h("li", {}, icon(symbol), h("span", {}, label), h("strong", {}, String(count)), action);
}

// Giving back cannot be taken back from here, so it is asked once, naming what happens.
function confirmEnd(app, walk) {
  const sheet = h("dialog", { class: "sheet", "aria-labelledby": "end-question" });
  const go = () => {
    sheet.close();
    handBack(app, walk);
  };
  sheet.append(
    h("h2", { id: "end-question" }, t("end.question", { name: turfName(walk.turf) })),
    h("p", {}, t("end.what", { n: app.sync.state.unsent })),
    h("button", { type: "button", class: "button button-main", on: { click: go } }, t("end.finish")),
    h("button", { type: "button", class: "button", on: { click: () => sheet.close() } }, t("action.stay")),
  );
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
}
