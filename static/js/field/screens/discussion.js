// After a conversation: how it went (counted apart), what is asked for, what was talked about. All of it optional.
import { readingOf } from "../agreeing.js";
import { h, icon, words } from "../dom.js";
import { draftOf, forgetDraft } from "../drafts.js";
import { t } from "../language.js";
import { placeName } from "../lib/naming.js";
import { header } from "../parts/header.js";
import { REQUESTS } from "../parts/requests.js";
import { heading } from "../places.js";
import { doorPath, save, wayHere } from "../saving.js";

const WELCOMES = { favourable: "thumbs-up", hesitant: "scale", unfavourable: "thumbs-down" };

export function discussionScreen(app, { walk, door: id }) {
  const door = walk.door(id);
  if (!door) return null;
  const place = placeName(t, walk.places.get(door.address));
  const said = draftOf(door);
  const done = () => {
    const { welcome, requests, topics } = said;
    forgetDraft();
    save(app, walk, door, { outcome: "conversation", welcome, requests: [...requests], topics: [...topics] });
  };
  const main = h(
    "main",
    { class: "page discussion" },
    welcome(walk, door, said),
    group("request", Object.entries(REQUESTS), said.requests),
    group(
      "topic",
      walk.turf.campaign.topics.map((topic) => [topic, null]),
      said.topics,
    ),
    readingOf(walk) && offer(walk, door),
  );
  const button = h("button", { type: "button", class: "button button-main", on: { click: done } });
  button.append(h("span", {}, t("action.save_next")), icon("arrow-right"));
  return {
    title: t("outcome.conversation"),
    header: header({
      app,
      back: wayHere()(walk, door),
      backIcon: "x",
      title: t("outcome.conversation"),
      subtitle: [place, " · ", ...words(heading(walk, door))],
    }),
    main,
    foot: h("footer", { class: "dock-foot dock-single" }, button),
  };
}

function welcome(walk, door, said) {
  const station = walk.stationOf(door);
  if (!station) return null;
  const buttons = Object.entries(WELCOMES).map(([name, symbol]) => {
    const mark = h("span", { class: "outcome-mark" }, h("span", { class: "swatch" }), icon(symbol, 28));
    const pressed = String(said.welcome === name);
    const properties = { type: "button", class: `outcome outcome-small welcome-${name}`, "aria-pressed": pressed };
    return h("button", { ...properties, "data-value": name }, mark, h("span", {}, t(`welcome.${name}`)));
  });
  const choose = (event) => {
    const chosen = event.target.closest("button")?.dataset.value;
    if (!chosen) return;
    said.welcome = said.welcome === chosen ? null : chosen;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === said.welcome));
  };
  return h(
    "section",
    {},
    h("h2", { id: "welcome-title" }, t("welcome.title")),
    h("div", { class: "welcome", role: "group", "aria-labelledby": "welcome-title", on: { click: choose } }, buttons),
    h("p", { class: "hint" }, icon("shield-check"), h("span", {}, t("welcome.note", { number: station.number }))),
  );
}

// Requests are counted for the door without a name; to answer one, somebody has to be reached, and must agree.
function offer(walk, door) {
  return h(
    "section",
    { class: "offer" },
    h(
      "a",
      { class: "button", href: `${doorPath(walk, door)}/accord${location.search}` },
      icon("contact"),
      h("span", {}, t("contact.keep")),
      icon("chevron-right"),
    ),
    h("p", { class: "hint" }, t("contact.why")),
  );
}

function group(kind, options, chosen) {
  const chip = ([name, symbol]) => {
    const toggle = (event) => {
      if (!chosen.delete(name)) chosen.add(name);
      event.currentTarget.setAttribute("aria-pressed", String(chosen.has(name)));
    };
    const mark = [icon("check", 22), symbol && icon(symbol, 22)];
    const pressed = String(chosen.has(name));
    const properties = { type: "button", class: "chip", "aria-pressed": pressed, on: { click: toggle } };
    return h("button", properties, mark, t(`${kind}.${name}`));
  };
  return h(
    "section",
    {},
    h("h2", { id: `${kind}-title` }, t(`${kind}.title`)),
    h("div", { class: "chips-group", role: "group", "aria-labelledby": `${kind}-title` }, options.map(chip)),
  );
}
