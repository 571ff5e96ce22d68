import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { setMeta } from "../../static/js/field/database.js";
import { makeKey, renew } from "../../static/js/field/keys.js";
import { ME, walking } from "./phone/ground.js";
import { noNetwork, refusing } from "./phone/server.js";

const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const bytes = (base64) => Buffer.from(base64, "base64");

async function asleep() {
  const { server } = await walking();
  const key = await makeKey();
  await setMeta({ key: key.own });
  return { server, key };
}

test("the phone's own key can sign and can never be read", async () => {
  const { own } = await makeKey();

  assert.deepEqual([own.extractable, own.usages], [false, ["sign"]]);
  await assert.rejects(crypto.subtle.exportKey("pkcs8", own));
});

test("a browser without keys joins without one", async () => {
  const { generateKey } = webcrypto.subtle;
  webcrypto.subtle.generateKey = () => Promise.reject(new TypeError("no HTTPS"));

  const made = await makeKey();

  webcrypto.subtle.generateKey = generateKey;
  assert.deepEqual(made, {});
});

test("a token is renewed by signing the server's challenge with the kept key", async () => {
  const { server, key } = await asleep();
  server.breaks("device/renew", refusing(200, { challenge: "sign me" }), refusing(200, { device: "d-1" }));

  assert.equal(await renew(), true);

  const [asked, { device, challenge, signature }] = server.sent("device/renew");
  const told = await crypto.subtle.importKey("spki", bytes(key.told), ECDSA, false, ["verify"]);
  const valid = await crypto.subtle.verify({ ...ECDSA, hash: "SHA-256" }, told, bytes(signature), Buffer.from("sign me"));
  assert.deepEqual([asked, device, challenge, valid], [{ device: ME.device }, ME.device, "sign me", true]);
});

test("a refused renewal is an answer, a lost one is not", async () => {
  const { server } = await asleep();
  server.breaks("device/renew", refusing(401, { code: "signature_wrong" }), noNetwork);

  assert.equal(await renew(), false);
  await assert.rejects(renew());
});

test("a phone without a key does not ask", async () => {
  const { server } = await walking();

  assert.equal(await renew(), false);
  assert.deepEqual(server.asked, []);
});
