// A field to look a number or a street up, behind a magnifier.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { find } from "../lib/finding.js";

let kept = null; // what is being looked for stays while the list is drawn again

/**
 * `{button, form}`; `show(addresses)` is told at once and at each letter what was found, null for nothing looked for.
 * Enter follows the first row, Escape ends it.
 */
export function finder(walk, show) {
  if (kept?.turf !== walk.turf.id) kept = { turf: walk.turf.id, open: false, text: "" };
  const field = input();
  const form = h("form", { role: "search", hidden: !kept.open, on: { submit: follow } }, field);
  const button = h("button", { type: "button", class: "button finder-button", "aria-label": t("find.open") });
  const look = () => show(kept.open && kept.text.trim() ? find(walk.addresses, kept.text) : null);
  const turn = (open) => {
    kept = { ...kept, open, text: "" };
    field.value = "";
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    look();
    (open ? field : button).focus();
  };
  button.append(icon("search"));
  button.setAttribute("aria-expanded", String(kept.open));
  button.addEventListener("click", () => turn(!kept.open));
  field.addEventListener("keydown", ({ key }) => key === "Escape" && turn(false));
  field.addEventListener("input", () => {
    kept.text = field.value;
    look();
  });
  look();
  return { button, form };
}

// With what was typed before, and the cursor behind it.
function input() {
  const told = { placeholder: t("find.label"), "aria-label": t("find.label") };
  const field = h("input", { type: "search", autocomplete: "off", enterkeyhint: "go", ...told });
  field.value = kept.text;
  field.setSelectionRange(kept.text.length, kept.text.length);
  return field;
}

function follow(event) {
  event.preventDefault();
  document.querySelector(".streets .row-link")?.click();
}
