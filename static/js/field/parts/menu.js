// The ⋮ menu: what the screen offers, then language, theme and updates. A sheet that the keyboard can leave.
import { h, icon } from "../dom.js";
import { useUpdate } from "../installing.js";
import { LANGUAGES, language, t } from "../language.js";

const THEME = "canvass-theme";
const THEMES = { system: "smartphone", light: "sun", dark: "moon" };

/** `items`: [{icon, label, note?, danger?, act}] of the screen. */
export function openMenu(app, items = []) {
  const sheet = h("dialog", { class: "sheet", "aria-label": t("menu.label") });
  const close = (act) => () => {
    sheet.close();
    act?.();
  };
  sheet.append(
    h("div", { class: "sheet-head" }, h("h2", {}, t("menu.label")), closeButton(close())),
    h(
      "ul",
      { class: "menu" },
      [...items, ...updates(app)].map((item) => h("li", {}, menuItem(item, close))),
    ),
    choice(t("menu.language"), Object.entries(LANGUAGES), language, (code) => app.speak(code), sheet),
    choice(t("menu.theme"), themes(), localStorage.getItem(THEME) ?? "system", useTheme, sheet),
  );
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  sheet.showModal();
}

function closeButton(act) {
  return h(
    "button",
    { type: "button", class: "bar-button", "aria-label": t("action.close"), on: { click: act } },
    icon("x"),
  );
}

function menuItem({ icon: symbol, label, note, danger, act }, close) {
  return h(
    "button",
    { type: "button", class: danger ? "menu-item menu-danger" : "menu-item", on: { click: close(act) } },
    icon(symbol),
    h("span", {}, label, note && h("small", {}, note)),
  );
}

// A new release waits until nothing is left to send.
function updates(app) {
  const items = [];
  if (app.installer) items.push({ icon: "download", label: t("install.do"), act: () => app.install() });
  if (app.update && app.sync.state.unsent === 0) {
    items.push({ icon: "refresh-cw", label: t("update.do"), act: () => useUpdate(app.update) });
  }
  return items;
}

function useTheme(theme) {
  localStorage.setItem(THEME, theme);
  dispatchEvent(new Event(THEME));
}

function themes() {
  return Object.keys(THEMES).map((theme) => [theme, t(`theme.${theme}`)]);
}

function choice(label, options, chosen, choose, sheet) {
  const option = ([value, text]) => {
    const click = () => {
      sheet.close();
      choose(value);
    };
    return h(
      "button",
      { type: "button", class: "segment", "aria-pressed": String(value === chosen), on: { click } },
      text,
    );
  };
  return h(
    "div",
    { class: "menu-choice" },
    h("p", {}, label),
    h("div", { class: "segments", role: "group", "aria-label": label }, options.map(option)),
  );
}
