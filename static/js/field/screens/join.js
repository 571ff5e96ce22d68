// Joining: a code, a first name, and the walk is on the phone. Two taps when the QR is scanned.
import { NoNetwork } from "../api.js";
import { isFull, meta } from "../database.js";
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { hero } from "../parts/hero.js";

const KNOWN = [
  "code_unknown",
  "code_expired",
  "code_full",
  "too_many_tries",
  "token_taken",
  "other_campaign",
  "refused",
];

export async function joinScreen(app, { code }) {
  const main = h("main", { class: "join" });
  const screen = { title: t("join.title"), header: null, main, foot: null, kind: "join" };
  const waiting = await meta("join"); // a request under way, before a reload
  if (waiting) goOn(app, main, waiting);
  else main.append(...form(app, main, code));
  return screen;
}

// What comes after the form is loaded while somebody types.
joinScreen.load = () => import("../entering.js");

function form(app, main, code, problem = "") {
  const fields = h("form", { class: "join-sheet", novalidate: true });
  const send = h("button", { class: "button button-main" }, t("join.enter"));
  fields.append(
    ...(code
      ? []
      : [
          field("code", t("join.code"), {
            autocapitalize: "characters",
            autocomplete: "off",
            hint: t("join.code_hint"),
          }),
        ]),
    field("first_name", t("join.first_name"), { autocomplete: "given-name", maxlength: "40" }),
    h("p", { class: "error", role: "alert", hidden: !problem }, icon("triangle-alert", 20), h("span", {}, problem)),
    send,
    h("p", { class: "hint" }, t("join.notice")),
    h("p", { class: "hint" }, t("location.note")),
  );
  fields.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(app, main, fields, code);
  });
  return [
    hero({ title: t("join.title"), note: t(code ? "join.intro" : "join.intro_code"), menu: () => openMenu(app) }),
    fields,
  ];
}

function field(name, label, { hint, ...properties }) {
  const input = h("input", { class: "input", id: name, name, required: true, ...properties });
  if (hint) input.setAttribute("aria-describedby", `${name}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: name }, label),
    input,
    hint && h("p", { class: "hint", id: `${name}-hint` }, hint),
  );
}

async function openMenu(app) {
  (await import("../parts/menu.js")).openMenu(app);
}

async function submit(app, main, fields, code) {
  const said = Object.fromEntries(new FormData(fields));
  const missing = [...fields.querySelectorAll("input")].find((input) => !input.value.trim());
  if (missing) return complain(fields, t(missing.name === "code" ? "join.code_missing" : "join.name_missing"), missing);
  const send = fields.querySelector("button");
  send.disabled = true;
  try {
    const { ask } = await entering();
    await goOn(app, main, await ask(code || said.code, said.first_name));
  } catch (error) {
    complain(fields, reason(error), fields.querySelector("input"));
  } finally {
    send.disabled = false;
  }
}

async function goOn(app, main, join) {
  const again = (error) => main.replaceChildren(...form(app, main, null, error && reason(error)));
  const { proceed } = await entering();
  proceed(app, main, join, again);
}

function entering() {
  return joinScreen.load().catch(() => Promise.reject(new NoNetwork()));
}

function complain(fields, text, input) {
  const problem = fields.querySelector(".error");
  problem.hidden = false;
  problem.querySelector("span").textContent = text;
  for (const field of fields.querySelectorAll("input")) field.setAttribute("aria-invalid", String(field === input));
  input.focus();
}

function reason(error) {
  if (error instanceof NoNetwork) return t("join.offline");
  if (isFull(error)) return t("storage.full");
  if (error.code === "silence") return t("silence.now");
  return t(KNOWN.includes(error.code) ? `join.${error.code}` : "join.failed");
}
