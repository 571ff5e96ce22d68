// A sheet that rises from below with a few things to do, or one thing to fill in. The keyboard can leave it.
import { h, icon } from "../dom.js";
import { t } from "../language.js";

/** Open it. `items`: [{icon, label, note?, danger?, act}]; an act runs once the sheet is gone. */
export function openSheet(title, items, ...more) {
  const sheet = h("dialog", { class: "sheet", "aria-labelledby": "sheet-title" });
  const close = () => sheet.close();
  const chosen = (act) => () => {
    close();
    act();
  };
  sheet.append(
    h(
      "div",
      { class: "sheet-head" },
      h("h2", { id: "sheet-title" }, title),
      h(
        "button",
        { type: "button", class: "bar-button", "aria-label": t("action.close"), on: { click: close } },
        icon("x"),
      ),
    ),
    h(
      "ul",
      { class: "menu" },
      items.filter(Boolean).map((item) => h("li", {}, line(item, chosen(item.act)))),
    ),
    ...more,
  );
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (event) => event.target === sheet && close());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

/** A sheet with one field: `label`, what it holds now, and `save(value)` when it was said. `properties` of the input. */
export function askFor(title, { label, hint, value = "", suggestions = [], save, ...properties }) {
  const input = h("input", { class: "input", id: "sheet-input", autocomplete: "off", value, ...properties });
  const submit = (event) => {
    event.preventDefault();
    sheet.close();
    save(input.value.trim());
  };
  const suggestion = (text) => {
    const click = () => {
      sheet.close();
      save(text);
    };
    return h("button", { type: "button", class: "chip", on: { click } }, text);
  };
  const form = h(
    "form",
    { class: "sheet-form", on: { submit } },
    h("div", { class: "field" }, h("label", { for: "sheet-input" }, label), input),
    hint && h("p", { class: "hint" }, hint),
    h("button", { class: "button button-main" }, t("action.save")),
  );
  const chips = suggestions.length > 0 && h("div", { class: "chips-group" }, suggestions.map(suggestion));
  const sheet = openSheet(title, [], ...[chips, form].filter(Boolean));
  input.focus();
  input.select();
}

function line({ icon: symbol, label, note, danger }, click) {
  return h(
    "button",
    { type: "button", class: danger ? "menu-item menu-danger" : "menu-item", on: { click } },
    icon(symbol),
    h("span", {}, label, note && h("small", {}, note)),
  );
}
