// A file that only the campaign's server can read: ECDH on P-256, HKDF, AES-256-GCM; signed with the phone's own key.
// The server's half is campaigns/visits/rescue_files.py.

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = "canvass rescue 1";
const bytes = (text) => new TextEncoder().encode(text);

/**
 * The text of the file. `head` (an object) stays readable and is bound to the rest; `body` (an object) is sealed.
 * `serverKey`: the point as the server tells it, base64. `ownKey`: the phone's signing key, or undefined without one.
 */
export async function sealed({ head, body, serverKey, ownKey }) {
  const theirs = await crypto.subtle.importKey("raw", unbase64(serverKey), CURVE, false, []);
  const once = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, once.privateKey, 256);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const told = JSON.stringify(head);
  const locked = { name: "AES-GCM", iv, additionalData: bytes(told) };
  const hidden = await crypto.subtle.encrypt(locked, await keyOf(secret, point), bytes(JSON.stringify(body)));
  const parts = { head: told, key: base64(point), iv: base64(iv), sealed: base64(hidden) };
  return JSON.stringify({
    canvass_rescue: 1,
    ...parts,
    signature: await signed(Object.values(parts).join("."), ownKey),
  });
}

async function keyOf(secret, salt) {
  const drawn = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytes(INFO) };
  return crypto.subtle.deriveKey(how, drawn, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

async function signed(text, key) {
  if (!key) return "";
  return base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes(text)));
}

// In pieces: a call takes only so many arguments.
function base64(buffer) {
  const array = new Uint8Array(buffer);
  let text = "";
  for (let start = 0; start < array.length; start += 8192) {
    text += String.fromCharCode(...array.subarray(start, start + 8192));
  }
  return btoa(text);
}

function unbase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
