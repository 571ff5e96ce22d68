import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { comeBackAt } from "../../static/js/field/places.js";
import { recordAt } from "../../static/js/field/recording.js";
import { discussionPath, save, undoVisit } from "../../static/js/field/saving.js";
import { fillDisk } from "./phone/browser.js";
import { all, door, DOORS, meta, walking } from "./phone/ground.js";

let app;

beforeEach(() => {
  app = { gone: [], said: [], counted: 0 };
  app.router = { go: (path) => app.gone.push(path) };
  app.hidden = 0;
  app.toast = { show: (key, more) => app.said.push([key, more]), hide: () => (app.hidden += 1) };
  app.saved = () => (app.counted += 1);
});

const path = (number) => `/t/t-1/porte/${DOORS[number]}`;

test("one tap shows the next door at once, then says what was stored", async () => {
  const { walk } = await walking();

  const saving = save(app, walk, walk.door(DOORS[0]), { outcome: "not_home" });
  assert.deepEqual([app.gone, app.said, app.hidden], [[path(1)], [], 1]); // nothing undoes the visit before this one

  await saving;
  assert.deepEqual([app.said[0][0], app.said[0][1].strong, app.counted], ["toast.door", "outcome.not_home", 1]);
});

test("another time is a correction of the visit, and can be undone like it", async () => {
  const { walk } = await walking();
  await save(app, walk, walk.door(DOORS[0]), { outcome: "come_back" });
  const { choices } = app.said[0][1];

  await choices[1].act();

  const [visit, told] = await all("visits").then((rows) => rows.sort((a, b) => a.seq - b.seq));
  assert.deepEqual([told.supersedes, told.outcome, told.event.payload.come_back_at], [visit.id, "come_back", "evening"]);
  assert.equal(comeBackAt(walk, walk.door(DOORS[0])), "outcome.come_back_at");
  await app.said[1][1].undo();
  assert.deepEqual([walk.door(DOORS[0]).state, comeBackAt(walk, walk.door(DOORS[0]))], ["todo", null]);
});

test("only a door to come back to is asked when", async () => {
  const { walk } = await walking();

  await save(app, walk, walk.door(DOORS[0]), { outcome: "refused" });

  assert.deepEqual(app.said[0][1].choices, []);
});

test("after the last door comes the list", async () => {
  const { walk } = await walking();
  for (const id of DOORS) await save(app, walk, walk.door(id), { outcome: "not_home" });

  assert.deepEqual(app.gone, [path(1), path(2), "/t/t-1/"]);
});

test("a full phone goes back to the door and says so", async () => {
  const { walk } = await walking();
  const empty = fillDisk("outbox");

  await save(app, walk, walk.door(DOORS[0]), { outcome: "not_home" });

  empty();
  assert.deepEqual(app.gone, [path(1), path(0)]);
  assert.deepEqual(app.said, [["storage.full", { tone: "danger" }]]);
  assert.deepEqual([app.counted, await all("outbox"), walk.door(DOORS[0]).state], [0, [], "todo"]);
});

test("a store that fails otherwise is told apart", async () => {
  const { walk } = await walking();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("lost", "UnknownError");
  };

  await save(app, walk, walk.door(DOORS[0]), { outcome: "not_home" });

  IDBObjectStore.prototype.put = put;
  assert.deepEqual(app.said.map(([key]) => key), ["storage.failed"]);
});

test("undoing a discussion from its toast takes its counts back", async () => {
  const { walk } = await walking();
  await save(app, walk, walk.door(DOORS[0]), { outcome: "conversation", welcome: "hesitant", topics: ["sante"] });

  await app.said[0][1].undo();

  assert.deepEqual((await meta("counts")).map(({ n }) => n), [1, 1, -1, -1]);
  assert.deepEqual([(await door(0)).state, app.gone.at(-1)], ["todo", path(0)]);
});

test("an undo that cannot be stored leaves the visit standing", async () => {
  const { walk } = await walking();
  await save(app, walk, walk.door(DOORS[0]), { outcome: "refused" });
  const [visit] = walk.visitsOf(DOORS[0]);
  const empty = fillDisk("visits");

  await undoVisit(app, walk, visit);

  empty();
  assert.deepEqual([walk.door(DOORS[0]).state, (await all("outbox")).length], ["refused", 1]);
});

const SITE = "/t/t-1/immeuble/1";
const STOREY = [
  { type: "staircase.added", payload: { id: "s-1", address: 1, name: "A", position: 1 } },
  { type: "floor.added", payload: { id: "f-1", staircase: "s-1", number: 2 } },
  { type: "door.added", payload: { id: "d-8", address: 1, floor: "f-1", name: "1", position: 1 } },
  { type: "door.added", payload: { id: "d-9", address: 1, floor: "f-1", name: "2", position: 2 } },
];

async function onFacade(pathname = SITE, search = "") {
  const { walk } = await walking();
  await recordAt(walk, walk.places.get(1), STOREY).saved;
  globalThis.location = { pathname, search };
  return walk;
}

test("on a façade the next door of the building comes, then the one passed over, then the next address", async () => {
  const walk = await onFacade();
  for (const id of ["d-8", "d-9", DOORS[0]]) await save(app, walk, walk.door(id), { outcome: "not_home" });
  globalThis.location = { pathname: "/", search: "" };

  assert.deepEqual(app.gone, [`${SITE}?porte=d-9`, `${SITE}?porte=${DOORS[0]}`, path(1)]);
});

test("an undo comes back to the façade where the visit was made, wherever one is by then", async () => {
  const walk = await onFacade();
  await save(app, walk, walk.door("d-8"), { outcome: "refused" });
  globalThis.location = { pathname: "/t/t-1/bilan", search: "" };

  await app.said[0][1].undo();

  assert.equal(app.gone.at(-1), `${SITE}?porte=d-8`);
});

test("a discussion begun on a façade ends there", async () => {
  const walk = await onFacade("/t/t-1/porte/d-8/discussion", "?immeuble");
  const again = discussionPath(walk, walk.door("d-8"));
  await save(app, walk, walk.door("d-8"), { outcome: "conversation" });
  globalThis.location = { pathname: "/", search: "" };

  assert.deepEqual([again, app.gone], ["/t/t-1/porte/d-8/discussion?immeuble", [`${SITE}?porte=d-9`]]);
});
