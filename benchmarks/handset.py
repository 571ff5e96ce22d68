"""A cheap phone in a poor place: Chromium with its processor four times slower, and the network of a cellar."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PROGRAMS = ("chromium", "chromium-browser", "chromium-headless-shell")
LIGHT = "chromium-headless-shell"  # the same engine without windows: it opens a page with a third of the work
SCREEN = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "fr-FR"}
SLOWER = 4
KILOBITS = 400
ROUND_TRIP_MS = 400
# When the page first shows what is waited for, on the page's own clock: from its first byte asked for to the frame
# that draws it.
WATCH = """(selector) => {
  globalThis.shownAt = new Promise((tell) => {
    const look = () => document.querySelector(selector)
      && requestAnimationFrame(() => setTimeout(() => tell(performance.now())));
    const watcher = new MutationObserver(() => look() && watcher.disconnect());
    watcher.observe(document, { childList: true, subtree: true, attributes: true });
  });
}"""


def program(preferred: str = PROGRAMS[0]) -> str | None:
    """Where Chromium is, the preferred one first; None on a machine without any."""
    found = (shutil.which(name) for name in (preferred, *PROGRAMS))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium. Exits with a sentence where there is none."""
    found = program()
    if found is None:
        sys.exit("no Chromium: install the package “chromium”, or name it in CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


def slow_down(page: Any, *, processor: bool = True, network: bool = False) -> Any:
    """Make this page's processor and network those of a cheap phone; the session that holds them so."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if processor:
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if network:
        speed = KILOBITS * 1000 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": speed, "uploadThroughput": speed},
        )
    return session


def watch(page: Any, selector: str) -> None:
    """From the next page on, note when this is first drawn."""
    page.add_init_script(f"({WATCH})({selector!r})")


def shown_after(page: Any) -> float:
    """Milliseconds from the start of the page to the first frame with what is watched for."""
    return float(page.evaluate("globalThis.shownAt"))


def loop_ms(page: Any) -> float:
    """A fixed piece of arithmetic on this page's processor: what machines are compared by."""
    return float(
        page.evaluate(
            """() => {
              const began = performance.now();
              let sum = 0;
              for (let n = 0; n < 3e7; n += 1) sum = (sum + n * n) | 0;
              return performance.now() - began + (sum === 1 ? 1 : 0);
            }"""
        )
    )
