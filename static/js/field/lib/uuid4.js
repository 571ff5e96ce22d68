// Identifiers that tell nothing, not even when they were made (RFC 9562, version 4). The browser's own maker wants
// HTTPS, which a first try at home does not have.
import { written } from "./uuid7.js";

export function uuid4(bytes = crypto.getRandomValues(new Uint8Array(16))) {
  return written(bytes, 4);
}
