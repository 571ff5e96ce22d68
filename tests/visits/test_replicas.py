"""Phones that push, pull, repeat and lose answers at any moment all end up knowing what the server knows (test:S2)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.doors.models import Door
from campaigns.people import counter
from campaigns.people.models import Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from campaigns.visits import changes, lifting
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import EVENING, push, rare

OUTCOMES = ["not_home", "conversation", "refused", "do_not_knock"]
numbers = itertools.count(1)
phones, doors = st.integers(0, 2), st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("visit"), phones, doors, st.sampled_from(OUTCOMES)),
        st.tuples(st.just("undo"), phones),
        st.tuples(st.just("send"), phones, st.integers(1, 4), st.booleans()),  # the answer may be lost
        st.tuples(st.just("send again"), phones),
        st.tuples(st.just("pull"), phones, st.integers(1, 3)),
        st.tuples(st.just("close building"), phones, doors),
        st.tuples(st.just("lift"), doors),
        st.tuples(st.just("withdraw"), phones),
        st.tuples(st.just("give"), phones),
        st.tuples(st.just("restore")),
    ),
    max_size=25,
)


@dataclass
class Replica:
    """What a phone keeps: its events, those the server has confirmed, and the doors it has heard of."""

    device: Device
    turf: Turf
    events: list[dict] = field(default_factory=list)
    confirmed: int = 0
    doors: dict[str, str] | None = None
    cursor: str = ""

    def note(self, made: dict) -> None:
        self.events.append(made)

    def send(self, most: int, *, lost: bool) -> None:
        batch = self.events[self.confirmed : self.confirmed + most]
        answer = push(self.device, *batch)
        assert {result.verdict for result in answer.results} <= {"ok", "duplicate"}
        if not lost:
            self.confirmed += len(batch)

    def pull(self, limit: int) -> bool:
        """One page; whether there is more. The bundle comes first, and again when the server asks for it."""
        self.device = Device.objects.select_related("campaign").get(pk=self.device.pk)
        try:
            page = changes.since(self.device, self.cursor, now=SATURDAY, limit=limit)
        except changes.CursorTooOld:
            self.cursor = changes.cursor_now(self.device.campaign)
            self.doors = stored(self.device)
            return True
        told = {change["id"]: change["state"] for change in page.changes if change["kind"] == "door"}
        if page.withdrawn:
            self.doors = None
        elif self.doors is not None:
            self.doors |= told
        elif any(change["kind"] == "turf" for change in page.changes):
            self.doors = stored(self.device)  # a turf that it did not have: loaded as a bundle
        self.cursor = page.cursor
        return page.has_more


def stored(device: Device) -> dict[str, str] | None:
    """The doors that this phone may see, as the database has them; None when it holds nothing."""
    held = Turf.objects.held_by(device)
    if not held:
        return None
    rows = Door.objects.filter(address__in=held.values("stops__address"), campaign=device.campaign_id)
    return {str(pk): state for pk, state in rows.values_list("pk", "state")}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=steps)
def test_every_phone_ends_up_knowing_what_the_server_knows(db, plan) -> None:
    replicas, ground = walkers()

    for step, *args in plan:
        play(replicas, ground, step, *args)

    for replica in replicas:
        while replica.confirmed < len(replica.events):
            replica.send(50, lost=False)
    for replica in replicas:
        while replica.pull(50):
            pass
        assert replica.doors == stored(replica.device)
        assert Device.objects.get(pk=replica.device.pk).seq_acked == len(replica.events)


def walkers() -> tuple[list[Replica], list[Door]]:
    campaign, station = builders.campaign(f"rue-{next(numbers)}"), builders.station()
    addresses = [builders.address(station, next(numbers)) for _ in range(4)]
    ground = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    names = ("Léa", "Omar", "Inès")
    return [Replica(builders.device(turf.outing, turf, first_name=name), turf) for name in names], ground


def play(replicas: list[Replica], ground: list[Door], step: str, *args) -> None:
    if step == "lift":
        return lifting.lift_door(ground[args[0]], now=EVENING)
    if step == "restore":
        counter.new_epoch(replicas[0].device.campaign, now=EVENING)
        for replica in replicas:
            replica.confirmed = 0  # a phone that hears of it sends everything again
        return None
    replica, seq = replicas[args[0]], len(replicas[args[0]].events) + 1
    device, turf, at = replica.device, replica.turf, SATURDAY + timedelta(minutes=seq)
    held = device.assignments.filter(ended_at=None).first()
    match step, *args[1:]:
        case "visit", door, outcome:
            replica.note(event(device, turf, ground[door], outcome, seq=seq, at=at))
        case ("undo",) if replica.events and replica.events[-1]["type"].startswith("visit"):
            last = replica.events[-1]
            door = next(door for door in ground if str(door.pk) == last["payload"]["door"])
            replica.note(event(device, turf, door, None, seq=seq, at=at, supersedes=last["id"]))
        case "close building", door:
            address = ground[door].address_id
            replica.note(rare(device, turf, "building.do_not_knock", seq=seq, at=at, address=address))
        case "send", most, lost:
            replica.send(most, lost=lost)
        case ("send again",):
            push(device, *reversed(replica.events[: replica.confirmed]))
        case "pull", limit:
            replica.pull(limit)
        case ("withdraw",) if held:
            handing_out.withdraw(held, now=EVENING)
        case ("give",):
            handing_out.give_to_phone(turf, device, now=EVENING)
    return None
