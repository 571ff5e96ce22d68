"""A batch of events becomes visits once, whatever the network did to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.doors.models import Door
from campaigns.visits import recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FigureDelta, Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event

EVENING = SATURDAY + timedelta(hours=4)


@pytest.fixture
def walk(campaign):
    """A turf of four houses with one phone walking it."""
    station = builders.station()
    addresses = [builders.address(station, number) for number in (1, 3, 5, 7)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    return turf, doors, builders.device(turf.outing, turf)


def push(device, *events, at=EVENING):
    device.refresh_from_db()
    envelope = Envelope(sent_at=at, mono_ms=None, received_at=at)
    return recording.record(device, events, envelope=envelope, seq_high=len(events))


def verdicts(answer) -> list[str]:
    return [result.code or result.verdict for result in answer.results]


def figures(campaign) -> dict[str, int]:
    names = ("knocked", "opened", "conversations", "no_access", "requests")
    return FigureDelta.objects.filter(campaign=campaign).aggregate(**{name: Sum(name, default=0) for name in names})


def test_a_visit_is_stored_counted_and_shown_on_its_door(walk) -> None:
    turf, doors, phone = walk

    answer = push(phone, event(phone, turf, doors[0], "conversation", requests=["proxy"]))

    assert verdicts(answer) == ["ok"]
    assert answer.seq_acked == 1
    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.visit_count, door.last_by) == ("conversation", 1, "Léa")
    assert figures(turf.campaign) == {"knocked": 1, "opened": 1, "conversations": 1, "no_access": 0, "requests": 1}


def test_the_same_visit_sent_twice_is_stored_once(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0])
    push(phone, visit)

    answer = push(phone, visit)

    assert verdicts(answer) == ["duplicate"]
    assert Visit.objects.count() == 1
    assert figures(turf.campaign)["knocked"] == 1


def test_the_same_id_with_another_content_is_kept_aside(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0])
    push(phone, visit)

    answer = push(phone, event(phone, turf, doors[0], "refused", id=visit["id"]))

    assert verdicts(answer) == ["id_reused"]
    assert Visit.objects.get().outcome == "not_home"
    assert Quarantine.objects.get().code == "id_reused"


def test_undo_gives_the_door_and_the_figures_back(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0], "conversation")

    push(phone, visit, event(phone, turf, doors[0], None, seq=2, supersedes=visit["id"]))

    assert Door.objects.get(pk=doors[0].pk).state == "todo"
    assert set(figures(turf.campaign).values()) == {0}


def test_do_not_knock_wins_over_a_later_visit(walk) -> None:
    turf, doors, phone = walk

    push(phone, event(phone, turf, doors[0], "do_not_knock"))
    push(phone, event(phone, turf, doors[0], "conversation", seq=2))

    assert Door.objects.get(pk=doors[0].pk).state == "do_not_knock"


def test_a_turf_the_phone_never_held_is_refused_and_kept(walk, campaign) -> None:
    turf, doors, phone = walk
    other = builders.turf(turf.outing, builders.address(builders.station(), 99), number=2)

    answer = push(phone, event(phone, other, doors[0]))

    assert verdicts(answer) == ["turf_not_assigned"]
    assert Quarantine.objects.get(pk=answer.results[0].quarantine).device_seq == 1
    assert answer.seq_acked == 1


def test_a_visit_after_the_turf_was_taken_back_is_late_and_welcome(walk) -> None:
    turf, doors, phone = walk
    phone.assignments.update(ended_at=SATURDAY)

    answer = push(phone, event(phone, turf, doors[0]))

    assert verdicts(answer) == ["ok"]
    assert Visit.objects.get().flags == ["late"]


def test_a_door_of_the_campaign_next_door_is_unknown(walk, outsider) -> None:
    turf, _doors, phone = walk
    address = builders.address(builders.station(), 41)
    foreign = builders.door(outsider.campaign, address)

    answer = push(phone, event(phone, turf, foreign))

    assert verdicts(answer) == ["unknown_door"]


def test_a_bad_event_does_not_hold_back_its_neighbours(walk) -> None:
    turf, doors, phone = walk
    bad = event(phone, turf, doors[0], "delighted")

    answer = push(phone, bad, "nonsense", event(phone, turf, doors[1], seq=2))

    assert verdicts(answer) == ["invalid", "invalid", "ok"]
    assert Quarantine.objects.count() == 2


def test_a_hole_in_the_numbers_is_not_acknowledged(walk) -> None:
    turf, doors, phone = walk

    assert push(phone, event(phone, turf, doors[0], seq=2)).seq_acked == 0
    assert push(phone, event(phone, turf, doors[1], seq=1)).seq_acked == 2


def test_two_phones_at_one_door_are_two_visits_and_the_later_one_shows(walk) -> None:
    turf, doors, lea = walk
    omar = builders.device(turf.outing, turf, first_name="Omar")

    push(omar, event(omar, turf, doors[0], "refused", at=SATURDAY + timedelta(minutes=40)))
    push(lea, event(lea, turf, doors[0], "not_home", at=SATURDAY + timedelta(minutes=20)))

    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.last_by, door.visit_count) == ("refused", "Omar", 2)


def test_a_clock_put_back_does_not_change_the_order_of_a_phones_visits(walk) -> None:
    turf, doors, phone = walk
    early, late = SATURDAY + timedelta(minutes=10), SATURDAY + timedelta(minutes=50)

    push(phone, event(phone, turf, doors[0], "not_home", seq=1, at=late))
    push(phone, event(phone, turf, doors[0], "conversation", seq=2, at=early))

    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.last_at) == ("conversation", late)


def test_a_visit_in_a_closed_building_does_not_open_it_again(walk) -> None:
    turf, doors, phone = walk
    closing = event(phone, turf, doors[0]) | {"type": "building.do_not_knock"}
    closing["payload"] = {"address": doors[0].address_id}
    push(phone, closing)

    push(phone, event(phone, turf, doors[0], "conversation", seq=2))

    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.visit_count) == ("do_not_knock", 1)


OUTCOMES = ["not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock"]
plans = st.lists(
    st.tuples(
        st.integers(0, 1),  # which phone
        st.integers(0, 3),  # which door
        st.sampled_from([*OUTCOMES, None]),
        st.integers(0, 5),  # how many events back a correction points, 0 for a visit
        st.integers(0, 90),  # what the phone's clock says, in minutes: it may jump back
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans, shuffler=st.randoms(use_true_random=False), size=st.integers(1, 6))
def test_any_order_repetition_and_cutting_leaves_the_same_visits(walk, plan, shuffler, size) -> None:
    turf, doors, lea = walk
    phones = [lea, builders.device(turf.outing, turf, first_name="Omar")]
    events = play(turf, doors, phones, plan)
    straight = state_after(phones, turf, [[item] for item in events])

    again = events + events
    shuffler.shuffle(again)

    pieces = [again[start : start + size] for start in range(0, len(again), size)]
    assert state_after(phones, turf, pieces) == straight


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans, cut=st.integers(0, 8))
def test_one_batch_twice_or_in_two_halves_is_the_same_batch(walk, plan, cut) -> None:
    turf, doors, lea = walk
    events = play(turf, doors, [lea, lea], plan)
    once = state_after([lea], turf, [events])

    assert state_after([lea], turf, [events, events]) == once
    assert state_after([lea], turf, [events[:cut], events[cut:]]) == once
    assert state_after([lea], turf, [events[cut:], events[:cut]]) == once


def play(turf, doors, phones, plan) -> list:
    """The events of a plan: a null outcome, or a number that points at an earlier event, makes a correction."""
    made: list = []
    for seq, (who, where, outcome, back, minute) in enumerate(plan, start=1):
        target = made[-back][1] if 0 < back <= len(made) else None
        if outcome is None and target is None:
            continue
        door = next((d for d in doors if target and str(d.pk) == target["payload"]["door"]), doors[where])
        told = {"seq": seq, "at": SATURDAY + timedelta(minutes=minute), "supersedes": target and target["id"]}
        made.append((phones[who], event(phones[who], turf, door, outcome, **told)))
    return made


def state_after(phones, turf, pieces) -> tuple:
    Visit.objects.all().delete()
    FigureDelta.objects.all().delete()
    Door.objects.update(state="todo", last_at=None, last_by="", visit_count=0)
    for piece in pieces:
        for phone in phones:
            if batch := [item for who, item in piece if who == phone]:
                push(phone, *batch)
    doors = Door.objects.order_by("pk").values_list("state", "last_by", "visit_count", "last_at")
    visits = Visit.objects.order_by("pk").values_list("pk", "outcome", "effective_at")
    return list(visits), list(doors), figures(turf.campaign)
