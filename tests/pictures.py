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
    turf = outing.turfs.filter(assignments__device=None).annotate(stops_=Count("stops")).order_by("-stops_").first()
    outing.ends_at = now + timedelta(hours=2)
    outing.save()
    turf.name = "Secteur de la Halle"
    turf.join_code = joining.open_code(outing=outing, now=now)
    turf.save()
    return turf


def walk(page, turf) -> Iterator[str]:
    """Bring the page to each screen and say its name."""
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
    page.click(".dock .button-main")
    page.wait_for_selector(".pad")
    for outcome in ("not-home", "refused", "not-home", "come-back"):
        page.click(f".outcome-{outcome}")
        page.wait_for_selector(".toast-undo")
    yield "porte"
    yield from building(page, turf)
    page.click(".outcome-conversation")
    page.click(".welcome button >> nth=0")
    page.click(".chip >> nth=0")
    yield "discussion"
    page.click(".dock .button-main")
    page.wait_for_selector(".pad")
    page.context.set_offline(True)
    page.click(".outcome-not-home")
    page.wait_for_selector(".offline")
    yield "porte-hors-ligne"
    page.click("nav a[href$=carte]")
    page.wait_for_selector(".leaflet-overlay-pane canvas")
    page.wait_for_selector(".toast", state="detached", timeout=12_000)
    yield "carte"
    page.click("nav a[href$=argumentaire]")
    page.wait_for_selector(".privacy")
    yield "argumentaire"
    page.click("nav a[href$=bilan]")
    page.wait_for_selector(".shift-wall")
    yield "bilan"
    page.click(".badge")
    page.wait_for_selector(".events")
    yield "envois"
    page.context.set_offline(False)


def building(page, turf) -> Iterator[str]:
    """A building as a team found it, half of it seen; and the door one came from."""
    from django.db.models import Count

    from campaigns.doors.models import Building

    stops = turf.stops.values("address")
    found = Building.objects.filter(address__in=stops)
    rows = found.annotate(flats=Count("staircases__floors__doors")).order_by("flats")
    place = rows.filter(flats__lte=18).last() or rows.first()
    door = page.url
    page.goto(f"/t/t-{turf.pk}/immeuble/{place.address_id}")
    page.wait_for_selector(".facade")
    for outcome in ("not-home", "conversation", "refused", "not-home", "come-back", "no-access", "not-home"):
        page.click(f".outcome-{outcome}")
        if outcome == "conversation":
            page.click(".dock .button-main")
        page.wait_for_selector(".toast-undo")
    page.click(".toast-undo")
    page.mouse.move(0, 300)  # a toast that is looked at stays
    page.wait_for_selector(".toast", state="detached", timeout=12_000)
    page.evaluate("scrollTo(0, 0)")
    yield "immeuble"
    page.goto(door)
    page.wait_for_selector(".pad")


if __name__ == "__main__":
    main()
