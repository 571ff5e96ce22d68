// Identifiers that tell nothing, not even when they were made (RFC 9562, version 4). The browser's own maker wants
// HTTPS, which a first try at home does not have.

export function uuid4(bytes = crypto.getRandomValues(new Uint8Array(16))) {
  return written(bytes, 4);
}

/** Sixteen bytes as a UUID of that version. */
export function written(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
