// The few calls to the server. Each answers with JSON or throws a Refusal, or NoNetwork.

export class NoNetwork extends Error {}

export class Refusal extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.retryAfter = retryAfter;
  }
}

/** `{body, sentAt, receivedAt}`; times on the phone's clock, for the offset. */
export async function call(path, { method = "GET", body, timeoutMs = 30_000, text = false } = {}) {
  const sentAt = Date.now();
  const response = await reach(path, method, body, timeoutMs);
  const raw = await response.text().catch(() => {
    throw new NoNetwork();
  });
  const answer = { body: text ? raw : read(raw), raw, sentAt, receivedAt: Date.now() };
  if (response.ok) return answer;
  throw new Refusal(response.status, read(raw), response.headers.get("Retry-After"));
}

async function reach(path, method, body, timeoutMs) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    return await fetch(`/api/v1/${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: { "X-Canvass": "1", ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal: stop.signal,
    });
  } catch {
    throw new NoNetwork();
  } finally {
    clearTimeout(timer);
  }
}

// A captive portal answers 200 with a page: that is no answer of ours.
function read(raw) {
  try {
    const body = JSON.parse(raw);
    if (body && typeof body === "object") return body;
  } catch {
    // falls through: not ours
  }
  throw new NoNetwork();
}
