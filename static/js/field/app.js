// The app: what it holds, and how screens are shown.
import { meta, setMeta } from "./database.js";
import { watchFingers, whenReleased } from "./fingers.js";
import { installWorker, onInstallOffer, onUpdate } from "./installing.js";
import { speakIn } from "./language.js";
import { lazily } from "./lazily.js";
import { leaseOver } from "./lease.js";
import { Page } from "./page.js";
import { Toast } from "./parts/toast.js";
import { Router } from "./router.js";
import { Sync } from "./sync.js";

const LEASE_EVERY_MS = 60_000;
const lockedScreen = lazily(() => import("./screens/locked.js").then((screens) => screens.lockedScreen));
const tabsOfThisPhone = new BroadcastChannel("canvass");

export class App {
  sync = new Sync();
  me = null;
  installed = null;
  installer = null;
  update = null;
  locked = undefined;
  #walk = null;
  #page;
  #turn = 0;

  constructor(root, routes) {
    this.root = root;
    this.toast = new Toast(root.querySelector("#live"));
    this.#page = new Page(root, this.toast);
    this.router = new Router(routes, (screen, params) => this.#show(screen, params));
  }

  /** Read what the phone holds, and draw. */
  async show() {
    this.me = (await meta("me")) ?? null;
    this.sync.addEventListener("state", () => this.#follow());
    this.sync.addEventListener("pulled", () => this.#pulled());
    this.sync.addEventListener("outdated", () => this.installed.then((registration) => registration?.update()));
    tabsOfThisPhone.addEventListener("message", () => Promise.all([this.sync.recount(), this.#reread()]));
    watchFingers();
    onInstallOffer((offer) => (this.installer = offer));
    await Promise.all([this.#checkLease(), this.sync.recount()]);
    await this.router.refresh();
  }

  /** Keep the app on the phone, and talk to the server. Storing every file comes after the first screen. */
  async live() {
    this.installed = installWorker();
    this.installed.then((registration) => registration && onUpdate(registration, () => (this.update = registration)));
    setInterval(() => this.#checkLease(), LEASE_EVERY_MS);
    lockedScreen.load().catch(() => {}); // it is needed when there may be no network
    if (this.me) await this.sync.start();
  }

  async speak(language) {
    await speakIn(language);
    this.router.refresh();
  }

  async entered(me) {
    this.me = me;
    this.#walk = null;
  }

  /** Something was saved here: count it, send it soon, tell the other tabs. */
  saved() {
    this.sync.saved();
    tabsOfThisPhone.postMessage("saved");
  }

  async chooseSide(walk, side) {
    walk.side = side;
    await setMeta({ sides: { ...(await meta("sides")), [walk.turf.id]: side } });
    this.router.refresh();
  }

  install() {
    this.installer?.prompt();
    this.installer = null;
  }

  // With the walk already in memory this draws before the next frame: a save never waits for the disk. A screen that
  // is ready only after another one was asked for is not drawn over it.
  async #show(screen, params) {
    const turn = (this.#turn += 1);
    const locked = this.sync.state.revoked || this.locked;
    if (params.turf && !locked && this.#walk?.turf.id !== params.turf) {
      const { openWalk } = await import("./walk.js");
      const walk = await openWalk(params.turf);
      if (turn !== this.#turn) return;
      this.#walk = walk;
    }
    if (params.turf && !locked && !this.#walk) return void this.router.go("/t/", { replace: true });
    const made = (locked && params.code === undefined ? lockedScreen : screen)(this, { ...params, walk: this.#walk });
    const drawn = made instanceof Promise ? await made : made;
    if (turn !== this.#turn) return;
    if (drawn) this.#page.draw(drawn, this.sync.state);
    else this.router.go(`/t/${params.turf ?? ""}/`, { replace: true });
  }

  async #pulled() {
    await this.#checkLease();
    await this.#reread();
    tabsOfThisPhone.postMessage("pulled");
  }

  // A visit saved while the store was being read would be missing from what was read: read again.
  async #reread() {
    const held = this.#walk;
    if (!held) return this.#redraw();
    const { signature, size } = held;
    const { readWalk } = await import("./walk.js");
    const rows = await readWalk(held.turf.id);
    if (this.#walk !== held) return;
    if (held.size !== size) return void (await this.#reread());
    if (!rows) this.#walk = null;
    else held.load(rows);
    const changed = !rows || held.signature !== signature;
    if (changed) this.#redraw();
  }

  #follow() {
    const { state } = this.sync;
    this.#page.follow(state);
    if (state.revoked || this.locked) this.router.refresh();
  }

  #redraw() {
    const free = () => this.#page.isLive && !document.querySelector("dialog[open]");
    whenReleased(() => free() && this.router.refresh());
  }

  async #checkLease() {
    const before = this.locked;
    this.locked = await leaseOver();
    if (before !== undefined && this.locked !== before) this.router.refresh();
  }
}
