// Joining: a code, a first name, and the walk is on the phone. Two taps when the QR is scanned.
import { NoNetwork } from "../api.js";
import { isFull } from "../database.js";
import { h, icon } from "../dom.js";
import { answered, ask, enter, fetchTurfs, giveUp, given, pending } from "../joining.js";
import { t } from "../language.js";
import { openMenu } from "../parts/menu.js";
import { openWalk } from "../walk.js";
import { hero, readyView, waitingView } from "./join_views.js";

// After these the same request will never do.
const SPENT = ["not_found", "not_accepted", "token_taken", "other_campaign"];

export async function joinScreen(app, { code }) {
  const main = h("main", { class: "join" });
  const screen = { title: t("join.title"), header: null, main, foot: null, kind: "join" };
  const waiting = await pending();
  if (waiting) proceed(app, main, waiting);
  else main.append(...form(app, main, code));
  return screen;
}

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

async function submit(app, main, fields, code) {
  const said = Object.fromEntries(new FormData(fields));
  const missing = [...fields.querySelectorAll("input")].find((input) => !input.value.trim());
  if (missing) return complain(fields, t(missing.name === "code" ? "join.code_missing" : "join.name_missing"), missing);
  const send = fields.querySelector("button");
  send.disabled = true;
  try {
    proceed(app, main, await ask(code || said.code, said.first_name));
  } catch (error) {
    complain(fields, reason(error), fields.querySelector("input"));
  } finally {
    send.disabled = false;
  }
}

function complain(fields, text, input) {
  const problem = fields.querySelector(".error");
  problem.hidden = false;
  problem.querySelector("span").textContent = text;
  for (const field of fields.querySelectorAll("input")) field.setAttribute("aria-invalid", String(field === input));
  input.focus();
}

// From here on nothing is typed: wait, take the token, download, begin.
async function proceed(app, main, join) {
  const gone = () => !main.isConnected && main.dataset.shown === "true";
  const again = (text) => main.replaceChildren(...form(app, main, null, text));
  try {
    if (join.status === "waiting")
      main.replaceChildren(...waitingView(join, "join.waiting", () => giveUp().then(() => again(""))));
    const status = await answered(join, gone);
    if (status === "waiting") return;
    if (status === "refused") {
      await giveUp();
      return again(t("join.refused"));
    }
    const me = await enter(join);
    if (me.turfs.length === 0) main.replaceChildren(...waitingView(join, "join.no_turf"));
    const turfs = await given(me, gone);
    if (turfs.length === 0) return;
    main.replaceChildren(...waitingView(join, "join.downloading"));
    const [{ doors, bytes }] = await Promise.all([fetchTurfs(turfs), app.installed]);
    await app.entered(me);
    main.replaceChildren(...readyView(app, await openWalk(turfs[0].id), { doors, bytes }));
    main.querySelector("button").focus();
  } catch (error) {
    if (SPENT.includes(error.code)) await giveUp();
    again(reason(error));
  }
}

function reason(error) {
  const known = ["code_unknown", "code_expired", "code_full", "too_many_tries", "token_taken", "other_campaign"];
  if (error instanceof NoNetwork) return t("join.offline");
  if (isFull(error)) return t("storage.full");
  if (error.code === "silence") return t("silence.now");
  return t(known.includes(error.code) ? `join.${error.code}` : "join.failed");
}
