// A server as the phone sees it: it keeps each event once, and its answers can be lost, late or refused.

export const EPOCH = "e1";
export const NOW = "2027-02-13T10:00:00.000Z";

export class Server {
  epoch = EPOCH;
  /** Events by id, as first taken. */
  stored = new Map();
  sealed = [];
  counted = new Map();
  changes = [];
  commands = [];
  bundles = new Map();
  turfs = [];
  /** What was asked, in order: [method path, body]. */
  asked = [];
  queries = [];
  /** Code of the refusal by event id. */
  refusals = new Map();
  #faults = [];

  constructor() {
    globalThis.fetch = (address, options) => this.#fetch(address, options);
  }

  /** The next calls to `path` go wrong, one after the other: see the faults below. */
  breaks(path, ...faults) {
    for (const fault of faults) this.#faults.push({ path, fault });
  }

  /** Bodies sent to this path. */
  sent(path) {
    return this.asked.filter(([what]) => what.endsWith(` ${path}`)).map(([, body]) => body);
  }

  get ids() {
    return [...this.stored.keys()];
  }

  async #fetch(address, { method, body }) {
    const path = address.replace("/api/v1/", "").replace(/\?.*/, "");
    const read = body && JSON.parse(body);
    this.asked.push([`${method} ${path}`, read]);
    this.queries.push(address.split("?")[1]);
    const place = this.#faults.findIndex((each) => each.path === path);
    const fault = place < 0 ? (answer) => answer() : this.#faults.splice(place, 1)[0].fault;
    return fault(() => this.#answer(path, read, new URLSearchParams(address.split("?")[1])), read);
  }

  #answer(path, body, query) {
    const base = { server_time: NOW, epoch: this.epoch };
    if (path === "sync/push") return reply(200, { ...base, seq_acked: 0, results: body.events.map((e) => this.#take(e)) });
    if (path === "sync/seal") return this.#seal(body, base);
    if (path === "sync/pull") return this.#pull(query.get("cursor"), base);
    if (path === "sync/tallies") return this.#count(body);
    if (path === "device") return reply(200, { ...base, turfs: this.turfs.map((id) => ({ id })) });
    if (path === "device/handback") return reply(200, base);
    const bundle = this.bundles.get(path.split("/")[1]);
    return bundle ? reply(200, { ...bundle, ...base, cursor: `${this.epoch}:0` }) : reply(404, { code: "not_found", detail: "" });
  }

  #take(sent) {
    if (typeof sent === "string") return { id: "", verdict: "refused", code: "invalid", quarantine: "q-1" };
    const code = this.refusals.get(sent.id);
    if (code) return { id: sent.id, verdict: "refused", code, quarantine: "q-2" };
    if (this.stored.has(sent.id)) return { id: sent.id, verdict: "duplicate", seq: 1 };
    this.stored.set(sent.id, sent);
    return { id: sent.id, verdict: "ok", seq: this.stored.size };
  }

  #seal({ events }, base) {
    if (this.sealed.length) return reply(401, { code: "device_revoked", detail: "" });
    this.sealed = events;
    return reply(200, { ...base, results: [] });
  }

  #pull(cursor, base) {
    if (!cursor.startsWith(`${this.epoch}:`)) return reply(410, { code: "reset", detail: "" });
    const from = Number(cursor.split(":")[1]);
    const lease_until = "2027-02-13T23:00:00Z";
    const page = { changes: this.changes.slice(from, from + 2), commands: this.commands, lease_until };
    const upTo = from + page.changes.length;
    return reply(200, { ...base, ...page, cursor: `${this.epoch}:${upTo}`, has_more: upTo < this.changes.length });
  }

  #count({ batch, items }) {
    const known = this.counted.has(batch);
    if (!known) this.counted.set(batch, items);
    return reply(200, { verdict: known ? "duplicate" : "ok" });
  }
}

export function reply(status, body, headers = {}) {
  return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

/** Faults: what comes between the phone and the answer. */
export const noNetwork = () => {
  throw new TypeError("Failed to fetch");
};
export const answerLost = (answer) => {
  answer();
  throw new TypeError("Failed to fetch");
};
export const twice = (answer) => {
  answer();
  return answer();
};
export const refusing = (status, body = {}, headers = {}) => () => reply(status, body, headers);
export const tooMany = (most, status = 413) => (answer, body) =>
  body.events.length > most ? reply(status, { code: "too_large", detail: "" }) : answer();
