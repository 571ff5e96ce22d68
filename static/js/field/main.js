// Starts the app on its page.
import { App } from "./app.js";
import { loadWords } from "./language.js";
import { lazily } from "./lazily.js";
import { joinScreen } from "./screens/join.js";
import { startClock } from "./ticking.js";

const TURF = "(?<turf>t-\\d+)";
const DOOR = "(?<door>[0-9a-f-]{36})";
const ROUTES = [
  ["/r/(?<code>[^/]*)/?", joinScreen],
  ["/t/", lazily(() => import("./screens/turfs.js").then((screens) => screens.turfsScreen))],
  [`/t/${TURF}/?`, lazily(() => import("./screens/doors.js").then((screens) => screens.doorsScreen))],
  [`/t/${TURF}/porte/${DOOR}`, lazily(() => import("./screens/door.js").then((screens) => screens.doorScreen))],
  [
    `/t/${TURF}/porte/${DOOR}/discussion`,
    lazily(() => import("./screens/discussion.js").then((screens) => screens.discussionScreen)),
  ],
  [
    `/t/${TURF}/immeuble/(?<address>\\d+)`,
    lazily(() => import("./screens/facade.js").then((screens) => screens.facadeScreen)),
  ],
  [`/t/${TURF}/carte`, lazily(() => import("./screens/map.js").then((screens) => screens.mapScreen))],
  [
    `/t/${TURF}/porte/${DOOR}/accord`,
    lazily(() => import("./screens/accord.js").then((screens) => screens.accordScreen)),
  ],
  [`/t/${TURF}/argumentaire`, lazily(() => import("./screens/script.js").then((screens) => screens.scriptScreen))],
  [`/t/${TURF}/bilan`, lazily(() => import("./screens/bilan.js").then((screens) => screens.endScreen))],
  [`/t/${TURF}/relais`, lazily(() => import("./screens/relay.js").then((screens) => screens.relayScreen))],
  [`/t/${TURF}/envois`, lazily(() => import("./screens/envois.js").then((screens) => screens.outboxScreen))],
].map(([pattern, screen]) => [new RegExp(`^${pattern}$`), screen]);

// What comes while nothing else happens, so that a tap never waits for it.
const LATER = [...ROUTES.map(([, screen]) => screen.load), () => import("./exchange.js")];

const app = new App(document.querySelector("#app"), ROUTES);
await Promise.all([loadWords(), startClock()]);
await app.show();
(globalThis.requestIdleCallback ?? setTimeout)(() => LATER.forEach((load) => load().catch(() => {})));
await app.live();
