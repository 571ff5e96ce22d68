// The app: what it holds, and how screens are shown.
import { meta, setMeta, wipe } from "./database.js";
import { h } from "./dom.js";
import { finishEndings } from "./ending.js";
import { onInstallOffer, onUpdate, useUpdate } from "./installing.js";
import { speakIn, t } from "./language.js";
import { badge } from "./lib/sending.js";
import { forgetOld } from "./outbox.js";
import { showBadge } from "./parts/header.js";
import { Toast } from "./parts/toast.js";
import { Router } from "./router.js";
import { lockedScreen } from "./screens/locked.js";
import { Sync } from "./sync.js";
import { openWalk, readWalk } from "./walk.js";

const ANNOUNCED_EVERY_MS = 30_000;
const tabsOfThisPhone = new BroadcastChannel("canvass");

export class App {
  sync = new Sync();
  me = null;
  installer = null;
  update = null;
  #walk = null;
  #shown = null;
  #announced = 0;
  #title = "";

  constructor(root, routes, installed) {
    this.root = root;
    this.installed = installed;
    this.toast = new Toast(root.querySelector("#live"));
    this.router = new Router(routes, (screen, params) => this.#show(screen, params));
  }

  /** Read what the phone holds, draw, then talk to the server. */
  async start() {
    this.me = (await meta("me")) ?? null;
    this.sync.addEventListener("state", () => this.#follow());
    this.sync.addEventListener("pulled", () => this.#pulled());
    tabsOfThisPhone.addEventListener("message", () => this.#reread());
    onInstallOffer((offer) => (this.installer = offer));
    this.installed.then((registration) => registration && onUpdate(registration, () => (this.update = registration)));
    await this.#checkLease();
    await this.router.refresh();
    await forgetOld(Date.now());
    if (this.me) await this.sync.start();
  }

  get theme() {
    return localStorage.getItem("canvass-theme") ?? "system";
  }

  setTheme(theme) {
    localStorage.setItem("canvass-theme", theme);
    dispatchEvent(new Event("canvass-theme"));
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

  applyUpdate() {
    useUpdate(this.update);
  }

  // With the walk already in memory this draws before the next frame: a save never waits for the disk.
  async #show(screen, params) {
    const locked = this.sync.state.revoked || this.locked;
    if (params.turf && !locked && this.#walk?.turf.id !== params.turf) this.#walk = await openWalk(params.turf);
    if (params.turf && !locked && !this.#walk) return this.router.go("/t/", { replace: true });
    const made = (locked && params.code === undefined ? lockedScreen : screen)(this, { ...params, walk: this.#walk });
    const drawn = made instanceof Promise ? await made : made;
    if (!drawn) return this.router.go(`/t/${params.turf ?? ""}/`, { replace: true });
    this.#draw(drawn);
  }

  #draw(drawn) {
    const moved = this.#shown?.path !== location.pathname;
    const scroll = scrollY;
    const held = moved ? -1 : this.#focusable().indexOf(document.activeElement);
    this.#shown = { ...drawn, path: location.pathname };
    this.root.querySelector("#top").replaceChildren(...[drawn.header, banner(this.sync.state)].filter(Boolean));
    this.root.querySelector("#middle").replaceChildren(drawn.main);
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
    return [...this.root.querySelectorAll("a[href], button, summary, input")];
  }

  #follow() {
    const { state } = this.sync;
    for (const link of this.root.querySelectorAll("[data-badge]")) showBadge(link, state);
    const top = this.root.querySelector("#top");
    top.querySelector(".offline")?.remove();
    if (this.#shown && banner(state)) top.append(banner(state));
    if (state.revoked) this.router.refresh();
    this.#setTitle();
    this.#announce(state);
  }

  #announce(state) {
    if (Date.now() - this.#announced < ANNOUNCED_EVERY_MS) return;
    this.#announced = Date.now();
    const told = badge(state);
    this.toast.whisper(t(told.key, { n: told.n }));
  }

  #setTitle() {
    const { unsent } = this.sync.state;
    document.title = unsent ? `(${unsent}) ${this.#title}` : this.#title;
  }

  async #pulled() {
    await finishEndings();
    await this.#checkLease();
    await this.#reread();
  }

  // A visit saved while the store was being read would be missing from what was read: read again.
  async #reread() {
    const held = this.#walk;
    if (!held) return;
    const { signature, visits } = held;
    const rows = await readWalk(held.turf.id);
    if (this.#walk !== held) return;
    if (held.visits.length !== visits.length) return void (await this.#reread());
    if (!rows) this.#walk = null;
    else held.load(rows);
    const changed = !rows || held.signature !== signature;
    if (changed && this.#shown?.live && !document.querySelector("dialog[open]")) this.router.refresh();
  }

  // Past the lease the doors leave the phone; the queue stays and may still be sent (sync, section 8).
  async #checkLease() {
    const [lease, offset] = await Promise.all([meta("lease"), meta("offset")]);
    this.locked = Boolean(lease) && Date.now() + (offset ?? 0) > Date.parse(lease);
    if (this.locked) await wipe(["turfs", "addresses", "doors"]);
  }
}

function banner({ online, revoked }) {
  return !online && !revoked ? h("p", { class: "offline" }, t("sync.offline")) : null;
}
