"""A file from a phone that could not send: its events wait in quarantine, and count once however they come."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.contacts.from_phones import REACTIONS
from campaigns.contacts.models import Contact
from campaigns.errors import DomainError
from campaigns.people.models import Device
from campaigns.turfs.models import Turf
from campaigns.visits import paper, replaying, rescue_files, rescuing
from campaigns.visits.models import FieldEvent, PaperSheet, Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.people.keys import PhoneKey
from tests.visits import rescue
from tests.visits.pushing import push, rare, verdicts

NOON = SATURDAY + timedelta(hours=2)
SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def walk(campaign, leader):
    """A turf of three doors and a phone that holds it."""
    address = builders.address(builders.station(), 12)
    doors = [builders.door(campaign, address, name=name) for name in "ABC"]
    outing = builders.outing(campaign, leader.teams_led.get())
    turf = builders.turf(outing, address)
    return turf, doors, builders.device(outing, turf)


@pytest.fixture
def batch(walk):
    turf, doors, phone = walk
    return [event(phone, turf, door, "refused", seq=seq) for seq, door in enumerate(doors, start=1)]


def take(raw: bytes, phone, *, now=SUNDAY):
    return rescuing.take(raw, campaign=phone.campaign, phones=Device.objects.all(), now=now)


def replay_all(phone) -> None:
    for item in Quarantine.objects.waiting().filter(device=phone).order_by("device_seq"):
        replaying.replay(item, by=None, now=SUNDAY, reactions=REACTIONS)


def refusal(raw: bytes, phone) -> str:
    with pytest.raises(DomainError) as raised:
        take(raw, phone)
    assert not Quarantine.objects.exists()
    return raised.value.code


def test_events_of_a_file_wait_in_quarantine_under_their_phone(walk, batch) -> None:
    _turf, _doors, phone = walk

    taken = take(rescue.saved(phone, *batch, at=NOON), phone)

    assert (taken.device, taken.waiting, taken.known) == (phone, 3, 0)
    rows = Quarantine.objects.order_by("device_seq").values_list("device", "device_seq", "code", "event_id")
    assert list(rows) == [(phone.pk, seq, "from_file", batch[seq - 1]["id"]) for seq in (1, 2, 3)]
    assert not Visit.objects.exists()


def test_tried_again_they_are_what_they_would_have_been(walk, batch) -> None:
    _turf, doors, phone = walk
    take(rescue.saved(phone, *batch, at=NOON), phone)

    replay_all(phone)

    assert list(Visit.objects.order_by("device_seq").values_list("door", "effective_at", "received_at")) == [
        (door.pk, SATURDAY + timedelta(minutes=seq), NOON) for seq, door in enumerate(doors, start=1)
    ]
    assert list(Visit.objects.values_list("flags", flat=True)) == [[]] * 3


def test_the_same_file_twice_changes_nothing(walk, batch) -> None:
    _turf, _doors, phone = walk
    raw = rescue.saved(phone, *batch, at=NOON)
    take(raw, phone)
    before = list(Quarantine.objects.order_by("pk").values())

    taken = take(raw, phone, now=SUNDAY + timedelta(days=1))

    assert (taken.waiting, taken.known) == (0, 3)
    assert list(Quarantine.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("judged_first", [True, False])
def test_the_phone_that_sends_after_its_file_doubles_nothing(walk, batch, judged_first) -> None:
    _turf, _doors, phone = walk
    take(rescue.saved(phone, *batch, at=NOON), phone)
    if judged_first:
        replay_all(phone)

    answer = push(phone, *batch, at=SUNDAY)
    replay_all(phone)

    assert verdicts(answer) == ["duplicate" if judged_first else "ok"] * 3
    assert Visit.objects.count() == 3
    assert not Quarantine.objects.waiting().exists()


def test_a_file_after_the_phone_has_sent_brings_only_what_is_new(walk, batch) -> None:
    turf, doors, phone = walk
    push(phone, *batch[:2])
    undo = event(phone, turf, doors[1], None, seq=4, supersedes=batch[1]["id"])

    taken = take(rescue.saved(phone, *batch, undo, at=NOON), phone)

    assert (taken.waiting, taken.known) == (2, 2)
    assert sorted(Quarantine.objects.values_list("device_seq", flat=True)) == [3, 4]


def test_an_event_with_a_known_number_that_says_something_else_is_shown_to_a_person(walk, batch) -> None:
    _turf, doors, phone = walk
    push(phone, batch[0])
    other = batch[0] | {"payload": {"door": str(doors[0].pk), "outcome": "conversation", "requests": []}}

    assert take(rescue.saved(phone, other, at=NOON), phone).waiting == 1

    with pytest.raises(replaying.StillRefused) as raised:
        replay_all(phone)
    assert raised.value.reason == "id_reused"


def test_what_a_file_brings_is_missed_no_longer(walk, batch) -> None:
    _turf, _doors, phone = walk
    Device.objects.update(seq_high=3)

    take(rescue.saved(phone, *batch, at=NOON), phone)

    assert Device.objects.values_list("seq_high", "seq_acked").get() == (3, 3)


def test_a_contact_comes_in_with_its_details_and_not_readable_on_the_way(walk) -> None:
    turf, _doors, phone = walk
    agreed = rare(
        phone, turf, "contact.consented", fields={"first_name": "Ana", "phone": "+33612345678"},
        purposes=["call_back"], text_version="1", language="fr", method="spoken",
    )  # fmt: skip
    raw = rescue.saved(phone, agreed, at=NOON)
    assert [word in raw for word in (b"Ana", b"contact.consented")] == [False, False]

    taken = take(raw, phone)

    assert (taken.waiting, Contact.objects.count()) == (1, 0)
    assert Quarantine.objects.get().event_id == agreed["id"]


def test_a_walk_s_end_in_a_file_ends_it_once_taken(walk) -> None:
    turf, _doors, phone = walk
    Turf.objects.update(state="in_progress")
    take(rescue.saved(phone, rare(phone, turf, "walk.handed_back"), at=NOON), phone)

    replay_all(phone)

    turf.refresh_from_db()
    assert (turf.state, FieldEvent.objects.get().type) == ("free", "walk.handed_back")


def test_a_phone_a_year_ahead_is_put_right_by_the_offset_it_last_measured(walk) -> None:
    turf, doors, phone = walk
    year = timedelta(days=365)
    visit = event(phone, turf, doors[0], at=SATURDAY + timedelta(minutes=5) + year)
    raw = rescue.saved(phone, visit, at=NOON + year, offset_ms=-year // timedelta(milliseconds=1))
    take(raw, phone)

    replay_all(phone)

    stored = Visit.objects.get()
    assert (stored.effective_at, stored.flags) == (SATURDAY + timedelta(minutes=5), ["clock"])


def test_a_file_of_another_campaign_is_refused(walk, batch, outsider) -> None:
    _turf, _doors, phone = walk
    elsewhere = builders.device(builders.outing(outsider.campaign))

    raw = rescue.saved(elsewhere, *batch, at=NOON)

    assert refusal(raw, phone) == "rescue_elsewhere"


def test_a_phone_of_another_campaign_is_not_spoken_for_here(walk, batch, outsider) -> None:
    _turf, _doors, phone = walk
    elsewhere = builders.device(builders.outing(outsider.campaign))
    raw = rescue.saved(phone, *batch, at=NOON, device=str(elsewhere.pk))

    with pytest.raises(DomainError) as raised:
        rescuing.take(raw, campaign=phone.campaign, phones=Device.objects.filter(campaign=phone.campaign), now=SUNDAY)

    assert raised.value.code == "rescue_phone"


def test_a_sheet_of_paper_is_not_spoken_for_by_a_file(walk, batch, leader) -> None:
    turf, doors, phone = walk
    line = paper.Line(doors[0].pk, paper.Said("not_home"))
    paper.enter(turf, 1, [line], walked_at=NOON, by=leader, now=SUNDAY)
    sheet = PaperSheet.objects.get().device

    raw = rescue.saved(phone, *batch, at=NOON, device=str(sheet.pk))

    assert refusal(raw, sheet) == "rescue_phone"


def test_a_file_cut_short_anywhere_changes_nothing(walk, batch) -> None:
    _turf, _doors, phone = walk
    raw = rescue.saved(phone, *batch, at=NOON)

    for length in range(0, len(raw), 97):
        assert refusal(raw[:length], phone) == "rescue_unreadable"


@pytest.mark.parametrize("part", ["key", "iv", "sealed"])
def test_a_file_damaged_in_any_part_changes_nothing(walk, batch, part) -> None:
    _turf, _doors, phone = walk
    raw = rescue.saved(phone, *batch, at=NOON)
    text = json.loads(raw)[part]
    other = "B" if text[10] == "A" else "A"

    assert refusal(rescue.changed(raw, **{part: text[:10] + other + text[11:]}), phone) == "rescue_altered"


@pytest.mark.parametrize("name", ["outing", "made_at", "events", "device"])
def test_the_readable_head_cannot_be_exchanged(walk, batch, name) -> None:
    turf, _doors, phone = walk
    sibling = builders.device(turf.outing, turf)
    values = {"outing": "o-1", "made_at": "2027-01-01T00:00:00Z", "events": 2, "device": str(sibling.pk)}
    raw = rescue.saved(phone, *batch, at=NOON)
    head = json.loads(json.loads(raw)["head"]) | {name: values[name]}

    assert refusal(rescue.changed(raw, head=json.dumps(head)), phone) == "rescue_altered"


def test_a_file_that_the_phone_did_not_sign_is_refused(walk, batch) -> None:
    _turf, _doors, phone = walk
    own, other = PhoneKey(), PhoneKey()
    phone.public_key = own.public
    phone.save()
    assert refusal(rescue.saved(phone, *batch, at=NOON), phone) == "rescue_altered"
    assert refusal(rescue.saved(phone, *batch, at=NOON, own_key=other), phone) == "rescue_altered"

    assert take(rescue.saved(phone, *batch, at=NOON, own_key=own), phone).waiting == 3


def test_a_file_for_another_server_is_not_opened(walk, batch) -> None:
    _turf, _doors, phone = walk

    assert refusal(rescue.saved(phone, *batch, at=NOON, secret="another site"), phone) == "rescue_altered"


@pytest.mark.parametrize("body", [[], {"events": 3}, {"events": [1, 2]}, "text"])
def test_a_file_with_something_else_inside_is_refused(walk, body) -> None:
    _turf, _doors, phone = walk
    head = {"campaign": "c-valmont", "outing": "o-1", "device": str(phone.pk), "events": 1}
    raw = rescue.sealed(head, body, rescue_files.public_key(rescuing.settings.NOTES_KEY, "c-valmont"))

    assert refusal(raw, phone) == "rescue_altered"


def test_events_that_are_none_are_kept_as_they_came(walk) -> None:
    _turf, _doors, phone = walk

    assert take(rescue.saved(phone, "no event", [1], {"id": "\0"}, at=NOON), phone).waiting == 3

    with pytest.raises(replaying.StillRefused):
        replay_all(phone)


def test_each_campaign_has_a_key_of_its_own_and_the_same_after_a_restore() -> None:
    keys = {rescue_files.public_key("secret", campaign) for campaign in ("c-valmont", "c-ailleurs", "c-valmont")}

    assert len(keys) == 2
    assert rescue_files.public_key("other", "c-valmont") not in keys


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.one_of(st.binary(max_size=300), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
    lambda value: json.dumps({"canvass_rescue": 1, "head": value, "key": value, "iv": value, "sealed": value}).encode()
)))  # fmt: skip
def test_whatever_is_no_rescue_file_is_told_as_such(raw: bytes) -> None:
    with pytest.raises(rescue_files.Unreadable):
        rescue_files.read(raw)
