"""Counts over HTTP: each refusal, and that a batch is frozen."""

from __future__ import annotations

from uuid import uuid4

import pytest

from campaigns.visits.models import TallyBatch, TopicTally, WelcomeTally
from tests import builders


def counts(turf, *items: dict, **fields) -> dict:
    items = items or ({"station": "94033-0001", "welcome": "hesitant", "n": 1},)
    return {"batch": str(uuid4()), "outing": f"o-{turf.outing_id}", "items": list(items)} | fields


def test_welcomes_and_topics_are_added_up(joined, turf) -> None:
    topic = {"station": "94033-0001", "topic": "logement", "n": 2}
    welcome = {"station": "94033-0001", "welcome": "favourable", "n": 3}

    answer = joined.post("sync/tallies", counts(turf, topic, welcome, welcome))

    assert answer.json() == {"verdict": "ok"}
    assert WelcomeTally.objects.get().count == 6
    assert TopicTally.objects.get().count == 2


def test_a_repeat_that_says_something_else_changes_nothing(joined, turf) -> None:
    sent = counts(turf)
    joined.post("sync/tallies", sent)

    more = sent | {"items": [{"station": "94033-0001", "welcome": "hesitant", "n": 50}]}

    assert joined.post("sync/tallies", more).json() == {"verdict": "duplicate"}
    assert WelcomeTally.objects.get().count == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"batch": "x"}, (400, "unreadable")),
        ({"batch": None}, (400, "unreadable")),
        ({"items": []}, (400, "unreadable")),
        ({"items": {}}, (400, "unreadable")),
        ({"items": [{}] * 501}, (400, "unreadable")),
        ({"items": ["x"]}, (400, "invalid")),
        ({"items": [{"station": "94033-0001", "welcome": "delighted", "n": 1}]}, (400, "invalid")),
        ({"items": [{"station": "94033-0001\0", "topic": "x", "n": 1}]}, (400, "invalid")),
        ({"items": [{"station": "94033-0009", "topic": "x", "n": 1}]}, (403, "station_not_yours")),
        ({"outing": "o-0"}, (404, "not_found")),
        ({"outing": None}, (404, "not_found")),
        ({"outing": "o-" + "9" * 40}, (404, "not_found")),
    ],
)
def test_a_batch_that_cannot_be_stores_nothing(joined, turf, fields, expected) -> None:
    answer = joined.post("sync/tallies", counts(turf) | fields)

    assert (answer.status_code, answer.json()["code"]) == expected
    assert not TallyBatch.objects.exists()


def test_another_outing_of_the_campaign_is_not_the_phone_s(joined, turf) -> None:
    other = builders.outing(turf.campaign)

    answer = joined.post("sync/tallies", counts(turf, outing=f"o-{other.pk}"))

    assert (answer.status_code, answer.json()["code"]) == (403, "outing_not_yours")
