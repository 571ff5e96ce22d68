"""Whole shifts in a real browser, at random: whatever is killed, lost, doubled or late, each event arrives once.

``CANVASS_SCHEDULES=300 bin/test tests/field/test_shifts.py`` plays more of them; the number that a failed one is named
by plays it again.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from campaigns.contacts.models import Contact
from campaigns.doors.models import Door
from campaigns.people import joining
from campaigns.visits.models import FieldEvent, Visit, WelcomeTally
from tests import builders
from tests.field.networks import FAULTS, Network, send_all
from tests.field.phones import reopened, stored, until

pytestmark = pytest.mark.browser

SCHEDULES = int(os.environ.get("CANVASS_SCHEDULES", "30"))
HOUSES, FLATS = 36, 24
OUTCOMES = ["not-home", "not-home", "not-home", "refused", "come-back", "no-access"]
ACCIDENTS = ["reload", "kill", "kill in the middle of a save", "undo", "later"]
WELCOMES = ["favourable", "hesitant", "unfavourable"]


@pytest.fixture
def turf(outing):
    """Houses of two streets, and a building of which nothing is known."""
    station = builders.station()
    houses = [
        builders.address(station, number, street, dwellings=1)
        for street in ("Rue des Tanneurs", "Rue de l’Abbaye")
        for number in range(1, HOUSES + 1, 2)
    ]
    building = builders.address(station, 2, "Rue de l’Abbaye", dwellings=None)
    for address in [*houses, building]:
        builders.door(outing.campaign, address, estimated=address == building)
    made = builders.turf(outing, *houses, building)
    made.name = "Rue des Tanneurs"
    made.join_code = joining.open_code(outing=outing, now=outing.starts_at)
    made.save()
    return made


class Shift:
    """One volunteer's hours, without network: what they do at random, and what must come of it."""

    def __init__(self, page, dice: random.Random) -> None:
        self.page, self.dice = page, dice
        self.welcomes: Counter[str] = Counter()
        self.undoable: str | None = None

    def building(self, path: str) -> None:
        """A building of which nothing was known: 24 flats over six floors, found and seen one by one."""
        walk = self.page.url
        self.page.goto(path)
        self.page.click(".roof")
        for name in range(2, 5):
            self.page.click(".flat-add >> nth=0")
            self.page.wait_for_selector(f".flat[aria-label*='porte {name},']")
        for floors in range(2, 7):
            self.page.click(".roof")
            until(self.page, f"document.querySelectorAll('.flat:not(.floor-loose .flat)').length === {4 * floors}")
        while added(self.page) < FLATS:  # shown before the disk has answered: who is killed now loses the last tap
            self.page.wait_for_timeout(20)
        while (left := self.page.locator(".flat .tile-todo").count()) > 0:
            if self.dice.random() < 0.1:
                self.start_again(self.dice.choice(["reload", "kill"]))
                self.page.wait_for_selector(".facade")
                continue
            self.page.click(f".dock .outcome-{self.dice.choice(OUTCOMES)}")
            until(self.page, f"document.querySelectorAll('.flat .tile-todo').length < {left}")
        self.page.goto(walk)
        self.page.wait_for_selector(".dock")

    def doors(self) -> None:
        """Door after door until the walk is done."""
        while self.page.locator(".pad").count():
            if self.dice.random() < 0.15:
                self.accident(self.dice.choice(ACCIDENTS))
            elif self.dice.random() < 0.2:
                self.discussion()
            else:
                self.outcome()

    def outcome(self) -> None:
        self.page.click(f".outcome-{self.dice.choice(OUTCOMES)}")
        self.undoable = ""

    def discussion(self) -> None:
        self.page.click(".outcome-conversation")
        welcome = self.dice.choice(WELCOMES)
        self.page.click(f".welcome-{welcome}")
        self.page.click(".chip >> nth=0")
        self.page.click(".dock .button-main")
        self.page.wait_for_selector(".toast-undo")
        self.welcomes[welcome] += 1
        self.undoable = welcome

    def contact(self) -> None:
        self.page.click(".outcome-conversation")
        self.page.click("text=Garder le contact, avec son accord")
        self.page.fill("[name=first_name]", "Martine")
        self.page.fill("[name=phone]", "06 12 34 56 78")
        self.page.click(".purpose:visible >> nth=0")
        self.page.click("text=La personne est d’accord, enregistrer")
        self.page.wait_for_selector(".toast-undo")

    def accident(self, kind: str) -> None:
        if kind == "undo":
            self.undo()
        elif kind == "later":
            self.put_off()
        else:
            self.start_again(kind)
        self.undoable = None

    def put_off(self) -> None:
        self.page.click("[aria-haspopup=dialog]")
        later = self.page.locator("dialog >> text=Plus tard")
        if later.count():
            later.click()
        else:  # the last door
            self.page.keyboard.press("Escape")

    def start_again(self, kind: str) -> None:
        if "save" in kind:
            self.page.click(f".outcome-{self.dice.choice(OUTCOMES)}")
        if kind == "reload":
            self.page.reload()
        else:
            self.page = reopened(self.page, self.page.url)
        self.page.wait_for_selector(".dock")

    def undo(self) -> None:
        if self.undoable is None:
            return
        self.page.wait_for_selector(".toast-undo")
        self.page.keyboard.press("u")
        self.page.wait_for_selector("text=annulé")
        self.welcomes[self.undoable] -= 1

    def end(self) -> None:
        self.page.click("nav a[href$=bilan]")
        self.page.click("text=Terminer et rendre le secteur")
        self.page.click("dialog >> text=Terminer et rendre le secteur")
        self.page.wait_for_url("**/t/")


def added(page) -> int:
    """Doors that the phone has stored as found on the way."""
    return Counter(row["type"] for row in stored(page)["visits"])["door.added"]


@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_a_whole_shift_arrives_once(phone, turf, seed) -> None:
    dice = random.Random(seed)
    phone.click(".dock .button-main")
    phone.wait_for_selector(".pad")
    phone.context.set_offline(True)
    shift = Shift(phone, dice)
    shift.contact()
    shift.building(f"/t/t-{turf.pk}/immeuble/{turf.stops.get(address__number=2).address_id}")
    shift.doors()
    shift.end()
    said = {row["id"]: row["event"]["device_seq"] for row in stored(shift.page)["visits"]}
    assert added(shift.page) == FLATS
    states = {row["id"]: row["state"] for row in stored(shift.page, "doors")["doors"]}

    network = Network(shift.page.context, [dice.choice(FAULTS) for _ in range(4)])
    shift.page.context.set_offline(False)
    send_all(shift.page, network)

    kept = [*Visit.objects.all(), *FieldEvent.objects.all()]
    assert {str(event.pk): event.device_seq for event in kept} == said
    assert sorted(said.values()) == list(range(1, len(said) + 1))
    assert {str(door.pk): door.state for door in Door.objects.standing()} == states
    assert Counter({tally.welcome: tally.count for tally in WelcomeTally.objects.all()}) == +shift.welcomes
    assert Contact.objects.get().phone == "+33612345678"
    assert stored(shift.page)["outbox"] == []
    shift.page.wait_for_selector("text=Secteur rendu, merci")
