// What was just saved, with a way back for eight seconds; longer while one looks at it. U undoes.
import { h, icon, words } from "../dom.js";
import { t } from "../language.js";

const LASTS_MS = 8_000;

export class Toast {
  #region;
  #timer = null;
  #undo = null;

  /** `region` is the page's only live region. */
  constructor(region) {
    this.#region = region;
    for (const type of ["pointerenter", "focusin"]) region.addEventListener(type, () => this.#hold());
    for (const type of ["pointerleave", "focusout"]) region.addEventListener(type, () => this.#wait());
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** `undo` makes the button; `choices`: [{label, act}], something to add in one more tap. */
  show(sentence, { strong = "", undo = null, choices = [], tone = "plain" } = {}) {
    this.#undo = undo;
    const button = undo && h("button", { type: "button", class: "toast-undo", on: { click: () => this.#take() } });
    button?.append(icon("undo-2"), t("action.undo"));
    const text = h("p", {}, words(sentence), strong && h("strong", {}, strong));
    this.#region.replaceChildren(
      h(
        "div",
        { class: `toast toast-${tone}` },
        text,
        button,
        this.#offer(choices),
        h("span", { class: "toast-time" }),
      ),
    );
    this.#wait();
  }

  hide() {
    this.#hold();
    this.#undo = null;
    this.#region.replaceChildren();
  }

  /** Said to assistive tools only, when nothing else is being said. */
  whisper(sentence) {
    if (!this.#region.querySelector(".toast")) {
      this.#region.replaceChildren(h("p", { class: "visually-hidden" }, sentence));
    }
  }

  #offer(choices) {
    const choice = ({ label, act }) => {
      const click = () => {
        this.hide();
        act();
      };
      return h("button", { type: "button", class: "toast-choice", on: { click } }, label);
    };
    return choices.length > 0 && h("div", { class: "toast-choices" }, choices.map(choice));
  }

  #take() {
    const undo = this.#undo;
    this.hide();
    undo?.();
  }

  #key(event) {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key.toLowerCase() === "u" && this.#undo && !typing && !event.ctrlKey && !event.metaKey) this.#take();
  }

  #hold() {
    clearTimeout(this.#timer);
  }

  #wait() {
    this.#hold();
    if (this.#region.querySelector(".toast")) this.#timer = setTimeout(() => this.hide(), LASTS_MS);
  }
}
