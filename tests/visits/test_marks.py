"""What a visit is marked with for review: late, in the silence, a suspect clock. Its age refuses none (test:S4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.visits.models import Visit
from tests.builders import SATURDAY, event
from tests.visits.pushing import push, verdicts

VOTE = date(2027, 6, 20)  # a Sunday; silent from Saturday 19, 00:00
YEAR = timedelta(days=365)


def at_home(zone: str, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 6, day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "made", "came", "flags"),
    [
        ("Europe/Paris", (18, 23, 59), (18, 23, 59), []),
        ("Europe/Paris", (18, 20), (19, 9), []),  # made before, sent within: taken as it is
        ("Europe/Paris", (19, 0), (19, 0), ["in_silence"]),
        ("Europe/Paris", (20, 19, 59), (21, 9), ["in_silence"]),  # made within, sent after
        ("Europe/Paris", (20, 20), (20, 20), []),
        ("Pacific/Tahiti", (18, 23, 30), (18, 23, 30), []),  # Saturday in Paris already
        ("Pacific/Tahiti", (19, 0, 30), (19, 0, 30), ["in_silence"]),
        ("Pacific/Noumea", (18, 23, 59), (19, 0, 1), []),
        ("Pacific/Noumea", (19, 0, 1), (19, 0, 1), ["in_silence"]),  # Friday afternoon in Paris
    ],
)
def test_only_a_visit_made_in_the_silence_of_its_territory_is_marked(walk, zone, made, came, flags) -> None:
    turf, doors, phone = walk
    phone.campaign.time_zone, phone.campaign.final_round_date = zone, VOTE
    phone.campaign.save()

    visit = event(phone, turf, doors[0], at=at_home(zone, *made))
    answer = push(phone, visit, at=at_home(zone, *came).astimezone(UTC))

    assert verdicts(answer) == ["ok"]
    assert Visit.objects.get().flags == flags


@pytest.mark.parametrize("wrong", [-YEAR, -timedelta(days=1), YEAR])
def test_no_clock_opens_the_silence(walk, wrong) -> None:
    turf, doors, phone = walk
    phone.campaign.final_round_date = VOTE
    phone.campaign.save()
    now = at_home("Europe/Paris", 19, 11).astimezone(UTC)

    push(phone, event(phone, turf, doors[0], at=now - timedelta(minutes=3) + wrong), at=now, sent_at=now + wrong)

    stored = Visit.objects.get()
    assert stored.effective_at == now - timedelta(minutes=3)
    assert stored.flags == ["in_silence", "clock"]


@pytest.mark.parametrize("wrong", [-YEAR, -timedelta(hours=1), timedelta(0), timedelta(hours=1), YEAR])
def test_no_clock_changes_the_order_on_a_phone(walk, wrong) -> None:
    turf, doors, phone = walk
    now = SATURDAY + timedelta(hours=1)
    first = event(phone, turf, doors[0], "refused", seq=1, at=now - timedelta(minutes=9))
    second = event(phone, turf, doors[0], "not_home", seq=2, at=now - timedelta(minutes=8) + wrong)
    first["mono_ms"], second["mono_ms"] = 1_000, 61_000

    push(phone, second, first, at=now, sent_at=now + wrong, mono_ms=541_000)

    doors[0].refresh_from_db()
    assert doors[0].state == "not_home"
    assert doors[0].last_at == now - timedelta(minutes=8)


@pytest.mark.parametrize(
    ("made_at", "flags"), [(SATURDAY + timedelta(minutes=29), []), (SATURDAY + timedelta(minutes=31), ["late"])]
)
def test_only_what_was_done_after_the_turf_was_taken_back_is_late(walk, made_at, flags) -> None:
    turf, doors, phone = walk
    phone.assignments.update(ended_at=SATURDAY + timedelta(minutes=30))

    answer = push(phone, event(phone, turf, doors[0], at=made_at))

    assert verdicts(answer) == ["ok"]
    assert Visit.objects.get().flags == flags


@pytest.mark.parametrize("at", ["1971-01-01T00:00:00+00:00", "2199-12-31T23:59:59+00:00", "2027-02-13T10:00:00+23:59",
                                "2027-02-13T10:00:00-14:00"])  # fmt: skip
def test_a_time_however_strange_is_taken_and_never_after_its_arrival(walk, at) -> None:
    turf, doors, phone = walk
    now = SATURDAY + timedelta(hours=1)

    answer = push(phone, event(phone, turf, doors[0]) | {"at": at}, at=now)

    assert verdicts(answer) == ["ok"]
    assert Visit.objects.get().effective_at <= now


@pytest.mark.parametrize(("minutes", "flags"), [(4, []), (6, ["clock"]), (-6, ["clock"])])
def test_a_clock_more_than_five_minutes_off_is_marked(walk, minutes, flags) -> None:
    turf, doors, phone = walk
    now, off = SATURDAY + timedelta(hours=1), timedelta(minutes=minutes)

    push(phone, event(phone, turf, doors[0], at=SATURDAY + off), at=now, sent_at=now + off)

    assert Visit.objects.get().flags == flags
    assert Visit.objects.get().effective_at == SATURDAY


def test_a_visit_two_minutes_ahead_is_brought_back_to_its_arrival(walk) -> None:
    turf, doors, phone = walk
    now = SATURDAY + timedelta(hours=1)

    push(phone, event(phone, turf, doors[0], at=now + timedelta(minutes=3)), at=now)

    assert (Visit.objects.get().effective_at, Visit.objects.get().flags) == (now, ["clock"])
