// The few calls to the server. Each answers with JSON or throws a Refusal, or NoNetwork.

export class NoNetwork extends Error {}

/** `code` is empty when the answer was not written by our server: nothing may be forgotten on its word. */
export class Refusal extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.retryAfter = retryAfter;
  }
}

/** `{body, raw, sentAt, receivedAt}`; times on the phone's clock, for the offset. */
export async function call(path, { method = "GET", body, timeoutMs = 30_000 } = {}) {
  const sentAt = Date.now();
  const { response, raw } = await reach(path, method, body, timeoutMs);
  const answer = { body: read(raw), raw, sentAt, receivedAt: Date.now() };
  if (!response.ok) throw new Refusal(response.status, answer.body ?? {}, response.headers.get("Retry-After"));
  // A captive portal answers 200 with a page: that is no answer of ours.
  if (!answer.body) throw new NoNetwork();
  return answer;
}

// The body counts in the time allowed: a network may stop in the middle of it.
async function reach(path, method, body, timeoutMs) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: { "X-Canvass": "1", ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal: stop.signal,
    });
    return { response, raw: await response.text() };
  } catch {
    throw new NoNetwork();
  } finally {
    clearTimeout(timer);
  }
}

function read(raw) {
  try {
    const body = JSON.parse(raw);
    return body && typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}
