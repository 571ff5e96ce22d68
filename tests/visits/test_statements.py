"""A push is one statement for its visits, and one message: fifty cost as many questions as one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.builders import event
from tests.visits.pushing import EVENING, push


@pytest.fixture
def long_street(campaign):
    station = builders.station()
    addresses = [builders.address(station, number) for number in range(1, 101)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    return turf, doors, builders.device(turf.outing, turf)


def statements(phone, *events) -> list[str]:
    """What the database was asked to do, savepoints and the test's own reading of the phone left out."""
    with CaptureQueriesContext(connection) as captured:
        push(phone, *events, at=EVENING)
    asked = [
        re.sub(r" \(.*?\)(?=; EXECUTE|$)", "", query["sql"], flags=re.DOTALL) for query in captured.captured_queries
    ]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT", "PREPARE"))]


@pytest.mark.parametrize("number", [1, 50])
def test_a_batch_of_visits_is_one_message_whatever_its_size(long_street, number) -> None:
    turf, doors, phone = long_street
    push(phone, event(phone, turf, doors[99], seq=1))  # statements are prepared once for each connection

    batch = [event(phone, turf, doors[n], "refused", seq=2 + n) for n in range(number)]

    assert statements(phone, *batch) == ["EXECUTE lock_doors; EXECUTE append_visits"]


def test_what_other_batches_told_is_asked_for_where_numbers_miss(long_street) -> None:
    turf, doors, phone = long_street
    push(phone, event(phone, turf, doors[0], seq=1))

    asked = statements(phone, event(phone, turf, doors[1], seq=3))

    assert asked == [
        "EXECUTE lock_doors; EXECUTE append_visits",  # in vain
        "EXECUTE lock_doors; EXECUTE held_turfs",
        "EXECUTE store_visits",
        "EXECUTE numbers_after",
        "EXECUTE note_push",
    ]
    phone.refresh_from_db()
    assert (phone.seq_acked, phone.seq_high) == (1, 3)


@pytest.mark.parametrize("number", [1, 25])
def test_corrections_are_a_constant_number_too(long_street, number, django_assert_num_queries) -> None:
    turf, doors, phone = long_street
    visits = [event(phone, turf, doors[n], "conversation", seq=1 + n) for n in range(number)]
    push(phone, *visits)
    undone = [
        event(phone, turf, doors[n], None, seq=1 + number + n, supersedes=visit["id"]) for n, visit in enumerate(visits)
    ]

    with CaptureQueriesContext(connection) as captured:
        push(phone, *undone)

    assert len([query for query in captured.captured_queries if not query["sql"].startswith("PREPARE")]) == 11
