"""A batch of events becomes visits once, whatever the network did to it."""

from __future__ import annotations

from datetime import timedelta

from campaigns.doors.models import Door
from campaigns.turfs import editing
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import OUT
from campaigns.visits.models import Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import figures, push, verdicts


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


def test_a_repeat_among_new_visits_is_a_repeat_and_they_are_new(walk) -> None:
    turf, doors, phone = walk
    seen = event(phone, turf, doors[0])
    push(phone, seen)

    answer = push(phone, seen, event(phone, turf, doors[1], seq=2))

    assert verdicts(answer) == ["duplicate", "ok"]
    assert figures(turf.campaign)["knocked"] == 2


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


def test_their_door_is_unknown_even_at_an_address_of_our_walk(walk, outsider) -> None:
    turf, doors, phone = walk
    foreign = builders.door(outsider.campaign, doors[0].address)

    answer = push(phone, event(phone, turf, foreign))

    assert verdicts(answer) == ["unknown_door"]
    assert not Visit.objects.exists()


def test_a_bad_event_does_not_hold_back_its_neighbours(walk) -> None:
    turf, doors, phone = walk
    bad = event(phone, turf, doors[0], "delighted")

    answer = push(phone, bad, "nonsense", event(phone, turf, doors[1], seq=2))

    assert verdicts(answer) == ["invalid", "invalid", "ok"]
    assert Quarantine.objects.count() == 2


def test_a_visit_at_no_door_of_the_walk_does_not_make_a_repeat_of_its_neighbours(walk, outsider) -> None:
    turf, doors, phone = walk
    foreign = builders.door(outsider.campaign, builders.address(builders.station(), 41))

    answer = push(phone, event(phone, turf, doors[0], seq=1), event(phone, turf, foreign, seq=2))

    assert verdicts(answer) == ["ok", "unknown_door"]
    assert Visit.objects.get().door_id == doors[0].pk
    assert Quarantine.objects.get().device_seq == 2


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


def test_a_door_taken_from_a_walk_by_hand_is_still_noted_by_a_phone_that_has_not_heard(walk, leader) -> None:
    turf, doors, phone = walk
    address = doors[0].address_id
    editing.move(turf.outing, [address], OUT, seen=Seen.of(turf.outing), by=leader, now=SATURDAY)
    assert not turf.stops.filter(address=address).exists()

    answer = push(phone, event(phone, turf, doors[0]))

    assert verdicts(answer) == ["ok"]
    assert Visit.objects.get().door_id == doors[0].pk
