"""A way through every screen of the phone app. Each stop is called by its module, then by its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from campaigns.doors import notes
from campaigns.doors.models import AccessNote
from campaigns.people import devices, joining
from campaigns.people.models import Device, JoinRequest
from campaigns.turfs import handing_out
from tests import builders


def ground() -> SimpleNamespace:
    """A house with a dog, a building of five doors with a code, and two houses across the street."""
    now = timezone.now()
    campaign = builders.campaign("valmont", script=[{"title": "Se présenter", "text": "Bonjour, je suis bénévole."}])
    leader = builders.member(campaign, "team_leader", name="Nadia Haddad")
    outing = builders.outing(campaign, builders.team(campaign, leader=leader), starts_at=now - timedelta(minutes=10))
    station = builders.station()
    addresses = [builders.address(station, number, dwellings=1) for number in (2, 4, 3, 1)]
    for address in addresses:
        for rank in range(1, 6 if address.number == 4 else 2):
            builders.door(campaign, address, rank=rank, name=str(rank) if address.number == 4 else "")
    for address, kind, text in ((addresses[0], "dog", "Chien gentil"), (addresses[1], "code", "47B19")):
        AccessNote.objects.create(
            campaign=campaign, address=address, kind=kind, encrypted_text=notes.encrypt(text), noted_at=now
        )
    turf = builders.turf(outing, *addresses)
    code = joining.open_code(outing=outing, now=now)
    return SimpleNamespace(campaign=campaign, leader=leader, outing=outing, turf=turf, code=code)


def tour(page, ground: SimpleNamespace) -> Iterator[str]:
    """Bring the page to each screen in turn and say which it is."""
    yield from _joining(page, ground)
    yield from _walking(page, ground)
    yield from _sending(page, ground)


def _joining(page, ground: SimpleNamespace) -> Iterator[str]:
    page.goto("/r/")
    page.fill("[name=first_name]", "Léa")
    yield "join"
    page.click("form .button-main")
    yield "join without a code"
    page.fill("[name=code]", ground.code.words)
    page.click("form .button-main")
    page.wait_for_selector("progress")
    yield "join_views waiting"
    joining.accept(JoinRequest.objects.get(), by=ground.leader, now=timezone.now())
    page.wait_for_selector(".join-sheet button", state="detached")
    yield "join_views without an area"
    handing_out.place(Device.objects.get(), ground.turf, now=timezone.now())
    page.wait_for_selector(".stored")
    yield "join_views ready"
    page.click(".join-sheet .button-main")
    page.wait_for_selector(".rows")


def _walking(page, ground: SimpleNamespace) -> Iterator[str]:
    yield "doors"
    page.click(".finder-button")
    page.fill("[type=search]", "4")
    yield "doors found"
    page.fill("[type=search]", "99")
    yield "doors not found"
    page.keyboard.press("Escape")
    page.click(".row-link >> nth=0")
    page.wait_for_selector(".pad")
    yield "door of a house"
    page.click("[aria-haspopup=dialog]")
    yield "door with its menu"
    page.keyboard.press("Escape")
    for outcome in ("not-home", "refused", "come-back", "no-access"):
        page.click(f".outcome-{outcome}")
        page.wait_for_selector(".toast-undo")
    yield "door with a toast"
    page.click(".fact a")
    page.wait_for_selector(".facade")
    yield "facade of bare doors"
    page.click(".roof")
    page.click(".roof")
    page.click(".staircases .button")
    page.click(".staircases .segment >> nth=0")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # no button half under the dock
    yield "facade with staircases"
    page.click(".floor-name >> nth=0")
    yield "facade with the menu of a floor"
    page.keyboard.press("Escape")
    page.click(".below .link >> nth=0")
    yield "facade with its intercom"
    page.keyboard.press("Escape")
    page.click(".dock-head .link >> nth=0")
    yield "facade with a door's name"
    page.keyboard.press("Escape")
    page.click(".flat:has(.tile-no-access)")
    page.click(".dock-head a")
    page.focus(".history button")
    yield "door of a building with its past"
    page.click(".outcome-conversation")
    page.wait_for_selector(".welcome")
    page.click(".welcome button >> nth=0")
    page.click(".chip >> nth=0")
    yield "discussion"
    page.click(".offer a")
    page.wait_for_selector(".agreement")
    yield "accord"
    page.click(".dock .button-main")
    page.fill("[name=email]", "noe@")
    page.focus("[name=first_name]")
    page.wait_for_selector("#phone-told.error")
    yield "accord with its errors"
    page.fill("[name=phone]", "06 12 34 56 78")
    page.fill("[name=email]", "noe@example.org")
    page.click(".dock .button-main")
    page.click(".purpose input >> nth=0")
    yield "accord filled in"
    page.click(".dock .button-main")
    page.wait_for_selector(".pad")
    page.click(".fact .link")
    page.wait_for_selector("dialog[open]")
    yield "door with a note to write"
    page.click("dialog .chip >> nth=3")
    page.click("dialog .button-main")
    page.wait_for_selector("dialog .error")
    yield "door with a note that is missing"
    page.keyboard.press("Escape")
    page.click("nav a >> nth=1")
    page.wait_for_selector(".leaflet-overlay-pane canvas")
    yield "map"
    page.click(".map-tools button >> nth=0")
    page.wait_for_selector(".map-note p >> nth=1")
    yield "map without its position"
    page.click("nav a >> nth=2")
    page.wait_for_selector(".privacy")
    yield "script"
    page.goto(f"/t/t-{ground.turf.pk}/")
    page.wait_for_selector(".rows")
    yield "doors in part seen"


def _sending(page, ground: SimpleNamespace) -> Iterator[str]:
    page.goto(f"/t/t-{ground.turf.pk}/bilan")
    page.wait_for_selector(".shift-wall")
    yield "bilan"
    page.click(".dock-buttons button")
    page.wait_for_selector("dialog[open]")
    yield "bilan with its question"
    page.keyboard.press("Escape")
    page.click(".button-relay")
    page.wait_for_selector(".relay-qr")
    yield "relay"
    page.click(".relay-stop")
    page.wait_for_selector(".shift-wall")
    page.goto("/t/")
    page.wait_for_selector(".turfs")
    yield "turfs"
    page.goto(f"/t/t-{ground.turf.pk}/envois")
    page.wait_for_selector(".badge-ok")
    yield "envois all sent"
    page.context.set_offline(True)
    page.goto(f"/t/t-{ground.turf.pk}/")
    page.click(".dock .button-main")
    page.click(".outcome-refused")
    page.wait_for_selector(".toast-undo")
    page.click(".badge")
    page.wait_for_selector(".events")
    yield "envois waiting without network"
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 1e8, usage: 9e7 })")
    page.click(".bar a >> nth=0")
    page.wait_for_selector(".room:visible")
    yield "doors of a phone nearly full"
    page.click("nav a[href$=bilan]")
    page.wait_for_selector(".notice .button")
    yield "bilan without network"
    page.click(".button-relay")
    page.wait_for_selector("[role=alert]")
    yield "relay without network"
    page.click(".bar a >> nth=0")
    page.click(".badge")
    page.wait_for_selector(".events")
    ground.turf.stops.all().delete()
    page.context.set_offline(False)
    page.wait_for_selector(".reason")
    yield "envois with a refusal"
    devices.revoke(Device.objects.get(), now=timezone.now())
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector(".page.empty")
    yield "locked"
