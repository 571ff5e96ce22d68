// The page under the app: what of a screen stands where, its title, its focus, and what it says of sending.
import { t } from "./language.js";
import { badge } from "./lib/sending.js";
import { banner, showBadge } from "./parts/header.js";

const ANNOUNCED_EVERY_MS = 30_000;

export class Page {
  #root;
  #toast;
  #shown = null;
  #announced = -ANNOUNCED_EVERY_MS;
  #title = "";

  constructor(root, toast) {
    this.#root = root;
    this.#toast = toast;
  }

  /** Whether what is shown may be drawn again by itself. */
  get isLive() {
    return Boolean(this.#shown?.live);
  }

  /** Show a screen: {title, header, main, foot, live}. Its heading gets the focus, unless it was there before. */
  draw(drawn, state) {
    const moved = this.#shown?.path !== location.pathname;
    const scroll = scrollY;
    const held = moved ? -1 : this.#focusable().indexOf(document.activeElement);
    this.#shown = { ...drawn, path: location.pathname };
    this.#part("#top").replaceChildren(...[drawn.header, banner(state)].filter(Boolean));
    if (!drawn.main.isConnected) this.#part("#middle").replaceChildren(drawn.main);
    this.#part("#foot").replaceChildren(...(drawn.foot ? [drawn.foot] : []));
    drawn.main.dataset.shown = "true";
    this.#title = drawn.title;
    this.#setTitle(state);
    if (!moved) {
      scrollTo(0, scroll);
      return this.#focusable()[held]?.focus({ preventScroll: true });
    }
    scrollTo(0, 0);
    this.#part("h1")?.focus({ preventScroll: true });
  }

  /** What is to be sent has changed: in the badge, the banner and the title, and seldom aloud. */
  follow(state) {
    for (const link of this.#root.querySelectorAll("[data-badge]")) showBadge(link, state);
    this.#part("#top .offline")?.remove();
    if (this.#shown && banner(state)) this.#part("#top").append(banner(state));
    this.#setTitle(state);
    this.#announce(state);
  }

  // A screen drawn again in the background leaves the focus at its place.
  #focusable() {
    return [...this.#root.querySelectorAll("h1[tabindex], a[href], button, summary, input")];
  }

  #announce(state) {
    if (performance.now() - this.#announced < ANNOUNCED_EVERY_MS) return;
    this.#announced = performance.now();
    const told = badge(state);
    this.#toast.whisper(t(told.key, { n: told.n }));
  }

  #setTitle({ unsent }) {
    document.title = unsent ? `(${unsent}) ${this.#title}` : this.#title;
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }
}
