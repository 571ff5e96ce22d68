"""The rules that server and phone share: the same cases are read by tests/js."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from campaigns.doors.models import Door, Floor, Staircase
from campaigns.law import silence
from campaigns.turfs.sheet import door_order
from campaigns.visits import projection
from campaigns.visits.clock import Envelope

CASES = Path(__file__).parent.parent / "cases"
NAMES = UUID(int=0)


def cases(name: str) -> list:
    return [pytest.param(case, id=case["name"]) for case in json.loads((CASES / f"{name}.json").read_text())]


def clock(time: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2027-02-13T{time}:00+00:00") if time else None


def read(said: dict) -> projection.Event:
    """Letters become identifiers in their own order."""
    return projection.Event(
        id=UUID(int=ord(said["id"])),
        outcome=said["outcome"],
        supersedes=UUID(int=ord(said["supersedes"])) if said.get("supersedes") else None,
        effective_at=clock(said["at"]),
        device_seq=said["seq"],
        received_at=clock(said.get("received", "18:00")),
        device=uuid5(NAMES, said["phone"]),
        by=said["phone"],
    )


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("case", cases("folding"))
def test_the_events_of_a_door_amount_to(case, backwards) -> None:
    events = [read(said) for said in case["events"]]
    if backwards:
        events.reverse()

    folded = projection.fold(
        events, lifted_at=clock(case.get("lifted")), building_closed=case.get("building_closed", False)
    )

    last = case["door"]["last"] or {"at": None, "by": ""}
    assert [chr(event.id.int) for event in projection.living(events)] == case["living"]
    outcomes = [said["outcome"] for said in case["events"] if said["id"] in case["living"]]
    knocks = sum(outcome in ("not_home", "conversation", "refused", "come_back") for outcome in outcomes)
    openings = sum(outcome in ("conversation", "refused", "come_back") for outcome in outcomes)
    told = {said["id"]: said["outcome"] for said in case["events"]}
    knocked = [told[each] for each in case["living"] if told[each] in projection.KNOCKED]
    assert folded == projection.DoorFold(
        case["door"]["state"], clock(last["at"]), last["by"], case["door"]["count"], knocks, openings, *knocked[:1]
    )


@pytest.mark.parametrize("case", cases("clock"))
def test_a_visit_s_time_on_our_clock(case) -> None:
    sent, received, at = (
        datetime.fromisoformat(time) for time in (case["push"]["wall"], case["received"], case["visit"]["wall"])
    )

    told = Envelope(sent, case["push"]["mono_ms"], received).effective(at, case["visit"]["mono_ms"])

    assert told == (datetime.fromisoformat(case["effective"]), case["suspect"])


@pytest.mark.parametrize("case", cases("silence"))
def test_the_silence_before_a_vote(case) -> None:
    rounds = [date.fromisoformat(day) for day in case["rounds"]]

    windows = [silence.window(day, case["time_zone"]) for day in rounds]

    assert [{"from": a.isoformat(), "to": b.isoformat()} for a, b in windows] == case["windows"]
    for instants, expected in ((case["silent"], True), (case["open"], False)):
        found = [silence.in_silence(datetime.fromisoformat(at), rounds, case["time_zone"]) for at in instants]
        assert found == [expected] * len(instants)


@pytest.mark.parametrize("case", cases("walking"))
def test_doors_are_printed_in_walking_order(case) -> None:
    doors = [door(**said) for said in case["doors"]]

    assert "".join(chr(each.pk.int) for each in sorted(doors, key=door_order)) == case["order"]


def door(id: str, staircase: str, floor: int | None, rank: int) -> Door:
    level = None if floor is None else Floor(level=floor, staircase=Staircase(name=staircase))
    return Door(id=UUID(int=ord(id)), floor=level, rank=rank)
