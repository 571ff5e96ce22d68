"""The phone app on a cheap phone: what it weighs, how soon it can be used, how soon the next door is there.

    python -m benchmarks.phone [--full] [--json]

Chromium with its processor slowed down four times, and for the first visit a network of 400 kb/s with 400 ms there and
back. Beside it, in the same run: a fixed piece of arithmetic in the same browser, slowed down and not. Times are
medians. With --full more rounds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import handset
from benchmarks.report import Report, arguments
from benchmarks.site import empty_database, server

if TYPE_CHECKING:
    from campaigns.turfs.models import Turf

DOORS = 800
OUTCOMES = ("not-home", "refused", "come-back", "no-access")
FIRST_FIELD = "form [name=first_name]"
# Milliseconds from a tap to the frame that shows the next door, on the page's own clock.
TAP = """({ button, title }) => new Promise((tell) => {
  const before = document.querySelector(title).textContent;
  const watcher = new MutationObserver(() => {
    const said = document.querySelector(title);
    if (!said || said.textContent === before) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => tell(performance.now() - began)));
  });
  watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
  const began = performance.now();
  document.querySelector(button).click();
})"""


def main() -> None:
    parser = arguments(__doc__ or "")
    options = parser.parse_args()
    report = Report("phone")
    with empty_database():
        from benchmarks import walk_ground
        from canvass.staticfiles import collect_when_changed

        collect_when_changed()
        turf = walk_ground.lay(DOORS)
        with server() as site, handset.browser() as browser:
            address = f"http://127.0.0.1:{site.port}"
            _weigh(report)
            _first_visits(report, browser, address, turf, rounds=5 if options.full else 3)
            _walk(report, browser, address, turf, rounds=5 if options.full else 3, taps=60 if options.full else 20)
    report.close(as_json=options.json)


def _weigh(report: Report) -> None:
    """The first screen's own files, each packed by itself, as the server sends them."""
    from django.test import Client

    from benchmarks.weights import packed, scripts, styles

    page = Client().get("/t/").content.decode()
    report.at_most("kB of scripts of the first screen", packed(scripts(page)) / 1000, 45)
    report.at_most("kB of styles of the first screen", packed(styles(page)) / 1000, 14)


def _first_visits(report: Report, browser: Any, address: str, turf: Turf, *, rounds: int) -> None:
    """A phone that has never been here scans a code; each time with everything forgotten."""
    times, weights = [], []
    for _ in range(rounds):
        context = browser.new_context(base_url=address, **handset.SCREEN)
        page = context.new_page()
        session = handset.slow_down(page, network=True)
        heard = _listen(session)
        handset.watch(page, FIRST_FIELD)
        page.goto(_code(turf), wait_until="commit")
        times.append(handset.shown_after(page))
        weights.append(sum(bytes_ for kind, bytes_ in heard if kind != "Font"))
        context.close()
    report.figures["ms of the arithmetic"] = _arithmetic(browser, slower=False)
    report.figures["ms of the arithmetic, slowed down"] = _arithmetic(browser, slower=True)
    report.at_most("kB of the first screen without fonts", median(weights) / 1000, 130)
    report.at_most("s to the first field, 400 kb/s, slowed", median(times) / 1000, 4)


def _walk(report: Report, browser: Any, address: str, turf: Turf, *, rounds: int, taps: int) -> None:
    """The walk loaded once; then, without network, cold starts of the app and a long row of doors."""
    context = browser.new_context(base_url=address, **handset.SCREEN)
    context.set_default_timeout(60_000)
    page = context.new_page()
    sizes: list[int] = []
    session = handset.slow_down(page, processor=False)
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(_code(turf))
    page.fill(FIRST_FIELD, "Léa")
    page.click("form button.button-main")
    page.wait_for_selector("text=Commencer la tournée")
    report.at_most("kB of a walk of 100 addresses", max(sizes) / 1000, 60)
    page.click("text=Commencer la tournée")
    page.wait_for_selector(".row")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    path = page.evaluate("location.pathname")
    context.set_offline(True)
    page.close()
    report.at_most("s to open the walk again, offline", _cold_starts(context, path, rounds, slower=False) / 1000, 1)
    report.at_most("s to open it again, offline, slowed", _cold_starts(context, path, rounds, slower=True) / 1000, 1)
    saves = _saves(context, path, taps)
    report.figures["ms from tap to next door, at most"] = max(saves)
    report.at_most("ms from tap to next door, slowed", median(saves), 100)
    tower = _saves_in_the_tower(context, path, turf, taps)
    report.figures["ms from tap to next flat of 120, at most"] = max(tower)
    report.at_most("ms from tap to next flat of 120, slowed", median(tower), 100)
    context.close()


def _cold_starts(context: Any, path: str, rounds: int, *, slower: bool) -> float:
    times = []
    for _ in range(rounds):
        page = context.new_page()
        handset.slow_down(page, processor=slower)
        handset.watch(page, "main[data-shown] .row")
        page.goto(path, wait_until="commit")
        times.append(handset.shown_after(page))
        page.close()
    return median(times)


def _saves(context: Any, path: str, taps: int) -> list[float]:
    page = context.new_page()
    handset.slow_down(page)
    page.goto(path)
    page.click(".dock .button-main")
    page.wait_for_selector(".pad")
    times = _taps(page, taps, "h1")
    page.close()
    return times


def _saves_in_the_tower(context: Any, path: str, turf: Turf, taps: int) -> list[float]:
    """The same on the façade of the largest building: what tells the next door is then the line above the outcomes."""
    page = context.new_page()
    handset.slow_down(page)
    page.goto(f"{path}immeuble/{turf.stops.earliest('position').address_id}")
    page.wait_for_selector(".facade")
    times = _taps(page, taps, ".dock-door")
    page.close()
    return times


def _taps(page: Any, taps: int, title: str) -> list[float]:
    times = []
    for number in range(taps):
        button = f".dock .outcome-{OUTCOMES[number % len(OUTCOMES)]}"
        times.append(float(page.evaluate(TAP, {"button": button, "title": title})))
        page.wait_for_timeout(150)
    return times


def _arithmetic(browser: Any, *, slower: bool) -> float:
    page = browser.new_page()
    handset.slow_down(page, processor=slower)
    spent = median(handset.loop_ms(page) for _ in range(3))
    page.close()
    return spent


def _listen(session: Any) -> list[tuple[str, int]]:
    """(kind, bytes on the wire) of each answer, as they come."""
    kinds: dict[str, str] = {}
    heard: list[tuple[str, int]] = []
    session.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda told: heard.append((kinds.get(told["requestId"], ""), int(told["encodedDataLength"]))),
    )
    return heard


def _code(turf: Turf) -> str:
    from campaigns.people import joining

    assert turf.join_code is not None
    return joining.qr_path(turf.join_code, datetime.now(UTC))


if __name__ == "__main__":
    main()
