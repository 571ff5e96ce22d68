// A practical note of an address: what it is about, one short text, saved. Never about people.
import { isFull } from "../database.js";
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { placeName } from "../lib/naming.js";
import { noteAccess } from "../noting.js";
import { canSeal } from "../sealing.js";

const NOTE_ICONS = { code: "key", intercom: "bell", dog: "dog", hours: "clock", other: "sticky-note" };
const LONGEST = { code: 40, intercom: 120, dog: 120, hours: 120, other: 120 };

/** A note as it stands among the facts of a door. */
export function noteLine({ kind, text }) {
  const label = t(`note.${kind}`);
  return h(
    "li",
    { class: "fact" },
    icon(NOTE_ICONS[kind] ?? "sticky-note"),
    kind === "code" ? h("span", {}, label) : h("span", {}, h("span", { class: "visually-hidden" }, `${label} `), text),
    kind === "code" && h("code", { class: "code" }, text),
  );
}

/** The line that opens the sheet. */
export function addNote(app, walk, address) {
  const button = h("button", { type: "button", class: "link", on: { click: () => openNote(app, walk, address) } });
  button.append(icon("plus"), t(address.notes.length ? "note.change" : "note.add"));
  return h("li", { class: "fact" }, button);
}

/** Open the sheet where notes of the address are written, changed and erased. `walk.places` holds addresses. */
export function openNote(app, walk, address) {
  const known = new Map(address.notes.map((note) => [note.kind, note.text]));
  const sheet = h("dialog", { class: "sheet", "aria-labelledby": "note-title" });
  const input = h("input", { class: "input", id: "note-text", autocomplete: "off", spellcheck: "false" });
  const label = h("label", { for: "note-text" });
  const send = h("button", { class: "button button-main" });
  const problem = h("p", { class: "error", role: "alert" });
  const chosen = { kind: null };

  const choose = (kind) => {
    chosen.kind = kind;
    label.textContent = t(`note.${kind}`);
    input.value = known.get(kind) ?? "";
    input.maxLength = LONGEST[kind];
    input.setAttribute("autocapitalize", kind === "code" ? "characters" : "sentences");
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.value === kind));
    tell();
    input.focus();
  };
  const tell = () => {
    const before = known.get(chosen.kind);
    const erases = before && !input.value.trim();
    send.textContent = t(erases ? "note.erase" : before ? "note.replace" : "note.save");
    problem.hidden = true;
  };
  const chips = Object.keys(NOTE_ICONS).map((kind) => chip(kind, choose));
  const submit = async (event) => {
    event.preventDefault();
    const said = { kind: chosen.kind, text: input.value.trim() };
    if (said.text && said.text === known.get(said.kind)) return sheet.close();
    const reason = await refusal(walk, address, said, known.get(said.kind));
    problem.hidden = !reason;
    problem.textContent = reason ? t(reason) : "";
    if (reason) return input.focus();
    sheet.close();
    app.router.refresh();
    app.toast.show(t(said.text ? "note.saved" : "note.erased", { kind: t(`note.${said.kind}`) }));
    app.saved();
  };

  sheet.append(
    head(address, sheet),
    h("div", { class: "chips-group", role: "group", "aria-label": t("note.kind") }, chips),
    h(
      "form",
      { class: "sheet-form", autocomplete: "off", on: { submit } },
      h("div", { class: "field" }, label, input, problem),
      h("p", { class: "hint" }, icon("info"), h("span", {}, t("note.warning"))),
      send,
    ),
  );
  input.addEventListener("input", tell);
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  sheet.showModal();
  choose("code");
}

function head(address, sheet) {
  const close = { type: "button", class: "bar-button", "aria-label": t("action.close") };
  return h(
    "div",
    { class: "sheet-head" },
    h("div", {}, h("h2", { id: "note-title" }, t("note.title")), h("p", { class: "hint" }, placeName(t, address))),
    h("button", { ...close, on: { click: () => sheet.close() } }, icon("x")),
  );
}

function chip(kind, choose) {
  const properties = { type: "button", class: "chip", value: kind, "aria-pressed": "false" };
  return h(
    "button",
    { ...properties, on: { click: () => choose(kind) } },
    icon("check", 22),
    icon(NOTE_ICONS[kind], 22),
    t(`note.${kind}`),
  );
}

// Why it could not be stored, as a word's key; nothing once it is.
async function refusal(walk, address, said, before) {
  if (!said.text && !before) return "note.missing";
  if (!canSeal()) return "seal.none";
  try {
    await noteAccess(walk, address, said);
    return null;
  } catch (error) {
    return isFull(error) ? "storage.full" : "storage.failed";
  }
}
