// One field with its label, and what is to be said of it: a hint while one types, an error once one has left it.
import { h, icon } from "../dom.js";

export class Field {
  #told;
  #check;

  /** `check(text, typing)` says what is wrong, or nothing yet while one is `typing`. `say` hears every change. */
  constructor(name, label, { value = "", check = () => "", say = () => {}, ...properties }) {
    this.name = name;
    this.#check = check;
    this.#told = h("p", { class: "hint", id: `${name}-told`, hidden: true });
    const known = { class: "input", id: name, name, value, "aria-describedby": `${name}-told` };
    this.input = h("input", { ...known, ...properties });
    this.input.addEventListener("input", () => {
      this.#tell(this.#check(this.input.value, true), false);
      say(this.input.value);
    });
    // What was complained of when nothing stood there stays until something does.
    this.input.addEventListener("blur", () => this.wrong && this.#tell(this.wrong, true));
    this.element = h("div", { class: "field" }, h("label", { for: name }, label), this.input, this.#told);
    this.#tell(this.wrong, true);
  }

  /** What is wrong with what stands there; empty when nothing is, or nothing stands there. */
  get wrong() {
    return this.input.value.trim() ? this.#check(this.input.value, false) : "";
  }

  /** Show this error; the field is to be looked at again. */
  complain(sentence) {
    this.#tell(sentence, true);
  }

  #tell(sentence, isError) {
    this.#told.hidden = !sentence;
    this.#told.className = isError ? "error" : "hint";
    this.#told.replaceChildren(h("span", {}, sentence));
    if (isError) this.#told.prepend(icon("triangle-alert", 20));
    this.input.setAttribute("aria-invalid", String(Boolean(sentence) && isError));
  }
}
