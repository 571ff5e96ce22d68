// Handing over: a QR for the newcomer's phone, and what became of it. Both phones need the network once.
import { NoNetwork } from "../api.js";
import { h, icon } from "../dom.js";
import { language, t } from "../language.js";
import { clockTime } from "../lib/naming.js";
import { header } from "../parts/header.js";
import { qr } from "../parts/qr.js";
import { turfName } from "../places.js";
import { follow, offer, offered, withdraw } from "../relaying.js";

const POLL_MS = 3_000;
const KNOWN = ["outing_over", "turf_not_held", "silence"];

export function relayScreen(app, { walk }) {
  const main = h("main", { class: "page relay" });
  const back = `/t/${walk.turf.id}/bilan`;
  show(app, walk, main);
  return {
    title: t("relay.title"),
    header: header({ app, back, backIcon: "x", title: t("relay.title"), subtitle: turfName(walk.turf) }),
    main,
    foot: h("footer", { class: "dock-foot dock-single" }, stop(app, back)),
  };
}

function stop(app, back) {
  const click = async () => {
    await withdraw().catch(() => {}); // without network the code ends by itself
    app.router.go(back, { replace: true });
  };
  return h("button", { type: "button", class: "button relay-stop", on: { click } }, t("relay.stop"));
}

async function show(app, walk, main) {
  const gone = () => !main.isConnected && main.dataset.shown === "true";
  app.sync.now(); // whoever takes over sees what was done up to here
  try {
    const kept = await offered();
    const made = kept?.turf.id === walk.turf.id && !isOver(walk, kept) ? kept : await offer(walk.turf);
    draw(app, walk, main, made);
    await poll(app, walk, main, gone);
  } catch (error) {
    if (!gone()) again(app, walk, main, reason(error));
  }
}

async function poll(app, walk, main, gone) {
  let shown = "";
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (gone()) return;
    const told = await follow(app).catch((error) => lost(error));
    if (gone() || told?.state === "taken") return;
    if (told?.state === "over") return again(app, walk, main, t("relay.over"));
    if (told && told.state + told.name !== shown) draw(app, walk, main, told);
    shown = told ? told.state + told.name : shown;
  }
}

function draw(app, walk, main, made) {
  const left = walk.doors.length - walk.seen;
  const where = { language, timeZone: walk.turf.campaign.time_zone };
  const until = clockTime(t, made.expires_at, where);
  const asked = made.state === "asked";
  main.replaceChildren(
    h("p", { class: "lead" }, t("relay.how", { n: left })),
    h(
      "div",
      { class: "card relay-card" },
      qr(made.qr, t("relay.qr")),
      h("strong", { class: "relay-words" }, made.words),
    ),
    h("p", { class: "hint" }, icon("info"), t("relay.typed", { address: `${location.host}/r/` })),
    h(
      "p",
      { class: "card notice", role: "status" },
      asked ? t("relay.asked", { name: made.name }) : t("relay.until", { time: until }),
    ),
  );
}

function again(app, walk, main, text) {
  const click = () => {
    main.replaceChildren(h("p", { class: "lead" }, t("relay.opening")));
    show(app, walk, main);
  };
  const retry = h("button", { type: "button", class: "button button-main", on: { click } }, t("relay.again"));
  main.replaceChildren(h("p", { class: "card notice", role: "alert" }, text), retry);
  retry.focus();
}

function isOver(walk, made) {
  return Date.now() + walk.offset > Date.parse(made.expires_at);
}

function reason(error) {
  if (error instanceof NoNetwork) return t("relay.offline");
  if (error.code === "silence") return t("silence.now");
  return t(KNOWN.includes(error.code) ? `relay.${error.code}` : "join.failed");
}

// A missed poll is no answer; the next one will do.
function lost(error) {
  if (error.code && error.status < 500 && error.status !== 429) throw error;
  return null;
}
