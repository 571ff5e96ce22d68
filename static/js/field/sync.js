// When to send and fetch. One run at a time, over all tabs; failures wait longer and longer.
import { NoNetwork, Refusal } from "./api.js";
import { figures } from "./figures.js";
import { backoff, retryAfter } from "./lib/sending.js";

const AFTER_SAVE_MS = 5_000;
const EVERY_MS = 60_000;

export class Sync extends EventTarget {
  state = {
    online: navigator.onLine,
    sending: false,
    unsent: 0,
    refused: 0,
    unknown: false,
    revoked: false,
    sealed: false,
    message: "",
  };
  /** When an exchange last began and the next is due, on the phone's clock. */
  tried = null;
  next = null;
  #asked = false;
  #failures = 0;
  #notBefore = 0;
  #wished = false;
  #timer = null;
  #running = null;

  /** Begin to listen to the world, and run once. */
  start() {
    addEventListener("online", () => this.#back());
    addEventListener("offline", () => this.#tell({ online: false }));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon(0));
    setInterval(() => this.soon(0), EVERY_MS);
    return this.now();
  }

  /** A visit was saved: send it with the next ones. */
  saved() {
    this.recount();
    this.soon(AFTER_SAVE_MS);
  }

  soon(delay) {
    clearTimeout(this.#timer);
    const wait = Math.max(delay, this.#notBefore - performance.now());
    this.next = Date.now() + wait;
    this.#timer = setTimeout(() => this.#run({}), wait);
  }

  /** By hand: at once, whatever the last failure asked for. `ending` lets small counts travel. */
  async now({ ending = false } = {}) {
    while (this.#running) await this.#running.catch(() => {}); // what it already passed by may be what the caller means
    return this.#run({ ending });
  }

  /** Count again what waits and what was set aside. */
  async recount() {
    const { unsent, refused } = await figures();
    this.#tell({ unsent, refused });
  }

  // The network is there again; a server that asked for patience is left alone all the same.
  #back() {
    return this.#wished ? this.soon(0) : this.now();
  }

  async #run({ ending = false }) {
    if (this.#running) return this.#running;
    this.#running = alone(() => this.#exchange(ending)).finally(() => (this.#running = null));
    return this.#running;
  }

  async #exchange(ending) {
    await this.recount();
    this.tried = Date.now();
    this.#tell({ sending: true });
    try {
      const { exchange } = await talking();
      const commands = await exchange({ ending, onProgress: () => this.recount() });
      if (commands) this.#worked(commands);
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#tell({ sending: false });
      await this.recount();
    }
  }

  #worked(commands) {
    this.#asked = false;
    this.#wait(0);
    this.#failures = 0;
    const messages = commands.filter(({ command }) => command === "show_message").map(({ text }) => text);
    this.#tell({ online: true, unknown: false, message: [...new Set(messages)].join(" ") });
    if (commands.some(({ command }) => command === "update_app")) this.dispatchEvent(new Event("outdated"));
    this.dispatchEvent(new Event("pulled"));
  }

  async #failed(error) {
    const left = await this.#answered(error).catch((other) => other);
    if (!left) return;
    this.#failures += 1;
    const wished = retryAfter(left.retryAfter, Date.now());
    this.#wait(wished ?? backoff(this.#failures), wished !== null);
    this.#tell({ online: !(left instanceof NoNetwork), unknown: left.code === "device_unknown" });
    if (!(left instanceof NoNetwork || left instanceof Refusal)) throw left;
  }

  // What can be done about a refusal is done; returns or throws what is left of it.
  async #answered(error) {
    if (error.code === "device_revoked") return this.#revoked();
    if (error.code !== "device_unknown" || this.#asked) return error;
    // A token asleep for half a day. Asked once, until an exchange has worked again; a lost answer is no answer.
    const renewed = await (await talking()).renew();
    this.#asked = true;
    if (!renewed) return error;
    this.#wait(0);
    this.soon(0);
    return null;
  }

  async #revoked() {
    const { giveUpPhone } = await talking();
    const left = await giveUpPhone(() => this.#tell({ revoked: true }));
    if (!left) this.#tell({ sealed: true, unsent: 0, refused: 0 });
    return left;
  }

  #wait(milliseconds, wished = false) {
    // On the clock that nobody can change.
    this.#notBefore = performance.now() + milliseconds;
    this.#wished = wished;
    if (milliseconds > 0) this.soon(milliseconds);
  }

  #tell(change) {
    const changed = Object.entries(change).some(([name, value]) => this.state[name] !== value);
    this.state = { ...this.state, ...change };
    if (changed) this.dispatchEvent(new Event("state"));
  }
}

// Loaded when there is something to say: the first screen comes before it.
function talking() {
  return import("./exchange.js").catch(() => Promise.reject(new NoNetwork()));
}

function alone(work) {
  return navigator.locks ? navigator.locks.request("canvass-sync", work) : work();
}
