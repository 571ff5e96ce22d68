import assert from "node:assert/strict";
import { test } from "node:test";

import { saveWithContact } from "../../static/js/field/agreeing.js";
import { begin, STORES, write } from "../../static/js/field/database.js";
import { draftOf } from "../../static/js/field/drafts.js";
import { enter } from "../../static/js/field/joining.js";
import { noteAccess } from "../../static/js/field/noting.js";
import { keep } from "../../static/js/field/bundle.js";
import { pullAll } from "../../static/js/field/pull.js";
import { pushAll, seal } from "../../static/js/field/push.js";
import { canSeal, sealUp, unseal } from "../../static/js/field/sealing.js";
import { openWalk, readWalk } from "../../static/js/field/walk.js";
import { fillDisk } from "./phone/browser.js";
import { all, bundleOf, door, DOORS, ME, meta, visit, walking } from "./phone/ground.js";
import { answerLost, noNetwork, refusing, tooMany } from "./phone/server.js";

const FIELDS = { first_name: "Noé d’Argençon", phone: "+33612345678", email: "noe.dargencon@example.org" };
const AGREED = { purposes: ["call_back"], text_version: "2", language: "fr", method: "spoken", fields: FIELDS };
const SECRETS = ["Noé", "d’Argençon", "612345678", "dargencon", "47B19"];

// What the screens would hear of.
const app = () => {
  const said = { paths: [], toasts: [], saved: 0 };
  return {
    said,
    router: { go: (path) => said.paths.push(path) },
    toast: { show: (text, { undo } = {}) => said.toasts.push([text, undo]) },
    saved: () => (said.saved += 1),
  };
};

async function agreeing(walk, { requests = ["proxy"], welcome = null } = {}) {
  const here = app();
  const draft = draftOf(walk.door(DOORS[0]));
  for (const request of requests) draft.requests.add(request);
  Object.assign(draft, { welcome });
  await saveWithContact(here, walk, walk.door(DOORS[0]), draft, AGREED);
  return here;
}

// Whatever the phone holds, every byte of it, as text: JSON escapes nothing that is looked for, bytes are Latin and UTF-8.
async function dump() {
  const found = [];
  for (const name of STORES) {
    const { store } = await begin([name]);
    const [rows, keys] = await Promise.all([store.getAll(), store.getAllKeys()]);
    found.push(...[...rows, ...keys].map(readable));
  }
  return found.join("\n");
}

function readable(value) {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer ?? value);
    return `${bytes.toString("latin1")} ${bytes.toString("utf8")}`;
  }
  if (value && typeof value === "object") return Object.entries(value).map(([name, inner]) => `${name}: ${readable(inner)}`).join(", ");
  return String(value);
}

async function found() {
  const held = await dump();
  return SECRETS.filter((secret) => held.includes(secret));
}

test("the search finds what stands in clear, wherever it stands", async () => {
  const { walk } = await walking();
  await write(["meta"], ({ store }) => store.put({ deep: [new TextEncoder().encode("Noé 47B19")] }, "x"));
  await visit(walk, [0, "not_home", { requests: ["+33612345678"] }]);

  assert.deepEqual(await found(), ["Noé", "612345678", "47B19"]);
});

test("a discussion and its contact are stored together, and nothing of the person in clear", async () => {
  const { walk } = await walking();

  const here = await agreeing(walk);

  const [said, agreed] = (await all("outbox")).map((row) => row.event);
  assert.deepEqual([said.type, said.device_seq, said.payload.requests], ["visit.recorded", 1, ["proxy"]]);
  assert.deepEqual([agreed.type, agreed.device_seq], ["contact.consented", 2]);
  const { sealed, ...open } = agreed.payload;
  assert.deepEqual(open, {
    purposes: ["call_back"], text_version: "2", language: "fr", method: "spoken", station: "94033-0001",
  });
  assert.deepEqual(await unseal(sealed), { fields: FIELDS });
  assert.deepEqual(await found(), []);
  assert.deepEqual([(await door(0)).state, here.said.paths, here.said.saved], ["conversation", [`/t/t-1/porte/${DOORS[1]}`], 1]);
});

test("the key cannot be read and serves again after the app was closed", async () => {
  await walking();
  const sealed = await sealUp({ text: "l’été, 47B19" });

  const key = await meta("sealing_key");

  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  assert.deepEqual(await unseal(sealed), { text: "l’été, 47B19" });
});

test("two seals at once share one key, and the same words never look the same", async () => {
  await walking();

  const [one, two] = await Promise.all([sealUp({ text: "47B19" }), sealUp({ text: "47B19" })]);

  assert.deepEqual([await unseal(one), await unseal(two)], [{ text: "47B19" }, { text: "47B19" }]);
  assert.notDeepEqual(Buffer.from(one.data), Buffer.from(two.data));
});

test("the server gets the details once, also when its answer is lost, and the phone keeps nothing of them", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  server.breaks("sync/push", noNetwork, answerLost);
  await assert.rejects(pushAll());
  await assert.rejects(pushAll());
  assert.equal((await all("outbox")).length, 2);

  await pushAll();

  const contacts = [...server.stored.values()].filter(({ type }) => type === "contact.consented");
  const { station, fields, sealed } = contacts[0].payload;
  assert.deepEqual([contacts.length, fields, station, sealed], [1, FIELDS, "94033-0001", undefined]);
  const kept = (await all("visits")).find(({ type }) => type === "contact.consented");
  assert.deepEqual([kept.event.payload, Boolean(kept.sent), await all("outbox")], [null, true, []]);
  assert.deepEqual(await found(), []);
});

test("what was sent is the same, byte for byte, however often it is sent", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  server.breaks("sync/push", answerLost);
  await assert.rejects(pushAll());

  await pushAll();

  const [first, second] = server.sent("sync/push").map(({ events }) => events);
  assert.deepEqual(first, second);
});

test("a refused contact leaves its envelope with the reason and none of its details", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  const [, row] = await all("outbox");
  server.refusals.set(row.id, "turf_not_assigned");

  await pushAll();

  const kept = (await all("visits")).find(({ id }) => id === row.id);
  assert.deepEqual([kept.refused, kept.event.type, kept.event.payload], ["turf_not_assigned", "contact.consented", null]);
  assert.deepEqual(await found(), []);
});

test("with its key lost a contact goes without details and is marked, and its neighbours are sent", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  const [, row] = await all("outbox");
  server.refusals.set(row.id, "invalid");
  await write(["meta"], ({ store }) => store.delete("sealing_key"));

  await pushAll();

  const sent = server.sent("sync/push")[0].events[1];
  assert.deepEqual([sent.payload.fields, sent.payload.sealed, sent.payload.text_version], [undefined, undefined, "2"]);
  const kept = (await all("visits")).find(({ id }) => id === row.id);
  assert.deepEqual([kept.lost, kept.refused, [...server.stored.values()].length], [true, "invalid", 1]);
});

test("on a full disk neither visit nor contact is stored, and what was typed is still there", async () => {
  const { walk } = await walking();
  const empty = fillDisk("outbox", 1);
  const draft = draftOf(walk.door(DOORS[0]));
  draft.contact.phone = "06 12 34 56 78";

  await assert.rejects(agreeing(walk), { name: "QuotaExceededError" });

  empty();
  assert.deepEqual([await all("visits"), await all("outbox"), await meta("seq")], [[], [], undefined]);
  assert.deepEqual([walk.door(DOORS[0]).state, draftOf(walk.door(DOORS[0])).contact.phone], ["todo", "06 12 34 56 78"]);
});

test("undoing the discussion takes the visit back and leaves the contact", async () => {
  const { server, walk } = await walking();
  const here = await agreeing(walk, { welcome: "hesitant" });
  const [, undo] = here.said.toasts[0];

  await undo();
  await pushAll();

  const types = [...server.stored.values()].map(({ type }) => type);
  assert.deepEqual(types, ["visit.recorded", "contact.consented", "visit.corrected"]);
  assert.deepEqual([(await door(0)).state, here.said.toasts[1][0]], ["todo", "toast.undone_contact"]);
  assert.deepEqual((await meta("counts")).map(({ n }) => n), [1, -1]);
});

test("the last word of a phone that was taken off carries the details", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  server.breaks("sync/seal", tooMany(1));

  await seal();

  await assert.rejects(seal());
  assert.deepEqual(server.sealed.map(({ type }) => type), ["visit.recorded"]);
});

test("an event that travels alone as text is opened as well", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  await write(["outbox"], ({ store }) => store.delete(1));
  server.breaks("sync/push", refusing(400, { code: "unreadable", detail: "" }));

  await pushAll();

  const [text] = server.sent("sync/push")[1].events;
  assert.deepEqual(JSON.parse(text).payload.fields, FIELDS);
});

test("whoever joins again with something waiting can still open it", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  server.breaks("sync/push", noNetwork);
  server.breaks("join/j-1/token", refusing(200, { ...ME, campaign: "c-valmont" }));

  await enter({ join: "j-1", campaign: { id: "c-valmont" } });
  await pushAll();

  assert.deepEqual(server.sent("sync/push").at(-1).events[1].payload.fields, FIELDS);
});

test("a browser without keys is known before anything is typed", async () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });

  const able = canSeal();

  Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  assert.deepEqual([able, canSeal()], [false, true]);
});

const noteOf = (walk, kind) => walk.places.get(1).notes.find((note) => note.kind === kind)?.text;

test("a practical note shows at once, after a reload and after a new download, and rests sealed", async () => {
  const { walk } = await walking();

  await noteAccess(walk, walk.places.get(1), { kind: "code", text: "47B19" });

  assert.equal(noteOf(walk, "code"), "47B19");
  assert.equal(noteOf(await openWalk("t-1"), "code"), "47B19");
  await keep(bundleOf("t-1", { version: 2 }), { offset: 0 });
  assert.equal(noteOf(await openWalk("t-1"), "code"), "47B19");
  assert.deepEqual(await found(), []);
});

test("a note shows also when the walk was read again while it was typed", async () => {
  const { walk } = await walking();
  const before = walk.places.get(1);
  walk.load(await readWalk("t-1"));

  await noteAccess(walk, before, { kind: "code", text: "47B19" });

  assert.equal(noteOf(walk, "code"), "47B19");
});

test("a note reaches the server as the protocol says, and the server's word takes over", async () => {
  const { server, walk } = await walking();
  await noteAccess(walk, walk.places.get(1), { kind: "dog", text: "Chien d’attaque, l’été" });
  await pushAll();
  const [sent] = server.stored.values();
  assert.deepEqual(sent.payload, { address: 1, kind: "dog", text: "Chien d’attaque, l’été" });
  server.changes = [{ kind: "note", address: 1, note: { id: "n-9", kind: "dog", text: "Chien parti" } }];

  await pullAll();

  assert.deepEqual((await openWalk("t-1")).places.get(1).notes, [{ id: "n-9", kind: "dog", text: "Chien parti" }]);
});

test("a newer note takes the place of the one of its kind, and an empty one erases it", async () => {
  const { walk } = await walking();
  const place = walk.places.get(1);
  for (const [kind, text] of [["code", "11111"], ["dog", "Gentil"], ["code", "47B19"]]) await noteAccess(walk, place, { kind, text });
  assert.deepEqual([noteOf(walk, "code"), noteOf(walk, "dog")], ["47B19", "Gentil"]);

  await noteAccess(walk, place, { kind: "code", text: "" });

  for (const each of [walk, await openWalk("t-1")]) assert.deepEqual(each.places.get(1).notes.map(({ kind }) => kind), ["dog"]);
});

test("a note that the server told as erased leaves the phone", async () => {
  const { server } = await walking();
  const told = (id, text) => ({ kind: "note", address: 1, note: { id, kind: "code", text } });
  server.changes = [told("n-1", "47B19"), told("n-2", "")];

  await pullAll();

  assert.deepEqual((await openWalk("t-1")).places.get(1).notes, []);
});

test("a refused note is shown no more, and one whose key is lost neither", async () => {
  const { server, walk } = await walking();
  await noteAccess(walk, walk.places.get(1), { kind: "code", text: "47B19" });
  await noteAccess(walk, walk.places.get(2), { kind: "code", text: "47B19" });
  const [first] = await all("outbox");
  server.refusals.set(first.id, "unknown_door");
  await write(["meta"], ({ store }) => store.delete("sealing_key"));

  const shown = [(await openWalk("t-1")).places.get(2).notes];
  await pushAll();
  shown.push((await openWalk("t-1")).places.get(1).notes);

  assert.deepEqual(shown, [[], []]);
});

test("a restored server is told the note again, and not the contact", async () => {
  const { server, walk } = await walking();
  await agreeing(walk);
  await noteAccess(walk, walk.places.get(1), { kind: "code", text: "47B19" });
  await pushAll();
  server.stored.clear();
  server.epoch = "e2";
  await visit(walk, [1, "not_home"]);

  await pushAll();

  const told = [...server.stored.values()].map(({ type, payload }) => `${type} ${payload.text ?? ""}`);
  assert.deepEqual(told.sort(), ["access.noted 47B19", "visit.recorded ", "visit.recorded "]);
});
