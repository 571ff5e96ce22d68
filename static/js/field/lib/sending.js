// How waiting events leave the phone: how many at once, when again, what an answer means. No network here.

export const SCHEMA = 1; // of the events that this release writes
export const BATCH = 50;
export const KEPT_MS = 14 * 24 * 3600_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;
const LONGEST_WISH_MS = 3600_000;

/** Milliseconds to wait after this many failures in a row; `chance` in [0, 1) keeps phones from knocking together. */
export function backoff(failures, chance = Math.random()) {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(whole * (0.5 + chance / 2));
}

/**
 * Milliseconds asked for by a Retry-After header (seconds or a date), an hour at most, as a date means little to a
 * phone whose clock is wrong; null when it says nothing.
 */
export function retryAfter(header, now) {
  if (!header) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST_WISH_MS, Math.max(0, wait)) : null;
}

/** The body of a push. A single event that the server could not read travels as raw text, to be set aside there. */
export function envelope({ rows, epoch, sentAt, monoMs, seqHigh, asText = false }) {
  return {
    schema: SCHEMA,
    ...(epoch ? { epoch } : {}),
    sent_at: sentAt,
    mono_ms: monoMs,
    seq_high: seqHigh,
    events: rows.map((row) => (asText ? JSON.stringify(row.event) : row.event)),
  };
}

/** Rows and verdicts brought together: {sent, refused: [{row, code, quarantine}]}. Rows without a verdict stay. */
export function settle(rows, results) {
  const verdicts = new Map(results.map((result) => [result.id, result]));
  const sent = rows.filter((row) => ["ok", "duplicate"].includes(verdicts.get(row.id)?.verdict));
  const refused = rows
    .filter((row) => verdicts.get(row.id)?.verdict === "refused")
    .map((row) => ({ row, ...verdicts.get(row.id) }));
  return { sent, refused };
}

/** What the badge says, from the most pressing on: {key, n, tone, icon}. */
export function badge({ online, sending, unsent, refused, revoked }) {
  if (revoked) return { key: "sync.revoked", n: 0, tone: "danger", icon: "triangle-alert" };
  if (refused) return { key: "sync.refused_short", n: refused, tone: "danger", icon: "triangle-alert" };
  if (!online) return { key: "sync.offline_short", n: unsent, tone: "brass", icon: "cloud-off" };
  if (sending) return { key: "sync.sending", n: unsent, tone: "brass", icon: "cloud-upload" };
  if (unsent) return { key: "sync.pending", n: unsent, tone: "brass", icon: "cloud-upload" };
  return { key: "sync.ok", n: 0, tone: "ok", icon: "cloud-check" };
}
