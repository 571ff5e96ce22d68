"""Whatever a phone can write in an event has a verdict; nothing makes the server fail."""

from __future__ import annotations

import json

import pytest

from campaigns.visits import quarantine
from campaigns.visits.models import Quarantine, Visit
from tests.builders import event
from tests.visits.pushing import push, verdicts

HALF = "\ud83d"  # the first half of a character that JSON writes in two
DEEP = json.loads("[" * 300 + "]" * 300)

FIELDS = {
    "id": ["", "x", "\0", HALF, 7, None, [], {"a": DEEP}],
    "type": ["visit.imagined", "", [], {}, None, 1],
    "schema": ["1", 0, -1, None, True, 1.5, [], {}],
    "campaign": ["c-ailleurs", "valmont", None, [], "\0"],
    "turf": ["t-", "t-x", "12", "t-" + "9" * 30, 12, None, HALF],
    "device_seq": [0, -1, 2**53, 10**300, "1", None, True, 1.5],
    "at": ["", "soon", "2027-02-13", "2027-02-13T10:00:00", "1969-12-31T10:00:00Z", "2200-01-01T10:00:00Z", 7, None],
    "mono_ms": [-1, 2**53, "1", True, 1.5],
    "supersedes": ["0196b1f0-0000-7000-8000-000000000000", "x", 7],
    "payload": [None, [], "door", {}],
}  # fmt: skip
PAYLOADS = {
    "door": ["", "x", None, 7, [], HALF],
    "outcome": ["todo", "delighted", "", None, [], {}, HALF, 1],
    "requests": ["proxy", ["money"], [[]], [None], ["proxy", "proxy"], [HALF], {}],
    "come_back_at": ["x" * 41, "18\0h", HALF, 18, [], {}],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FIELDS.items() for value in values])
def test_a_field_that_cannot_be_is_invalid_and_kept_as_it_came(walk, name, value) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0]) | {name: value}

    answer = push(phone, sent)

    assert verdicts(answer) == ["invalid"]
    assert quarantine.event_of(Quarantine.objects.get()) == sent
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in PAYLOADS.items() for value in values])
def test_so_is_one_in_the_payload(walk, name, value) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0])
    sent["payload"][name] = value

    assert verdicts(push(phone, sent)) == ["invalid"]
    assert quarantine.event_of(Quarantine.objects.get()) == sent


@pytest.mark.parametrize("sent", [None, 7, True, "visit", [], [[]], {}, DEEP, "\0", HALF])
def test_what_is_no_event_is_invalid_and_kept(walk, sent) -> None:
    _turf, _doors, phone = walk

    assert verdicts(push(phone, sent)) == ["invalid"]
    assert quarantine.event_of(Quarantine.objects.get()) == sent


def test_what_is_not_asked_for_does_no_harm(walk) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0]) | {"later": {"NUL": "\0", "half": HALF, "deep": DEEP, "big": 10**300}}

    assert verdicts(push(phone, sent)) == ["ok"]
    assert verdicts(push(phone, sent)) == ["duplicate"]


def test_the_order_of_keys_does_not_make_another_event(walk) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0])
    push(phone, sent)

    turned = dict(reversed(sent.items())) | {"payload": dict(reversed(sent["payload"].items()))}

    assert verdicts(push(phone, turned)) == ["duplicate"]


def test_one_id_twice_in_a_batch_takes_the_first_and_keeps_the_second(walk) -> None:
    turf, doors, phone = walk
    one = event(phone, turf, doors[0])
    other = event(phone, turf, doors[1], "refused", seq=2, id=one["id"])

    answer = push(phone, one, other, one)

    assert verdicts(answer) == ["ok", "id_reused", "ok"]
    assert Visit.objects.get().door_id == doors[0].pk
    assert json.loads(Quarantine.objects.get().text) == other


def test_an_id_comes_back_as_the_phone_wrote_it(walk) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0])
    sent["id"] = sent["id"].upper()

    assert [result.id for result in push(phone, sent).results] == [sent["id"]]


def test_a_raw_text_is_kept_and_its_number_is_not_missed_for_ever(walk) -> None:
    turf, doors, phone = walk
    text = json.dumps(event(phone, turf, doors[0], seq=1))

    answer = push(phone, text)

    assert (verdicts(answer), answer.seq_acked) == (["invalid"], 1)
    item = Quarantine.objects.get()
    assert (item.event_id, item.device_seq) == (json.loads(text)["id"], 1)
    assert json.loads(item.text) == text


@pytest.mark.parametrize("text", ['{"device_seq": 1, "at": }', "nonsense", "[" * 100_000])
def test_a_raw_text_that_is_nothing_is_kept_too(walk, text) -> None:
    _turf, _doors, phone = walk

    push(phone, text)

    item = Quarantine.objects.get()
    assert json.loads(item.text) == text
    assert quarantine.event_of(item) == text
