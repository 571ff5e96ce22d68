// Starts the app on its page.
import { App } from "./app.js";
import { installWorker } from "./installing.js";
import { loadWords } from "./language.js";
import { startClock } from "./recording.js";
import { endScreen } from "./screens/bilan.js";
import { discussionScreen } from "./screens/discussion.js";
import { doorScreen } from "./screens/door.js";
import { doorsScreen } from "./screens/doors.js";
import { outboxScreen } from "./screens/envois.js";
import { joinScreen } from "./screens/join.js";
import { scriptScreen } from "./screens/script.js";
import { turfsScreen } from "./screens/turfs.js";

const TURF = "(?<turf>t-\\d+)";
const DOOR = "(?<door>[0-9a-f-]{36})";
const ROUTES = [
  ["/r/(?<code>[^/]*)/?", joinScreen],
  ["/t/", turfsScreen],
  [`/t/${TURF}/?`, doorsScreen],
  [`/t/${TURF}/porte/${DOOR}`, doorScreen],
  [`/t/${TURF}/porte/${DOOR}/discussion`, discussionScreen],
  [`/t/${TURF}/argumentaire`, scriptScreen],
  [`/t/${TURF}/bilan`, endScreen],
  [`/t/${TURF}/envois`, outboxScreen],
].map(([pattern, screen]) => [new RegExp(`^${pattern}$`), screen]);

const installed = installWorker();
await Promise.all([loadWords(), startClock()]);
await new App(document.querySelector("#app"), ROUTES, installed).start();
