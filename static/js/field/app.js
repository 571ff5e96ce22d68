// The app: what it holds, and how screens are shown.
import { meta, setMeta } from "./database.js";
import { watchFingers, whenReleased } from "./fingers.js";
import { installWorker, onInstallOffer, onUpdate } from "./installing.js";
import { speakIn, t } from "./language.js";
import { lazily } from "./lazily.js";
import { leaseOver } from "./lease.js";
import { badge } from "./lib/sending.js";
import { banner, showBadge } from "./parts/header.js";
import { Toast } from "./parts/toast.js";
import { Router } from "./router.js";
import { Sync } from "./sync.js";

const ANNOUNCED_EVERY_MS = 30_000;
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
  #shown = null;
  #announced = -ANNOUNCED_EVERY_MS;
  #title = "";
  #turn = 0;

  constructor(root, routes) {
    this.root = root;
    this.toast = new Toast(root.querySelector("#live"));
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
    if (drawn) this.#draw(drawn);
    else this.router.go(`/t/${params.turf ?? ""}/`, { replace: true });
  }

  #draw(drawn) {
    const moved = this.#shown?.path !== location.pathname;
    const scroll = scrollY;
    const held = moved ? -1 : this.#focusable().indexOf(document.activeElement);
    this.#shown = { ...drawn, path: location.pathname };
    this.root.querySelector("#top").replaceChildren(...[drawn.header, banner(this.sync.state)].filter(Boolean));
    if (!drawn.main.isConnected) this.root.querySelector("#middle").replaceChildren(drawn.main);
    this.root.querySelector("#foot").replaceChildren(...(drawn.foot ? [drawn.foot] : []));
    drawn.main.dataset.shown = "true";
    this.#title = drawn.title;
    this.#setTitle();
    if (!moved) {
      scrollTo(0, scroll);
      return this.#focusable()[held]?.focus({ preventScroll: true });
    }
    scrollTo(0, 0);
    this.root.querySelector("h1")?.focus({ preventScroll: true });
  }

  // A screen drawn again in the background leaves the focus at its place.
  #focusable() {
    return [...this.root.querySelectorAll("h1[tabindex], a[href], button, summary, input")];
  }

  #follow() {
    const { state } = this.sync;
    for (const link of this.root.querySelectorAll("[data-badge]")) showBadge(link, state);
    const top = this.root.querySelector("#top");
    top.querySelector(".offline")?.remove();
    if (this.#shown && banner(state)) top.append(banner(state));
    if (state.revoked || this.locked) this.router.refresh();
    this.#setTitle();
    this.#announce(state);
  }

  #announce(state) {
    if (performance.now() - this.#announced < ANNOUNCED_EVERY_MS) return;
    this.#announced = performance.now();
    const told = badge(state);
    this.toast.whisper(t(told.key, { n: told.n }));
  }

  #setTitle() {
    const { unsent } = this.sync.state;
    document.title = unsent ? `(${unsent}) ${this.#title}` : this.#title;
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

  #redraw() {
    const free = () => this.#shown?.live && !document.querySelector("dialog[open]");
    whenReleased(() => free() && this.router.refresh());
  }

  async #checkLease() {
    const before = this.locked;
    this.locked = await leaseOver();
    if (before !== undefined && this.locked !== before) this.router.refresh();
  }
}
