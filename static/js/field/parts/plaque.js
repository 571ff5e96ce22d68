// Enamel plaques: where we are.
import { h } from "../dom.js";

export function numberPlaque(text, size = "small") {
  const wide = text.length > 3 ? " plaque-wide" : "";
  return h("span", { class: `plaque plaque-${size}${wide}`, "aria-hidden": "true" }, text);
}

export function streetPlaque(name) {
  return h("span", { class: "plaque plaque-street", "aria-hidden": "true" }, name);
}
