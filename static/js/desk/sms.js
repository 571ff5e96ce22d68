// Writing a text message: what is outside its alphabet is underlined in place, and its length and price follow the hand.
// The server says the same of the text as it was sent (canvass/desk/sms_field.py).
import { measured, simplified } from "./gsm.js";

const FIELD = /\{(\w*)\}/g;

/** Everything in `root` that carries data-sms. */
export function bindSms(root) {
  const area = root.querySelector("textarea");
  const told = JSON.parse(root.dataset.sms);
  const part = (name) => root.querySelector(`[data-${name}]`);
  const show = () => {
    const said = saidOf(area.value, told);
    for (const name of ["count", "price", "tight", "longest"]) part(name).textContent = said[name];
    part("guilty-told").textContent = said.guilty;
    part("guilty").hidden = !said.guilty;
    part("simplify").hidden = simplified(area.value) === area.value; // what looks like nothing else one takes out oneself
    part("tight").hidden = !said.tight;
    part("marks").replaceChildren(...marks(area.value.normalize("NFC")));
    part("marks").scrollTop = area.scrollTop;
  };
  area.addEventListener("input", show);
  area.addEventListener("scroll", () => { part("marks").scrollTop = area.scrollTop; });
  part("simplify").addEventListener("click", () => change(area, 0, area.value.length, simplified(area.value)));
  root.querySelectorAll("[data-insert]").forEach((button) => {
    button.addEventListener("click", () => change(area, area.selectionStart, area.selectionEnd, button.dataset.insert));
  });
  show();
}

/**
 * What is said of a text as it stands → `{count, price, guilty, tight, longest}`; sentences that do not apply are empty.
 * `receivers`: the values of the few who count, simplified by the server; `people`: how many get it; `euros`: of one SMS.
 */
export function saidOf(typed, { sentences, receivers, people, euros, spare, language }) {
  const text = typed.trim().normalize("NFC");
  const every = (receivers.length ? receivers : [{}]).map((values) => filled(text, values));
  const worst = every.reduce((most, one) => (dearer(one, most) ? one : most));
  const { units, segments, left } = worst.length;
  const money = (amount) =>
    `${amount.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false })}\u202f€`;
  const guilty = measured(text).guilty.map((place) => [...text][place]);
  const say = (name, words, applies) => (applies ? put(sentences[name], words) : "");
  return {
    count: say("count", { units, room: units + left, n: segments }, true),
    price: say(
      "price",
      { each: money(segments * euros), all: money(segments * euros * people), people: String(people).replace(/\B(?=(\d{3})+$)/g, "\u202f") },
      people > 0,
    ),
    guilty: say("guilty", { letters: [...new Set(guilty)].join(" ") }, guilty.length > 0),
    tight: say("tight", { spare }, left < spare),
    longest: worst.text,
  };
}

function filled(text, values) {
  const made = put(text, values);
  return { text: made, length: measured(made) };
}

// Once, so that a value in braces is not filled again; what nothing fills stays.
function put(text, values) {
  return text.replace(FIELD, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));
}

function dearer({ length: one }, { length: most }) {
  return one.segments > most.segments || (one.segments === most.segments && one.units > most.units);
}

function marks(text) {
  const guilty = new Set(measured(text).guilty);
  return [...text].map((letter, place) => (guilty.has(place) ? mark(letter) : letter)).concat("\n");
}

function mark(letter) {
  const made = document.createElement("mark");
  made.textContent = letter;
  return made;
}

function change(area, start, end, text) {
  area.setRangeText(text, start, end, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
