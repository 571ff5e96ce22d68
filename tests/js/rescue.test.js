import assert from "node:assert/strict";
import { test } from "node:test";

import { setMeta } from "../../static/js/field/database.js";
import { makeKey } from "../../static/js/field/keys.js";
import { pushAll } from "../../static/js/field/push.js";
import { rescueFile } from "../../static/js/field/rescue.js";
import { all, ME, visit, walking } from "./phone/ground.js";
import { noNetwork, refusing } from "./phone/server.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const base64 = (buffer) => Buffer.from(buffer).toString("base64");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));

/** A campaign's key, and what it reads in a file. */
async function campaignKey() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const told = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { told, read: (text) => opened(JSON.parse(text), pair.privateKey) };
}

async function opened({ head, key, iv, sealed }, own) {
  const theirs = await crypto.subtle.importKey("raw", bytes(key), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const drawn = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("canvass rescue 1");
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes(key), info };
  const lock = await crypto.subtle.deriveKey(how, drawn, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const bound = { name: "AES-GCM", iv: bytes(iv), additionalData: new TextEncoder().encode(head) };
  return JSON.parse(Buffer.from(await crypto.subtle.decrypt(bound, lock, bytes(sealed))).toString());
}

async function waitingPhone() {
  const campaign = await campaignKey();
  const { server, walk } = await walking();
  await setMeta({ me: { ...ME, rescue_key: campaign.told }, offset: -1500 });
  const made = await visit(walk, [0, "refused"], [1, "not_home"]);
  return { campaign, server, walk, made };
}

test("the file holds what waits as a push would, for the server alone", async () => {
  const { campaign, made, server } = await waitingPhone();

  const { name, text, events } = await rescueFile();

  const body = await campaign.read(text);
  assert.deepEqual(body.events, made.map(({ event }) => event));
  assert.deepEqual([body.seq_high, body.offset_ms, body.epoch, events], [2, -1500, "e1", 2]);
  assert.match(name, /^canvass-o-31-\d{4}-\d\d-\d\d\.secours$/);
  assert.equal(text.includes("refused"), false);
  assert.deepEqual(server.asked, []);
});

test("the head says which phone, outing and campaign, and cannot be exchanged", async () => {
  const { campaign } = await waitingPhone();
  const { text } = await rescueFile();

  const file = JSON.parse(text);
  const head = JSON.parse(file.head);

  assert.deepEqual([head.campaign, head.outing, head.device, head.events], ["c-valmont", "o-31", "d-1", 2]);
  const other = JSON.stringify({ ...file, head: file.head.replace("o-31", "o-32") });
  await assert.rejects(campaign.read(other));
});

test("the phone signs it with its own key", async () => {
  await waitingPhone();
  const key = await makeKey();
  await setMeta({ key: key.own });

  const file = JSON.parse((await rescueFile()).text);

  const theirs = await crypto.subtle.importKey("spki", bytes(key.told), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const said = new TextEncoder().encode([file.head, file.key, file.iv, file.sealed].join("."));
  assert.ok(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, theirs, bytes(file.signature), said));
});

test("a file takes nothing out of the queue: the phone sends the same events later", async () => {
  const { campaign, server, made } = await waitingPhone();
  const { text } = await rescueFile();
  assert.equal((await all("outbox")).length, 2);

  await pushAll();

  const body = await campaign.read(text);
  assert.deepEqual([...server.stored.values()], body.events);
  assert.deepEqual(server.ids, made.map(({ id }) => id));
});

test("a phone that joined before there were such files asks for the key, and says no without network", async () => {
  const { campaign, server } = await waitingPhone();
  await setMeta({ me: ME });
  server.breaks("device", noNetwork, refusing(200, { rescue_key: campaign.told }));

  await assert.rejects(rescueFile());

  assert.equal((await campaign.read((await rescueFile()).text)).events.length, 2);
});

test("details that rest sealed on the phone are in the file, for the server alone", async () => {
  const { campaign, walk } = await waitingPhone();
  const { recordFact } = await import("../../static/js/field/recording.js");
  const { sealUp } = await import("../../static/js/field/sealing.js");
  const payload = { purposes: ["call_back"], sealed: await sealUp({ fields: { phone: "+33612345678" } }) };
  await recordFact(walk.turf, "contact.consented", payload);

  const { text } = await rescueFile();

  const { events } = await campaign.read(text);
  assert.deepEqual(events.at(-1).payload, { purposes: ["call_back"], fields: { phone: "+33612345678" } });
  assert.equal(text.includes("33612345678"), false);
});

test("hundreds of visits fit in one file", async () => {
  const { campaign, walk } = await waitingPhone();
  for (let round = 0; round < 150; round += 1) await visit(walk, [0, "refused"], [1, "refused"], [2, "refused"]);

  const { text, events } = await rescueFile();

  assert.deepEqual([events, (await campaign.read(text)).events.length], [452, 452]);
});
