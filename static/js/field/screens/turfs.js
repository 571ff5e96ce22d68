// What this phone holds: one walk opens by itself, several are listed, none leads to the code.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { begin, meta } from "../database.js";
import { restore } from "../evicted.js";
import { span } from "../lib/naming.js";
import { evictedNotice } from "../parts/evicted.js";
import { header } from "../parts/header.js";
import { openMenu } from "../parts/menu.js";
import { numberPlaque } from "../parts/plaque.js";
import { chip } from "../parts/tile.js";
import { turfName } from "../places.js";
import { follow, takenBy } from "../relaying.js";
import { joinScreen } from "./join.js";

let asked = false;

export async function turfsScreen(app) {
  const [turfs, ending] = await Promise.all([(await begin(["turfs"])).store.getAll(), meta("ending")]);
  const open = turfs.filter((turf) => !ending?.includes(turf.id));
  if (!app.me) return stranger(app);
  follow(app).catch(() => {}); // a relay may have been taken while the giver looked elsewhere
  return {
    title: t("turfs.title"),
    header: header({ app, title: t("turfs.title"), subtitle: app.me.first_name, menu: () => openMenu(app) }),
    main: h(
      "main",
      { class: "page" },
      evictedNotice(),
      ending?.length > 0 && app.sync.state.unsent > 0 && handedBack(app),
      open.length > 0 && h("ul", { class: "rows turfs" }, open.map(turf)),
      open.length === 0 && empty(ending),
    ),
    foot: null,
    live: true,
  };
}

// Nobody is known here: never was, or the system erased the store and the server still knows this phone.
async function stranger(app) {
  const [screen, waits] = await Promise.all([joinScreen(app, {}), meta("join")]);
  if (!waits && !asked) comeBack();
  screen.main.prepend(evictedNotice() ?? "");
  return screen;
}

async function comeBack() {
  asked = true;
  if ((await restore().catch(() => "offline")) === "back") location.assign("/t/");
}

function turf(row) {
  return h(
    "li",
    { class: "row" },
    h(
      "a",
      { class: "row-link", href: `/t/${row.id}/` },
      numberPlaque(String(row.number)),
      h(
        "span",
        { class: "row-text" },
        h("strong", {}, turfName(row)),
        h("span", { class: "row-note" }, `${t("row.doors", { n: row.doors })}, ${span(t, row.minutes * 60_000)}`),
      ),
      icon("chevron-right"),
    ),
  );
}

function handedBack(app) {
  const send = h("button", { type: "button", class: "button", on: { click: () => app.sync.now({ ending: true }) } });
  send.append(icon("cloud-upload"), t("outbox.send"));
  return h("div", { class: "card notice" }, h("p", {}, t("end.waiting", { n: app.sync.state.unsent })), send);
}

function empty(ending) {
  return h(
    "div",
    { class: "empty" },
    h(
      "p",
      { class: "empty-doors" },
      [1, 2, 3].map(() => chip("todo")),
    ),
    h("h2", {}, takenBy() ? t("relay.taken", { name: takenBy() }) : t(ending ? "turfs.done" : "turfs.none")),
    h("p", {}, t("turfs.none_note")),
    h("a", { class: "button", href: "/r/" }, t("turfs.code")),
  );
}
