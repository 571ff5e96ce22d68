"""Each door counts how often it was knocked at and how often somebody opened, as its visits say."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.models import Sum

from campaigns.doors.models import Door
from tests.builders import event
from tests.visits.pushing import figures, push, rare


def counts(door: Door) -> tuple[int, int]:
    door.refresh_from_db()
    return door.knock_count, door.open_count


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("not_home", (1, 0)),
        ("conversation", (1, 1)),
        ("refused", (1, 1)),
        ("come_back", (1, 1)),
        ("no_access", (0, 0)),
        ("do_not_knock", (0, 0)),
    ],
)
def test_a_visit_that_reached_the_door_knocked(walk, outcome, expected) -> None:
    turf, doors, phone = walk

    push(phone, event(phone, turf, doors[0], outcome))

    assert counts(doors[0]) == expected


def test_visits_add_up_once_in_one_batch_or_in_several(walk) -> None:
    turf, doors, phone = walk
    first = [event(phone, turf, doors[0], "not_home", seq=1), event(phone, turf, doors[0], "refused", seq=2)]
    second = event(phone, turf, doors[0], "conversation", seq=3)

    push(phone, *first)
    push(phone, *first, second)

    assert counts(doors[0]) == (3, 2)
    assert counts(doors[1]) == (0, 0)


def test_a_correction_and_an_undone_visit_count_for_what_they_say(walk) -> None:
    turf, doors, phone = walk
    said = [event(phone, turf, doors[n], "conversation", seq=1 + n) for n in range(2)]
    push(phone, *said)

    push(
        phone,
        event(phone, turf, doors[0], "not_home", seq=3, supersedes=said[0]["id"]),
        event(phone, turf, doors[1], None, seq=4, supersedes=said[1]["id"]),
    )

    assert counts(doors[0]) == (1, 0)
    assert counts(doors[1]) == (0, 0)


def walked(walk) -> tuple:
    """Visits, corrections of corrections and a closed building."""
    turf, doors, phone = walk
    first = event(phone, turf, doors[0], "conversation", seq=1)
    again = event(phone, turf, doors[0], "no_access", seq=3, supersedes=first["id"])
    push(phone, first, event(phone, turf, doors[1], "do_not_knock", seq=2), again)
    push(phone, event(phone, turf, doors[0], "refused", seq=4, supersedes=again["id"]))
    push(phone, *[event(phone, turf, doors[3], what, seq=5 + n) for n, what in enumerate(("not_home", "come_back"))])
    push(phone, rare(phone, turf, "building.do_not_knock", seq=7, address=doors[3].address_id))
    return turf, doors


def test_the_doors_knocks_are_those_of_the_figures(walk) -> None:
    turf, _doors = walked(walk)

    of_doors = Door.objects.filter(campaign=turf.campaign).aggregate(
        knocked=Sum("knock_count"), opened=Sum("open_count")
    )

    assert of_doors == {"knocked": 3, "opened": 2}
    assert {name: figures(turf.campaign)[name] for name in of_doors} == of_doors


def test_visits_from_before_are_counted_by_the_migration(walk) -> None:
    _turf, doors = walked(walk)
    before = [counts(door) for door in doors]
    Door.objects.update(knock_count=0, open_count=0)

    with connection.cursor() as cursor:
        cursor.execute(import_module("campaigns.visits.migrations.0008_fill_openings").FILL)

    assert [counts(door) for door in doors] == before == [(1, 1), (0, 0), (0, 0), (2, 1)]


def first(door: Door) -> str:
    door.refresh_from_db()
    return door.first_outcome


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("not_home", "conversation"), "not_home"),
        (("no_access", "conversation", "refused"), "conversation"),
        (("no_access",), ""),
    ],
)
@pytest.mark.parametrize("batches", [1, 3])
def test_the_first_knock_is_remembered_whatever_came_after(walk, said, expected, batches) -> None:
    turf, doors, phone = walk
    events = [event(phone, turf, doors[0], what, seq=1 + n) for n, what in enumerate(said)]

    for batch in [events] if batches == 1 else [[item] for item in reversed(events)]:
        push(phone, *batch)

    assert first(doors[0]) == expected


def test_a_corrected_first_knock_counts_for_what_it_says_now(walk) -> None:
    turf, doors, phone = walk
    said = [event(phone, turf, doors[0], what, seq=1 + n) for n, what in enumerate(("conversation", "refused"))]
    push(phone, *said)

    push(phone, event(phone, turf, doors[0], "no_access", seq=3, supersedes=said[0]["id"]))

    assert first(doors[0]) == "refused"


def test_first_knocks_from_before_are_found_by_the_migration(walk) -> None:
    _turf, doors = walked(walk)
    before = [first(door) for door in doors]
    Door.objects.update(first_outcome="")

    with connection.cursor() as cursor:
        cursor.execute(import_module("campaigns.visits.migrations.0010_fill_first_outcome").FILL)

    assert [first(door) for door in doors] == before == ["refused", "", "", "not_home"]
