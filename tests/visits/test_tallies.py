"""Welcome and topics: counted apart, shown late, joined to nothing (law:P1)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from campaigns.errors import DomainError
from campaigns.visits import tallies
from campaigns.visits.models import TallyBatch, TopicTally, WelcomeTally
from campaigns.visits.tallies import Item
from tests import builders
from tests.builders import SATURDAY

CODE = "94033-0001"


def add(phone, *items: Item, batch=None) -> bool:
    return tallies.add(phone, batch=batch or uuid4(), outing=phone.outing, items=items, now=SATURDAY)


def welcome(n: int, value: str = "favourable") -> Item:
    return Item(CODE, "welcome", value, n)


def shown(phone) -> list[dict[str, int]]:
    return list(tallies.welcomes(phone.campaign).values())


def test_counts_of_a_batch_are_added_once(walk) -> None:
    _turf, _doors, phone = walk
    batch = uuid4()
    items = [welcome(2), welcome(1), welcome(3, "hesitant"), Item(CODE, "topic", "logement", 2)]

    assert [add(phone, *items, batch=batch), add(phone, *items, batch=batch)] == [True, False]

    assert sorted(WelcomeTally.objects.values_list("welcome", "count")) == [("favourable", 3), ("hesitant", 3)]
    assert TopicTally.objects.get().count == 2


def test_an_undone_discussion_is_a_negative_number_in_a_later_batch(walk) -> None:
    _turf, _doors, phone = walk
    add(phone, welcome(5))

    add(phone, welcome(-1))

    assert WelcomeTally.objects.get().count == 4


def test_nothing_is_shown_before_an_outing_is_closed(walk) -> None:
    _turf, _doors, phone = walk
    add(phone, welcome(30))
    assert shown(phone) == []

    tallies.close_outing(phone.outing, now=SATURDAY)

    assert shown(phone) == [{"favourable": 30, "hesitant": 0, "unfavourable": 0}]


def test_twenty_welcomes_are_needed_topics_do_not_count(walk) -> None:
    _turf, _doors, phone = walk
    add(phone, welcome(10), welcome(9, "unfavourable"), Item(CODE, "topic", "logement", 50))
    tallies.close_outing(phone.outing, now=SATURDAY)
    assert shown(phone) == []

    other = builders.outing(phone.campaign)
    builders.turf(other, builders.address(builders.station(), 77))
    add(builders.device(other), welcome(1))
    tallies.close_outing(other, now=SATURDAY)

    assert shown(phone) == [{"favourable": 11, "hesitant": 0, "unfavourable": 9}]


def test_a_batch_that_comes_after_the_end_waits_for_the_next_closing(walk) -> None:
    _turf, _doors, phone = walk
    add(phone, welcome(20))
    tallies.close_outing(phone.outing, now=SATURDAY)

    add(phone, welcome(1))
    assert shown(phone) == [{"favourable": 20, "hesitant": 0, "unfavourable": 0}]

    tallies.close_outing(builders.outing(phone.campaign), now=SATURDAY)
    assert shown(phone) == [{"favourable": 21, "hesitant": 0, "unfavourable": 0}]


def test_a_station_outside_the_outing_stores_nothing(walk, outsider) -> None:
    _turf, _doors, phone = walk
    foreign = builders.station("94046-0001")
    builders.turf(builders.outing(outsider.campaign), builders.address(foreign, 1, street="Rue Ailleurs"))
    for code in ("94046-0001", "94033-9999", ""):
        with pytest.raises(DomainError) as refusal:
            add(phone, welcome(1), Item(code, "welcome", "favourable", 1))
        assert refusal.value.code == "station_not_yours"

    assert not WelcomeTally.objects.exists()
    assert not TallyBatch.objects.exists()


def test_another_outing_is_refused(walk) -> None:
    _turf, _doors, phone = walk

    with pytest.raises(DomainError) as refusal:
        tallies.add(
            phone, batch=uuid4(), outing=builders.outing(phone.campaign), items=[welcome(1)], now=SATURDAY
        )  # fmt: skip

    assert refusal.value.code == "outing_not_yours"


def test_one_batch_id_in_two_campaigns_is_two_batches(walk, outsider) -> None:
    _turf, doors, phone = walk
    outing = builders.outing(outsider.campaign)
    builders.turf(outing, doors[0].address)
    batch = uuid4()

    assert [add(phone, welcome(1), batch=batch), add(builders.device(outing), welcome(1), batch=batch)] == [True, True]


def test_a_batch_is_known_for_ninety_days_by_its_date_alone(walk) -> None:
    _turf, _doors, phone = walk
    add(phone, welcome(1))
    day = SATURDAY.date()
    assert TallyBatch.objects.get().received_on == day

    forgotten = [tallies.forget_batches(today=day + timedelta(days=days)) for days in (90, 91, 91)]

    assert forgotten == [0, 1, 0]
    assert WelcomeTally.objects.get().count == 1


def test_the_date_is_the_campaign_s(walk) -> None:
    _turf, _doors, phone = walk
    phone.campaign.time_zone = "Pacific/Noumea"

    tallies.add(
        phone, batch=uuid4(), outing=phone.outing, items=[welcome(1)], now=SATURDAY.replace(hour=20)
    )  # fmt: skip

    assert TallyBatch.objects.get().received_on == date(2027, 2, 14)


def test_no_table_of_counts_knows_a_phone_a_door_a_visit_or_a_time(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name IN "
            "('visits_welcometally', 'visits_topictally', 'visits_tallybatch') AND column_name <> 'id'"
        )
        columns = dict(cursor.fetchall())

    assert columns == {
        "campaign_id": "bigint",
        "station_id": "bigint",
        "outing_id": "bigint",
        "welcome": "character varying",
        "topic": "character varying",
        "count": "integer",
        "shown": "integer",
        "received_on": "date",
    }


@pytest.mark.parametrize(
    "raw",
    [
        None, [], "x", {}, {"station": CODE}, {"station": CODE, "welcome": "favourable"},
        {"station": CODE, "welcome": "delighted", "n": 1}, {"station": CODE, "welcome": [], "n": 1},
        {"station": CODE, "welcome": "favourable", "topic": "logement", "n": 1}, {"station": CODE, "topic": "", "n": 1},
        {"station": CODE, "topic": "\0", "n": 1}, {"station": CODE, "topic": "\ud83d", "n": 1},
        {"station": CODE, "topic": "x" * 41, "n": 1}, {"station": "\0", "topic": "x", "n": 1},
        {"station": 7, "topic": "x", "n": 1}, {"station": CODE, "topic": "x", "n": 0},
        {"station": CODE, "topic": "x", "n": 201}, {"station": CODE, "topic": "x", "n": True},
        {"station": CODE, "topic": "x", "n": 10**40}, {"station": CODE, "topic": "x", "n": "1"},
    ],
)  # fmt: skip
def test_what_is_no_count_is_invalid(raw) -> None:
    with pytest.raises(DomainError) as refusal:
        tallies.read(raw)

    assert refusal.value.code == "invalid"
