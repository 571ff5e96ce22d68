// Addresses to screens, without leaving the page: every screen works from the phone's store.

export class Router {
  #routes;
  #show;

  /** `routes`: [[pattern with named groups, screen]]; `show(screen, params)` draws it. */
  constructor(routes, show) {
    this.#routes = routes;
    this.#show = show;
    addEventListener("popstate", () => this.refresh());
    document.addEventListener("click", (event) => this.#follow(event));
  }

  go(path, { replace = false } = {}) {
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
    return this.refresh();
  }

  refresh() {
    for (const [pattern, screen] of this.#routes) {
      const match = pattern.exec(location.pathname);
      if (match) return this.#show(screen, Object.fromEntries(Object.entries(match.groups ?? {}).map(decoded)));
    }
    return this.go("/t/", { replace: true });
  }

  #follow(event) {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.origin !== location.origin || !link.pathname.startsWith("/t/")) return;
    event.preventDefault();
    this.go(link.pathname + link.search, { replace: link.hasAttribute("data-replace") });
  }
}

function decoded([name, value]) {
  return [name, value && decodeURIComponent(value)];
}
