// The phone's own key: made here, and its private half can never be read. It renews a token that fell asleep.
import { call, Refusal } from "./api.js";
import { meta } from "./database.js";

const KIND = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** `{own, told}`: the key to keep and what to tell the server; empty where the browser has none (no HTTPS). */
export async function makeKey() {
  try {
    const pair = await crypto.subtle.generateKey(KIND, false, ["sign"]);
    const told = base64(await crypto.subtle.exportKey("spki", pair.publicKey));
    return { own: pair.privateKey, told };
  } catch {
    return {};
  }
}

/** Sign the server's challenge for another token. Returns whether it was given; throws NoNetwork. */
export async function renew() {
  const [me, key] = await Promise.all([meta("me"), meta("key")]);
  if (!me || !key) return false;
  const ask = (body) => call("device/renew", { method: "POST", body: { device: me.device, ...body } });
  try {
    const { challenge } = (await ask({})).body;
    const signature = await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(challenge));
    await ask({ challenge, signature: base64(signature) });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
