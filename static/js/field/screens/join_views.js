// The still pictures of joining: waiting, ready.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { placeName, span } from "../lib/naming.js";
import { hero } from "../parts/hero.js";
import { turfName } from "../places.js";
import { recordWalk } from "../recording.js";

export function waitingView(join, key, cancel = null) {
  const { campaign, outing } = join;
  const place = outing?.meeting_point;
  return [
    hero({ title: campaign?.name ?? t("join.title"), note: [outing?.name, place].filter(Boolean).join(" · ") }),
    h(
      "div",
      { class: "join-sheet", role: "status" },
      h("p", { class: "waiting" }, icon(key === "join.downloading" ? "download" : "clock"), h("strong", {}, t(key))),
      h("progress", { class: "progress", "aria-label": t(key) }),
      h("p", { class: "hint" }, t(`${key}_note`)),
      cancel && h("button", { type: "button", class: "button", on: { click: cancel } }, t("join.other_code")),
    ),
  ];
}

export function readyView(app, walk, { doors, bytes }) {
  const first = walk.addresses[0];
  const told = { n: doors, span: span(t, walk.turf.minutes * 60_000), place: first ? placeName(t, first) : "" };
  const size = t("join.size", { n: doors, size: Math.max(1, Math.round(bytes / 1000)) });
  const begin = async () => {
    await recordWalk(walk.turf, "walk.started");
    // A real page load, so that the worker which serves the app offline takes over from the first screen on.
    location.assign(`/t/${walk.turf.id}/`);
  };
  return [
    hero({
      plaque: String(walk.turf.number),
      title: t("join.awaits", { name: turfName(walk.turf) }),
      note: t("join.told", told),
    }),
    h(
      "div",
      { class: "join-sheet" },
      h(
        "div",
        { class: "stored" },
        icon("download"),
        h(
          "div",
          {},
          h("p", {}, h("strong", {}, t("join.stored"))),
          h("progress", { class: "progress", value: "1", max: "1", "aria-label": size }),
        ),
        h("p", { class: "hint" }, size),
      ),
      h("button", { type: "button", class: "button button-main", on: { click: begin } }, t("join.begin")),
      h("p", { class: "hint" }, t("location.note")),
    ),
  ];
}
