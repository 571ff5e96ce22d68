// What to say, in short cards; the promise of privacy stays on top.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { tabs } from "../parts/tabs.js";
import { turfName } from "../places.js";

export function scriptScreen(app, { walk }) {
  const cards = walk.turf.campaign.script;
  return {
    title: t("tab.script"),
    header: header({
      app,
      back: `/t/${walk.turf.id}/`,
      title: t("tab.script"),
      subtitle: turfName(walk.turf),
      outbox: `/t/${walk.turf.id}/envois`,
      menu: () => openMenu(app),
    }),
    main: h(
      "main",
      { class: "page" },
      h("p", { class: "privacy" }, icon("shield-check"), h("span", {}, t("script.privacy"))),
      cards.length === 0 && h("p", { class: "hint" }, t("script.empty")),
      cards.map((card) => h("article", { class: "card" }, h("h2", {}, card.title), h("p", {}, card.text))),
    ),
    foot: h("footer", { class: "dock-foot" }, tabs(walk.turf.id, "script")),
  };
}
