// What still waits on this phone, when it leaves, and what the server set aside, with the reason and what to do.
import { h, icon } from "../dom.js";
import { language, t } from "../language.js";
import { clockTime } from "../lib/naming.js";
import { dismiss, refusals, waiting } from "../outbox.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { isStuck, rescueCard } from "../parts/rescue.js";
import { roomNotice } from "../parts/room.js";
import { tile } from "../parts/tile.js";
import { moment, shortName } from "../places.js";

const REASONS = ["id_reused", "turf_not_assigned", "unknown_door", "schema_too_new", "invalid", "campaign_closed"];
const SHOWN = 100;

export async function outboxScreen(app, { walk }) {
  const [rows, refused] = await Promise.all([waiting(), refusals()]);
  const send = h("button", { type: "button", class: "button button-main", on: { click: () => app.sync.now() } });
  send.append(icon("cloud-upload"), t("outbox.send"));
  return {
    title: t("outbox.title"),
    header: header({
      app,
      back: `/t/${walk.turf.id}/`,
      title: t("outbox.title"),
      subtitle: t("outbox.count", { n: rows.length }),
      outbox: `/t/${walk.turf.id}/envois`,
      menu: () => openMenu(app),
    }),
    main: h(
      "main",
      { class: "page" },
      h("div", { class: "card notice" }, h("p", {}, state(app, rows)), rows.length > 0 && tries(app, walk)),
      roomNotice(),
      rows.length > 0 && rescueCard(app, t(isStuck(app.sync.state) ? "rescue.stuck" : "rescue.if_stuck")),
      refused.length > 0 &&
        section(
          "outbox.refused",
          refused.map((visit) => refusal(app, walk, visit)),
        ),
      rows.length > 0 &&
        section(
          "outbox.waiting",
          rows.slice(0, SHOWN).map((row) => line(walk, row.event)),
        ),
      rows.length > SHOWN && h("p", { class: "hint" }, t("outbox.more", { n: rows.length - SHOWN })),
    ),
    foot: h("footer", { class: "dock-foot dock-single" }, rows.length > 0 && send),
    live: true,
  };
}

function state(app, rows) {
  if (app.sync.state.unknown) return t("outbox.unknown_phone");
  return t(rows.length ? "outbox.keep" : "outbox.empty");
}

// Follows the engine as long as it is on the page; with the network back the next try is a matter of seconds.
function tries(app, walk) {
  const shown = h("p", { class: "hint" });
  const at = (instant) => clockTime(t, instant, { language, timeZone: walk.turf.campaign.time_zone });
  const tell = () => {
    if (!shown.isConnected && shown.textContent) return app.sync.removeEventListener("state", tell);
    const { tried, next } = app.sync;
    const last = tried && t("outbox.tried", { time: at(tried) });
    const coming = next > Date.now() + 60_000 ? t("outbox.next", { time: at(next) }) : t("outbox.soon");
    shown.textContent = [last, coming].filter(Boolean).join(" ");
    return undefined;
  };
  app.sync.addEventListener("state", tell);
  tell();
  return shown;
}

function section(title, items) {
  return h("section", {}, h("h2", {}, t(title)), h("ul", { class: "events" }, items));
}

function line(walk, event, reason = null) {
  const door = walk.door(event.payload?.door);
  const outcome = event.payload?.outcome;
  return h(
    "li",
    { class: "event" },
    tile(outcome ?? "todo"),
    h(
      "div",
      {},
      h("p", {}, h("strong", {}, what(event)), door && ` · ${shortName(walk, door).replaceAll("^", "")}`),
      h("p", { class: "hint" }, moment(walk, event.at)),
      reason,
    ),
  );
}

// An event of a newer release than these words is still something that was noted.
function what({ type, payload }) {
  if (type.startsWith("visit.")) return t(payload?.outcome ? `outcome.${payload.outcome}` : "outbox.undone");
  const key = `event.${type}`;
  const said = t(key);
  return said === key ? t("outbox.other") : said;
}

function refusal(app, walk, visit) {
  const known = REASONS.includes(visit.refused) ? visit.refused : "invalid";
  const code = visit.lost ? "unreadable" : known;
  const seen = async () => {
    await dismiss(visit.id);
    await app.sync.recount();
    app.router.refresh();
  };
  const button = h("button", { type: "button", class: "button button-small", on: { click: seen } }, t("outbox.read"));
  return line(walk, visit.event, h("div", { class: "reason" }, h("p", {}, t(`refused.${code}`)), button));
}
