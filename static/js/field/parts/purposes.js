// What the person agrees to: boxes that start empty, one purpose each, and only those that the ways given allow.
import { h } from "../dom.js";
import { t } from "../language.js";
import { possiblePurposes } from "../lib/reaching.js";

const PURPOSES = ["call_back", "sms_info", "email_info", "volunteer", "donation_info", "electronic_targeting"];

export class Purposes {
  #rows;
  #ticked;
  #ways;
  #note = h("p", { class: "hint", id: "purposes-told" });

  /** `ticked`: a Set kept up to date; `ways()` says {phone, email} as they would be stored. */
  constructor(ticked, ways) {
    this.#ticked = ticked;
    this.#ways = ways;
    this.#rows = PURPOSES.map((purpose) => row(purpose, ticked.has(purpose)));
    this.element = h(
      "fieldset",
      { class: "purposes", "aria-describedby": "purposes-told", on: { change: (event) => this.#tick(event.target) } },
      h("legend", {}, t("purpose.title")),
      this.#rows.map(({ element }) => element),
      this.#note,
    );
    this.show();
  }

  /** Those ticked that can be served. */
  get chosen() {
    return this.#possible.filter((purpose) => this.#ticked.has(purpose));
  }

  /** Follow what was typed. */
  show() {
    const possible = this.#possible;
    for (const { purpose, element } of this.#rows) element.hidden = !possible.includes(purpose);
    this.#tell(possible.length ? "" : "purpose.later", "hint");
  }

  /** Say that a box is missing; the one to look at. */
  complain() {
    this.#tell("purpose.missing", "error");
    return this.#rows.find(({ element }) => !element.hidden).input;
  }

  get #possible() {
    return possiblePurposes(this.#ways());
  }

  #tick(input) {
    if (input.checked) this.#ticked.add(input.value);
    else this.#ticked.delete(input.value);
    this.#tell("", "hint");
  }

  #tell(key, kind) {
    this.#note.hidden = !key;
    this.#note.className = kind;
    this.#note.textContent = key ? t(key) : "";
  }
}

function row(purpose, checked) {
  const input = h("input", { type: "checkbox", value: purpose, checked });
  return { purpose, input, element: h("label", { class: "purpose" }, input, h("span", {}, t(`purpose.${purpose}`))) };
}
