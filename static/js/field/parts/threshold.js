// What one reads at the entrance of a building, under its ground floor: codes, buttons, leaflets left in the boxes.
import { h, icon } from "../dom.js";
import { estimate, leafletsToday, leaveLeaflets } from "../growing.js";
import { t } from "../language.js";
import { isSilent } from "../places.js";
import { addNote, noteLine } from "./note.js";
import { askFor } from "./sheet.js";

const MOST = 1_000;

/** The lines, as list items. `view`: {app, walk, place, site}. */
export function threshold(view) {
  const { app, walk, place, site } = view;
  const number = site.building?.intercom;
  const button = h(
    "button",
    { type: "button", class: "link", on: { click: () => askButtons(view) } },
    t(number ? "facade.change" : "facade.count"),
    h("span", { class: "visually-hidden" }, ` ${t("note.intercom")}`),
  );
  const intercom = t(number ? "facade.intercom" : "facade.intercom_unknown", { n: number ?? 0 });
  return [
    ...place.notes.map(noteLine),
    h("li", { class: "fact" }, icon("bell"), h("span", {}, intercom), button),
    !isSilent(walk) && leaflets(view),
    !isSilent(walk) && addNote(app, walk, place),
  ];
}

function leaflets(view) {
  const n = leafletsToday(view.walk, view.place);
  const button = h(
    "button",
    { type: "button", class: "link", on: { click: () => askLeaflets(view, n) } },
    t(n ? "facade.change" : "facade.count"),
  );
  button.append(h("span", { class: "visually-hidden" }, ` ${t("facade.leaflets_title")}`));
  return h("li", { class: "fact" }, icon("mails"), h("span", {}, t("facade.leaflets", { n })), button);
}

function askLeaflets({ app, walk, place }, n) {
  const number = { type: "number", inputmode: "numeric", min: "0", max: String(MOST), required: true };
  const save = (text) => leaveLeaflets(app, walk, place, Number(text));
  askFor(t("facade.leaflets_title"), { label: t("facade.leaflets_today"), value: n || "", save, ...number });
}

function askButtons({ app, walk, place, site }) {
  const number = { type: "number", inputmode: "numeric", min: "1", max: String(MOST), required: true };
  askFor(t("note.intercom"), {
    label: t("facade.buttons"),
    hint: t("facade.buttons_hint"),
    value: site.building?.intercom ?? "",
    save: (text) => estimate(app, walk, place, Number(text)),
    ...number,
  });
}
