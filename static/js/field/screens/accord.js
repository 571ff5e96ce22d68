// Keeping in touch with somebody who agrees: the text to read aloud, the few fields, one box for each purpose.
import { readingOf, saveWithContact } from "../agreeing.js";
import { isFull } from "../database.js";
import { h, icon } from "../dom.js";
import { draftOf, forgetContact } from "../drafts.js";
import { t } from "../language.js";
import { silenceAt } from "../lib/clock.js";
import { readEmail, readPhone } from "../lib/reaching.js";
import { Field } from "../parts/field.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { Purposes } from "../parts/purposes.js";
import { discussionPath } from "../saving.js";
import { canSeal } from "../sealing.js";

const METHODS = ["spoken", "signed", "own_phone"];

export function accordScreen(app, { walk, door: id }) {
  const door = walk.door(id);
  const reading = readingOf(walk);
  if (!door || !reading) return null;
  const back = discussionPath(walk, door);
  const closed = reasonNot(walk);
  const no = h("button", { type: "button", class: "button", on: { click: () => leave(app, back) } }, t("contact.no"));
  const yes = h("button", { class: "button button-main", form: "agreement" }, t("contact.yes"));
  return {
    title: t("contact.title"),
    header: header({ app, back, title: t("contact.title"), subtitle: t("contact.where"), menu: () => openMenu(app) }),
    main: h(
      "main",
      { class: "page accord" },
      closed ? h("p", { class: "silence" }, icon("info"), t(closed)) : agreement(app, walk, door, reading, yes),
    ),
    foot: h("footer", { class: "dock-foot dock-pair" }, !closed && yes, no),
  };
}

// Nobody is asked for anything in the silence (law:V2); without a key nothing of a person may rest on the phone.
function reasonNot(walk) {
  if (silenceAt(walk.turf.campaign.silence, Date.now() + walk.offset)) return "silence.now";
  return canSeal() ? null : "seal.none";
}

function leave(app, back) {
  forgetContact();
  app.router.go(back, { replace: true });
}

function agreement(app, walk, door, reading, yes) {
  const draft = draftOf(door);
  const said = draft.contact;
  const ways = () => reached(said, walk.turf.campaign.time_zone);
  const boxes = new Purposes(said.purposes, ways);
  const fields = contactFields(said, walk.turf.campaign.time_zone, boxes);
  const submit = async (event) => {
    event.preventDefault();
    if (reasonNot(walk)) return app.router.refresh();
    const wrong = firstFault(fields, boxes, ways());
    if (wrong) return wrong.focus();
    yes.disabled = true;
    const { language, version: text_version } = reading;
    const agreed = { purposes: boxes.chosen, text_version, language, method: said.method };
    agreed.fields = { first_name: said.first_name.trim(), ...ways() };
    if (!(await stored(app, saveWithContact(app, walk, door, draft, agreed)))) yes.disabled = false;
  };
  return [
    h("p", { class: "privacy" }, h("span", {}, h("strong", {}, t("contact.aloud")), " ", quote(reading))),
    h(
      "form",
      { id: "agreement", class: "agreement", novalidate: true, autocomplete: "off", on: { submit } },
      Object.values(fields).map(({ element }) => element),
      boxes.element,
      methods(said),
    ),
    h("p", { class: "hint" }, icon("shield-check"), h("span", {}, t("contact.kept"))),
  ];
}

async function stored(app, saving) {
  try {
    await saving;
    return true;
  } catch (error) {
    app.toast.show(t(isFull(error) ? "storage.full" : "storage.failed"), { tone: "danger" });
    return false;
  }
}

function quote({ language, text }) {
  return h("span", { lang: language }, t("contact.quoted", { text }));
}

// The browser of a volunteer is not to remember other people's details, nor to propose the volunteer's.
function contactFields(said, zone, boxes) {
  const field = (name, properties) => {
    const say = (text) => {
      said[name] = text;
      boxes.show();
    };
    const plain = { autocomplete: "off", spellcheck: "false", value: said[name], say };
    return new Field(name, t(`contact.${name}`), { ...plain, ...properties });
  };
  const phone = (text, typing) => told(readPhone(text, zone), typing, ({ problem, n }) => t(`phone.${problem}`, { n }));
  const email = (text, typing) => told(readEmail(text), typing, ({ problem }) => t(`email.${problem}`));
  return {
    first_name: field("first_name", { maxlength: "60", autocapitalize: "words" }),
    phone: field("phone", { type: "tel", inputmode: "tel", maxlength: "40", check: phone }),
    email: field("email", { type: "email", inputmode: "email", maxlength: "254", autocapitalize: "off", check: email }),
  };
}

// What may still become right while one types is not called wrong.
function told(read, typing, say) {
  return read.problem && !(typing && read.problem === "unknown") ? say(read) : "";
}

/** The ways to reach the person that are complete, as they are stored; empty where not. */
function reached({ phone, email }, zone) {
  return { phone: readPhone(phone, zone).e164 ?? "", email: readEmail(email).email ?? "" };
}

// Every error is said at its place; the first one gets the focus.
function firstFault({ phone, email }, boxes, ways) {
  const wrong = [phone, email].filter((field) => field.wrong);
  for (const field of wrong) field.complain(field.wrong);
  if (wrong.length > 0) return wrong[0].input;
  if (ways.phone || ways.email) return boxes.chosen.length > 0 ? null : boxes.complain();
  phone.complain(t("contact.way_missing"));
  return phone.input;
}

function methods(said) {
  const buttons = METHODS.map((name) => {
    const properties = { type: "button", class: "segment", value: name, "aria-pressed": String(said.method === name) };
    return h("button", properties, t(`method.${name}`));
  });
  const choose = ({ target }) => {
    said.method = target.closest("button")?.value ?? said.method;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === said.method));
  };
  return h(
    "div",
    { class: "field" },
    h("p", { id: "method-title" }, h("strong", {}, t("method.title"))),
    h("div", { class: "segments", role: "group", "aria-labelledby": "method-title", on: { click: choose } }, buttons),
  );
}
