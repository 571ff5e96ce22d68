// Identifiers made on the phone (RFC 9562, version 7). Their time part orders nothing and proves nothing.
import { written } from "./uuid4.js";

export function uuid7(now = Date.now(), bytes = crypto.getRandomValues(new Uint8Array(16))) {
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  return written(bytes, 7);
}
