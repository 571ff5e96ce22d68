// The bar on top: back, where we are, what waits to be sent, the menu.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { badge } from "../lib/sending.js";

/** `title` is the page's heading unless `heading` is false (the screen then has its own). */
export function header({ app, back, backIcon = "chevron-left", title, subtitle, heading = true, outbox, menu }) {
  return h(
    "div",
    { class: "bar" },
    back && h("a", { class: "bar-button", href: back, "aria-label": t("action.back") }, icon(backIcon)),
    h(
      "div",
      { class: "bar-title" },
      h(heading ? "h1" : "p", { class: "bar-name", ...(heading ? { tabindex: "-1" } : {}) }, title),
      subtitle && h("p", { class: "bar-note" }, subtitle),
    ),
    outbox && badgeLink(app, outbox),
    menu && menuButton(menu),
  );
}

function badgeLink(app, href) {
  const link = h("a", { class: "badge", href, "data-badge": true });
  showBadge(link, app.sync.state);
  return link;
}

/** Fill a badge with the state as text; every badge on the page follows the engine. */
export function showBadge(link, state) {
  const told = badge(state);
  link.className = `badge badge-${told.tone}`;
  link.replaceChildren(icon(told.icon, 20), h("span", {}, t(told.key, { n: told.n })));
}

/** One line while there is no network, or with what the server has to say; null otherwise. */
export function banner({ online, revoked, message }) {
  const line = online ? message : t("sync.offline");
  return line && !revoked ? h("p", { class: "offline" }, line) : null;
}

function menuButton(open) {
  const label = t("menu.open");
  return h(
    "button",
    { type: "button", class: "bar-button", "aria-label": label, "aria-haspopup": "dialog", on: { click: open } },
    icon("ellipsis-vertical"),
  );
}
