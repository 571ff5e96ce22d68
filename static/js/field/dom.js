// Elements without a template language: the strict content policy refuses markup made from text.
import { pieces } from "./lib/wording.js";

const SVG = "http://www.w3.org/2000/svg";

/** `h("button", {class, on: {click}, "aria-label"}, child, …)`; null and false children are left out. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** An icon of the page's sprite; decorative, the word stands beside it. */
export function icon(name, size = 24) {
  const use = svg("use", { href: `#i-${name}` });
  return svg("svg", { class: "icon", width: size, height: size, "aria-hidden": "true" }, use);
}

/** A sentence with raised letters where the dictionary marks them: 2^e^. */
export function words(sentence) {
  return pieces(sentence).map(({ text, raised }) => (raised ? h("sup", {}, text) : text));
}

function fill(element, { on = {}, ...properties }, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener);
  element.append(...children.flat(2).filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}
