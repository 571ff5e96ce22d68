"""Random walks in a real browser: whatever is killed, lost, doubled or late, the server holds each event once.

``CANVASS_SCHEDULES`` plays more of them; a number that failed is played again by its seed.
"""

from __future__ import annotations

import os
import random
import re

import pytest

from campaigns.doors.models import Door
from campaigns.visits.models import Visit
from tests.field.phones import reopened, stored, tap, until

pytestmark = pytest.mark.browser

SCHEDULES = int(os.environ.get("CANVASS_SCHEDULES", "8"))
OUTCOMES = ["not-home", "refused", "come-back", "no-access"]
STEPS = 9


class Network:
    """What happens to the calls of a phone: each fault once, then all passes."""

    def __init__(self, context, faults: list[str]) -> None:
        self.faults = faults
        self.held: list = []
        context.route("**/api/v1/sync/*", self._pass)

    def _pass(self, route) -> None:
        fault = self.faults.pop() if self.faults else "none"
        if fault == "none":
            return route.continue_()
        if fault == "lost on the way out":
            return route.abort()
        answer = route.fetch()
        if fault == "answer lost":
            return route.abort()
        if fault == "doubled":
            answer = route.fetch()
        if fault == "late":
            return self.held.append((route, answer))
        return route.fulfill(response=answer)

    def release(self) -> None:
        while self.held:
            route, answer = self.held.pop()
            route.fulfill(response=answer)


FAULTS = ["lost on the way out", "answer lost", "doubled", "late"]


def log_doors(page, dice: random.Random):
    """Go on for some steps without network: taps, undos, reloads, killed tabs. Returns the tab that is left."""
    for _ in range(STEPS):
        step = dice.choice(["tap", "tap", "tap", "undo", "reload", "kill", "kill in the middle of a save"])
        if step == "tap":
            tap(page, dice.choice(OUTCOMES))
        elif step == "undo":
            page.keyboard.press("u")
        elif step == "reload":
            page.reload()
        else:
            if "save" in step:
                page.click(f".outcome-{dice.choice(OUTCOMES)}")
            page = reopened(page, page.url)
        page.wait_for_selector(".pad")
    return page


def send_all(page, network: Network) -> None:
    """Back on line, again and again until the phone says that everything is on the server."""
    for _ in range(200):
        page.evaluate("dispatchEvent(new Event('online'))")
        network.release()
        page.wait_for_timeout(50)
        if page.locator(".badge-ok").count() and not network.faults:
            return
    pytest.fail("the phone still says: " + page.inner_text(".badge"))


@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_a_walk_arrives_whole_and_once(phone, turf, seed) -> None:
    dice = random.Random(seed)
    phone.click(".row-link >> nth=0")
    phone.wait_for_selector(".pad")
    phone.context.set_offline(True)
    page = log_doors(phone, dice)
    waiting = len(stored(page)["outbox"])
    assert page.title().startswith(f"({waiting}) ") == (waiting > 0)

    network = Network(page.context, [dice.choice(FAULTS) for _ in range(4)])
    page.context.set_offline(False)
    send_all(page, network)

    said = {visit["id"]: visit["event"]["device_seq"] for visit in stored(page)["visits"] if visit["door"]}
    assert {str(visit.pk): visit.device_seq for visit in Visit.objects.all()} == said
    assert sorted(said.values()) == list(range(2, len(said) + 2))
    assert stored(page)["outbox"] == []
    assert seen_on(page) == Door.objects.exclude(state="todo").count()


def seen_on(page) -> int:
    """Doors that the phone counts as seen."""
    return int(re.findall(r"(\d+) porte", page.inner_text("header"))[0])


def test_two_tabs_of_a_phone_number_and_send_as_one(phone, turf) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    for page in (phone, other):
        page.click(".dock .button-main")
        page.wait_for_selector(".pad")
    phone.context.set_offline(True)
    for outcome in OUTCOMES:
        for page in (phone, other):
            page.click(f".outcome-{outcome}")
    for page in (phone, other):
        until(page, "document.title.startsWith('(8) ')")

    phone.context.set_offline(False)
    for page in (phone, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (phone, other):
        page.wait_for_selector(".badge-ok")

    assert sorted(Visit.objects.values_list("device_seq", flat=True)) == list(range(2, 10))
