"""Pictures of the phone's screens, for docs/screens: a walk through the demo campaign as a volunteer would make it.

bin/screens [name …]      all of them, or those named
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks import handset
from benchmarks.site import empty_database, server

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
SCREEN = {**handset.SCREEN, "device_scale_factor": 2, "reduced_motion": "reduce"}


def main() -> None:
    wanted = sys.argv[1:]
    with empty_database():
        turf = demo_walk()
        with server() as site, handset.browser() as browser:
            context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}", **SCREEN)
            page = context.new_page()
            for name in walk(page, turf):
                if not wanted or name in wanted:
                    page.wait_for_timeout(400)  # fonts, and whatever still moves
                    page.screenshot(path=FOLDER / f"{name}.png")
                    print(name)
            context.close()


def demo_walk():
    """The demo campaign, and the turf of today's outing with the most interesting mixture of doors."""
    from django.core.management import call_command
    from django.db.models import Count
    from django.utils import timezone

    from campaigns.people import joining
    from campaigns.people.models import Outing
    from canvass.catalogues import compile_changed
    from canvass.staticfiles import collect_when_changed

    compile_changed()
    collect_when_changed()
    call_command("demo", "--stations", "12", verbosity=0)
    now = timezone.now()
    outing = Outing.objects.filter(starts_at__lte=now, ends_at__gt=now).order_by("starts_at").last()
    free = outing.turfs.filter(assignments__device=None, stops__address__in=tall().values("address"))
    turf = free.annotate(buildings=Count("stops", distinct=True)).order_by("-buildings", "pk").first()
    outing.ends_at = now + timedelta(hours=2)
    outing.save()
    turf.name = "Secteur de la Halle"
    turf.join_code = joining.open_code(outing=outing, now=now)
    turf.save()
    return turf


def tall():
    """Buildings of which the floors are known."""
    from campaigns.doors.models import Building

    return Building.objects.filter(staircases__floors__level__gte=3)


def walk(page, turf) -> Iterator[str]:
    """Bring the page to each screen and say its name."""
    yield from _joining(page, turf)
    yield from _at_doors(page)
    yield from _in_a_building(page, turf)
    yield from _without_network(page)


def _joining(page, turf) -> Iterator[str]:
    from django.utils import timezone

    from campaigns.people import joining

    page.goto(joining.qr_path(turf.join_code, timezone.now()))
    page.fill("[name=first_name]", "Léa")
    yield "rejoindre"
    page.click("form .button-main")
    page.wait_for_selector(".stored")
    yield "pret"
    page.click(".join-sheet .button-main")
    page.wait_for_selector(".rows")
    yield "portes"


def _at_doors(page) -> Iterator[str]:
    page.click(".dock .button-main")
    _log(page, "not-home", "not-home", "refused", "come-back")
    yield "porte"
    _quiet(page)
    page.click(".outcome-conversation")
    page.click(".welcome button >> nth=0")
    page.click(".chip >> nth=0")
    yield "discussion"
    page.click("text=Garder le contact, avec son accord")
    page.fill("[name=first_name]", "Martine")
    page.fill("[name=phone]", "06 12 34 56 78")
    yield "accord"
    page.click(".purpose:visible >> nth=0")
    page.click("text=La personne est d’accord, enregistrer")
    _log(page, "not-home", "no-access", "not-home")


def _in_a_building(page, turf) -> Iterator[str]:
    """A building as a team found it, half of it seen."""
    place = tall().filter(address__in=turf.stops.values("address")).order_by("doors_estimated").last()
    page.goto(f"/t/t-{turf.pk}/immeuble/{place.address_id}")
    page.wait_for_selector(".facade")
    for outcome in ("not-home", "conversation", "refused", "not-home", "come-back", "no-access", "not-home"):
        page.click(f".dock .outcome-{outcome}")
        if outcome == "conversation":
            page.click(".dock .button-main")
        page.wait_for_selector(".toast-undo")
    _quiet(page)
    page.evaluate("scrollTo(0, 0)")
    yield "immeuble"
    _dark(page, on=True)
    yield "immeuble-sombre"
    _dark(page, on=False)


def _without_network(page) -> Iterator[str]:
    page.context.set_offline(True)
    page.wait_for_selector(".offline")
    for outcome in ("not-home", "refused", "not-home"):
        page.click(f".dock .outcome-{outcome}")
        page.wait_for_selector(".toast-undo")
    _quiet(page)
    page.click("nav a[href$=carte]")
    page.wait_for_selector(".leaflet-overlay-pane canvas")
    yield "carte"
    page.click("nav a[href$=argumentaire]")
    page.wait_for_selector(".privacy")
    yield "argumentaire"
    _spread(page)
    page.reload()
    page.click("nav a[href$=bilan]")
    page.wait_for_selector(".shift-wall")
    yield "bilan"
    page.click(".badge")
    page.wait_for_selector(".events")
    yield "envois"
    page.context.set_offline(False)


def _log(page, *outcomes: str) -> None:
    for outcome in outcomes:
        page.wait_for_selector(".pad")
        page.click(f".outcome-{outcome}")
        page.wait_for_selector(".toast-undo")


def _quiet(page) -> None:
    """Wait until the last toast has gone."""
    page.mouse.move(0, 0)
    page.wait_for_selector(".toast", state="detached", timeout=15_000)


def _dark(page, *, on: bool) -> None:
    page.emulate_media(color_scheme="dark" if on else "light")


def _spread(page) -> None:
    """A picture is taken in seconds, a walk in an hour: three minutes between two doors."""
    page.evaluate(
        """async () => {
          const opening = indexedDB.open("canvass");
          const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
          const transaction = db.transaction("visits", "readwrite");
          const visits = transaction.objectStore("visits");
          const rows = await new Promise((resolve) => {
            visits.getAll().onsuccess = (found) => resolve(found.target.result.sort((a, b) => a.seq - b.seq));
          });
          const ago = (n) => new Date(Date.now() - (rows.length - n) * 180_000).toISOString();
          rows.forEach((row, n) => visits.put({ ...row, at: ago(n) }));
          await new Promise((resolve) => (transaction.oncomplete = resolve));
          db.close();
        }"""
    )


if __name__ == "__main__":
    main()
