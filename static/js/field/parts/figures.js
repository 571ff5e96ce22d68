// The figures under the shift's wall: what people asked for, what is left to do, what waits.
import { begin } from "../database.js";
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { today } from "../places.js";
import { REQUESTS } from "./requests.js";

/** Rows of the card; `visits`: today's that stand. */
export async function figures(app, walk, visits) {
  const asked = Object.entries(REQUESTS).map(([name, symbol]) => {
    const count = visits.filter((visit) => visit.requests?.includes(name)).length;
    return count > 0 && figure(symbol, t(`request.${name}`), count);
  });
  const again = walk.doors.filter((door) => door.state === "come_back").length;
  const contacts = (await facts(walk)).filter(({ type }) => type === "contact.consented").length;
  return [
    asked,
    contacts > 0 && figure("contact", t("end.contacts"), contacts),
    again > 0 && figure("rotate-cw", t("end.come_back"), again),
    figure("door-closed", t("end.left"), walk.doors.length - walk.seen),
    unsent(app),
  ];
}

function unsent(app) {
  const { unsent: n } = app.sync.state;
  const click = () => app.sync.now();
  const send = h("button", { type: "button", class: "link", on: { click } }, t("outbox.send_short"));
  return figure("cloud-upload", t("end.unsent"), n, n > 0 && send);
}

// Whatever else this phone told today of this walk: it names no door, so the walk in memory leaves it out.
async function facts(walk) {
  const rows = await (await begin(["visits"])).store.index("turf").getAll(walk.turf.id);
  return rows.filter((row) => !row.door && !row.refused && today(walk, row.at));
}

function figure(symbol, label, count, action = null) {
  return h("li", {}, icon(symbol), h("span", {}, label), h("strong", {}, String(count)), action);
}
