// The end of a shift: what was done, what still waits, and giving the walk back.
import { h, icon, words } from "../dom.js";
import { t } from "../language.js";
import { silenceAt } from "../lib/clock.js";
import { living } from "../lib/folding.js";
import { span } from "../lib/naming.js";
import { handBack } from "../ending.js";
import { figures } from "../parts/figures.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { isStuck, rescueCard } from "../parts/rescue.js";
import { css, tile } from "../parts/tile.js";
import { today, turfName } from "../places.js";

const KNOCKED = ["not_home", "conversation", "refused", "come_back"];
const OPENED = ["conversation", "refused", "come_back"];
const OUTCOMES = [...KNOCKED, "no_access", "do_not_knock"];
export async function endScreen(app, { walk }) {
  const visits = shift(walk);
  const shown = await figures(app, walk, visits);
  const main = h(
    "main",
    { class: "page end" },
    h("h2", { class: "figure" }, words(headline(visits))),
    h("p", { class: "lead" }, thanks(app, visits)),
    isStuck(app.sync.state) && rescueCard(app, t("end.keep", { n: app.sync.state.unsent })),
    visits.length > 0 && wall(visits),
    visits.length > 0 && legend(visits),
    h("ul", { class: "card figures" }, shown),
  );
  return {
    title: t("end.heading"),
    header: header({
      app,
      back: `/t/${walk.turf.id}/`,
      backIcon: "x",
      title: t("end.heading"),
      subtitle: turfName(walk.turf),
      outbox: `/t/${walk.turf.id}/envois`,
      menu: () => openMenu(app),
    }),
    main,
    foot: h("footer", { class: "dock-foot" }, h("div", { class: "dock-buttons" }, ways(app, walk))),
    live: true,
  };
}

// Handing over needs doors that are left, and a day on which people may be sent to them.
function ways(app, walk) {
  const left = walk.doors.length - walk.seen;
  const silent = silenceAt(walk.turf.campaign.silence, Date.now() + walk.offset);
  const finish = { type: "button", class: "button button-main", on: { click: () => confirmEnd(app, walk) } };
  const relay = h("a", { class: "button button-relay", href: `/t/${walk.turf.id}/relais` }, icon("users"));
  relay.append(t("end.relay", { n: left }));
  return [h("button", finish, t("end.finish")), left > 0 && !silent && relay];
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
