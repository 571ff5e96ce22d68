// What happened at this door: our visits, each still undoable, and what others saw.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { living } from "../lib/folding.js";
import { moment } from "../places.js";
import { undoVisit } from "../saving.js";
import { tile } from "./tile.js";

export function history(app, walk, door) {
  const mine = living(walk.visitsOf(door.id).filter((visit) => !visit.refused)).filter((visit) => visit.outcome);
  const others = door.others.last;
  if (!mine.length && !others) return null;
  return h(
    "section",
    { class: "history" },
    h("h2", {}, t("history.title")),
    h(
      "ul",
      {},
      others && h("li", {}, ...seenByOthers(walk, door.others)),
      mine.map((visit) => h("li", {}, ...own(app, walk, visit))),
    ),
  );
}

function seenByOthers(walk, { state, last }) {
  const line = last.by ? "history.also_by" : "history.also";
  const told = { name: last.by, time: moment(walk, last.at) };
  return [tile(state), h("p", {}, h("strong", {}, t(`outcome.${state}`)), t(line, told))];
}

function own(app, walk, visit) {
  const outcome = t(`outcome.${visit.outcome}`);
  const undo = h("button", {
    type: "button",
    class: "button button-small",
    on: { click: () => undoVisit(app, walk, visit) },
  });
  undo.append(icon("undo-2", 20), t("action.undo"), h("span", { class: "visually-hidden" }, ` ${outcome}`));
  return [
    tile(visit.outcome),
    h("p", {}, h("strong", {}, outcome), t("history.by_you", { time: moment(walk, visit.at) })),
    undo,
  ];
}
