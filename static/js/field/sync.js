// When to send and fetch. One run at a time, over all tabs; failures wait longer and longer.
import { NoNetwork, Refusal } from "./api.js";
import { sendCounts } from "./counts.js";
import { setMeta, wipe } from "./database.js";
import { backoff, retryAfter } from "./lib/sending.js";
import { renew } from "./keys.js";
import { figures, requeue } from "./outbox.js";
import { pullAll, reload } from "./pull.js";
import { pushAll, seal } from "./push.js";

const AFTER_SAVE_MS = 5_000;
const EVERY_MS = 60_000;

export class Sync extends EventTarget {
  state = { online: navigator.onLine, sending: false, unsent: 0, refused: 0, revoked: false, unknown: false };
  #asked = false;
  #failures = 0;
  #notBefore = 0;
  #timer = null;
  #running = null;

  /** Begin to listen to the world, and run once. */
  start() {
    addEventListener("online", () => this.now());
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
    this.#timer = setTimeout(() => this.#run({}), Math.max(delay, this.#notBefore - Date.now()));
  }

  /** By hand, or back on line: at once, whatever the last failure asked for. `ending` lets small counts travel. */
  async now({ ending = false } = {}) {
    while (this.#running) await this.#running; // what it already passed by may be what the caller means
    return this.#run({ ending });
  }

  async #run({ ending = false }) {
    if (this.#running) return this.#running;
    this.#running = alone(() => this.#exchange(ending)).finally(() => (this.#running = null));
    return this.#running;
  }

  async #exchange(ending) {
    await this.recount();
    if (this.state.revoked) return;
    this.#tell({ sending: true });
    try {
      const restored = await pushAll(() => this.recount());
      await sendCounts({ ending });
      if ((await pullAll()) || restored) await this.#restored();
      this.#asked = false;
      this.#failures = 0;
      this.#notBefore = 0;
      this.#tell({ online: true, unknown: false });
      this.dispatchEvent(new Event("pulled"));
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#tell({ sending: false });
      await this.recount();
    }
  }

  // The server came back from a backup: it hears everything of the last days again.
  async #restored() {
    await requeue(Date.now());
    await reload();
    await pushAll(() => this.recount());
  }

  async #failed(error) {
    if (!(error instanceof NoNetwork || error instanceof Refusal)) throw error;
    if (error.code === "device_revoked") return this.#revoked();
    if (error.code === "device_unknown" && (await this.#renewed())) return this.soon(0);
    this.#failures += 1;
    const wait = retryAfter(error.retryAfter, Date.now()) ?? backoff(this.#failures);
    this.#notBefore = Date.now() + wait;
    this.#tell({ online: !(error instanceof NoNetwork), unknown: error.code === "device_unknown" });
    this.soon(wait);
  }

  // A token asleep for half a day; asked once, until an exchange has worked again.
  async #renewed() {
    if (this.#asked) return false;
    this.#asked = true;
    return renew().catch(() => false);
  }

  // The doors go at once; what waits goes when its one sealed push was heard, so that a day's work is not lost.
  async #revoked() {
    await wipe(["turfs", "addresses", "doors"]);
    const unheard = await seal().catch((error) => error instanceof NoNetwork || error.status >= 500);
    if (unheard) return this.soon(EVERY_MS);
    await wipe();
    await setMeta({ revoked: true });
    this.#tell({ revoked: true });
  }

  /** Count again what waits and what was set aside. */
  async recount() {
    const { unsent, refused } = await figures();
    this.#tell({ unsent, refused });
  }

  #tell(change) {
    const changed = Object.entries(change).some(([name, value]) => this.state[name] !== value);
    this.state = { ...this.state, ...change };
    if (changed) this.dispatchEvent(new Event("state"));
  }
}

function alone(work) {
  return navigator.locks ? navigator.locks.request("canvass-sync", work) : work();
}
