"""Changing the areas of an outing by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import ChangeCounter
from campaigns.turfs import cutting, editing, entering, handing_out
from campaigns.turfs.halving import How
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import NEW, OUT
from campaigns.turfs.models import Assignment, Edit, Turf
from tests import builders
from tests.builders import SATURDAY
from tests.turfs import hands
from tests.turfs.hands import move, stops


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road():
    return hands.street(range(1, 13))


@pytest.fixture
def areas(outing, road):
    return hands.areas(outing, road[:5], road[5:9], road[9:])


def said(outing, by) -> dict:
    return {"seen": Seen.of(outing), "by": by, "now": SATURDAY}


def refusal(work) -> str:
    with pytest.raises(DomainError) as raised:
        work()
    return raised.value.code


def walked(turf: Turf, outing) -> None:
    """A phone had the area before the outing's first visit."""
    builders.device(outing, turf)
    Assignment.objects.update(assigned_at=SATURDAY)
    Turf.objects.filter(pk=turf.pk).update(state=Turf.State.IN_PROGRESS)


def rung(campaign, address, at=SATURDAY + timedelta(minutes=5)) -> Door:
    return builders.door(campaign, address, state="not_home", last_at=at, visit_count=1)


def test_addresses_move_and_both_walks_are_short_again(outing, areas, road, leader) -> None:
    move(outing, leader, [road[4], road[3]], areas[1])

    assert sorted(stops(areas[0])) == [1, 2, 3]
    assert stops(areas[1]) in ([8, 6, 4, 5, 7, 9], [9, 7, 5, 4, 6, 8])  # one side, then the other


def test_minutes_doors_and_name_follow_the_addresses(outing, leader) -> None:
    tower = hands.street(range(30, 31), "Quai Neuf", dwellings=20)
    road = hands.street(range(1, 4))
    first, second = hands.areas(outing, road, tower)

    move(outing, leader, road[:2], second)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.name, first.door_count, second.name, second.door_count) == ("Rue des Tanneurs", 1, "Quai Neuf", 22)
    assert second.minutes > 20 * 1.8 > first.minutes == 1.8


def test_addresses_make_an_area_of_their_own(outing, areas, road, leader) -> None:
    done = move(outing, leader, [road[0], road[6]], NEW)

    made = outing.turfs.get(number=4)
    assert (sorted(stops(made)), made.pinned, made.state, made.version) == ([1, 7], True, "free", 1)
    assert made.join_code is not None
    assert done.edit.turfs == sorted([areas[0].pk, areas[1].pk, made.pk])


def test_an_address_left_out_comes_back_with_its_doors(outing, areas, road, leader) -> None:
    move(outing, leader, [road[0]], OUT)
    assert list(outing.left_out.values_list("address", flat=True)) == [road[0].pk]

    move(outing, leader, [road[0]], areas[2])

    assert outing.left_out.count() == 0
    assert sorted(stops(areas[2])) == [1, 10, 11, 12]
    assert Door.objects.filter(address=road[0]).count() == 1


def test_the_phones_of_the_areas_that_changed_are_told_and_no_others(outing, areas, road, leader) -> None:
    move(outing, leader, [road[0]], areas[1])

    counted = ChangeCounter.objects.get(campaign=outing.campaign).value
    told = list(outing.turfs.order_by("number").values_list("version", "seq"))
    assert told == [(2, counted), (2, counted), (1, 0)]
    assert counted > 0


def test_an_area_is_cut_in_two_along_its_walk(outing, areas, leader) -> None:
    editing.split(outing, areas[0].pk, How.WALK, **said(outing, leader))

    halves = [stops(areas[0]), stops(outing.turfs.get(number=4))]
    assert sorted(map(len, halves)) == [2, 3]
    assert sorted(halves[0] + halves[1]) == [1, 2, 3, 4, 5]
    assert list(outing.turfs.order_by("number").values_list("pinned", flat=True)) == [True, False, False, True]


def test_the_second_part_begins_where_it_is_asked_to(outing, areas, road, leader) -> None:
    editing.split(outing, areas[0].pk, How.WALK, at=road[1].pk, **said(outing, leader))

    assert stops(areas[0]) == [1]
    assert sorted(stops(outing.turfs.get(number=4))) == [2, 3, 4, 5]


def test_an_area_is_cut_in_two_by_a_line_across_the_ground(outing, leader) -> None:
    here = hands.street(range(1, 9))
    there = hands.street(range(101, 109), "Rue Haute", lat=48.86)
    mixed = [address for pair in zip(here, there, strict=True) for address in pair]
    (area,) = hands.areas(outing, mixed)

    editing.split(outing, area.pk, How.GROUND, **said(outing, leader))

    assert sorted(stops(area)) == list(range(1, 9))
    assert sorted(stops(outing.turfs.get(number=2))) == list(range(101, 109))


def test_one_address_cannot_be_cut_in_two(outing, road, leader) -> None:
    (area,) = hands.areas(outing, road[:1])

    assert refusal(lambda: editing.split(outing, area.pk, How.WALK, **said(outing, leader))) == "too_small"
    assert refusal(lambda: editing.split(outing, area.pk, How.GROUND, **said(outing, leader))) == "too_small"


def test_areas_become_one_under_the_lowest_number(outing, areas, leader) -> None:
    entering.open_codes(outing, now=SATURDAY)
    codes = [turf.join_code for turf in outing.turfs.order_by("number")]

    editing.merge(outing, [areas[2].pk, areas[0].pk], **said(outing, leader))

    assert list(outing.turfs.values_list("number", flat=True)) == [1, 2]
    assert sorted(stops(areas[0])) == [1, 2, 3, 4, 5, 10, 11, 12]
    for code in codes:
        code.refresh_from_db()
    assert [code.revoked_at for code in codes] == [None, None, SATURDAY]


def test_joining_takes_two_areas(outing, areas, leader) -> None:
    one = areas[0].pk

    assert refusal(lambda: editing.merge(outing, [one, one], **said(outing, leader))) == "two_at_least"


def test_one_stop_takes_another_place_in_the_walk(outing, areas, road, leader) -> None:
    editing.reorder(outing, areas[0].pk, road[4].pk, 1, **said(outing, leader))

    assert stops(areas[0]) == [5, 1, 2, 3, 4]


def test_an_order_chosen_by_hand_outlives_addresses_that_come(outing, areas, road, leader) -> None:
    editing.reorder(outing, areas[0].pk, road[4].pk, 1, **said(outing, leader))

    move(outing, leader, [road[6]], areas[0])

    assert [stop for stop in stops(areas[0]) if stop != 7] == [5, 1, 2, 3, 4]


def test_the_shortest_walk_is_found_again_when_asked_for(outing, areas, road, leader) -> None:
    editing.reorder(outing, areas[0].pk, road[4].pk, 2, **said(outing, leader))

    editing.shorten(outing, areas[0].pk, **said(outing, leader))

    first, *others = stops(areas[0])
    areas[0].refresh_from_db()
    assert not areas[0].ordered_by_hand
    assert first in (1, 2, 4, 5)
    assert others != sorted(others) or first == 1


def test_two_areas_change_numbers(outing, areas, leader) -> None:
    editing.number(outing, areas[2].pk, 1, **said(outing, leader))

    assert [Turf.objects.get(pk=turf.pk).number for turf in areas] == [3, 2, 1]


def test_counting_again_closes_the_gaps_from_north_to_south(outing, leader) -> None:
    south, north = hands.street(range(1, 3)), hands.street(range(51, 53), "Rue Haute", lat=48.9)
    low, high = hands.areas(outing, south, north)
    editing.number(outing, low.pk, 9, **said(outing, leader))

    editing.count_again(outing, **said(outing, leader))

    assert [Turf.objects.get(pk=turf.pk).number for turf in (high, low)] == [1, 2]


@pytest.mark.parametrize("wanted", [0, -3, 10_000])
def test_a_number_is_one_a_sheet_can_carry(outing, areas, leader, wanted) -> None:
    assert refusal(lambda: editing.number(outing, areas[0].pk, wanted, **said(outing, leader))) == "bad_number"


def test_a_new_cut_leaves_alone_what_a_hand_made_and_what_it_left_out(outing, campaign, areas, road, leader) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    move(outing, leader, [road[0]], areas[1])
    move(outing, leader, [road[11]], OUT)

    made = cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=15, now=SATURDAY)

    assert sorted(stops(areas[1])) == [1, 6, 7, 8, 9]
    assert sorted(number for turf in made for number in stops(turf)) == [2, 3, 4, 5, 10, 11]
    assert not Turf.objects.filter(pk__in=[areas[0].pk, areas[2].pk]).exists()


def test_an_area_let_go_is_cut_anew_with_the_others(outing, campaign, areas, road, leader) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    move(outing, leader, [road[0]], areas[1])

    editing.pin(outing, areas[1].pk, False, **said(outing, leader))
    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=15, now=SATURDAY)

    assert not Turf.objects.filter(pk=areas[1].pk).exists()


def test_a_walk_that_a_phone_had_is_not_replaced_by_a_cut(outing, campaign, areas, leader) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    phone = builders.device(outing, areas[0])
    handing_out.hand_over(areas[0], phone, now=SATURDAY)
    assert Turf.objects.get(pk=areas[0].pk).state == "free"

    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=15, now=SATURDAY)

    assert stops(areas[0]) == [1, 2, 3, 4, 5]


def test_a_walk_that_is_done_is_not_changed(outing, areas, road, leader) -> None:
    Turf.objects.filter(pk=areas[1].pk).update(state=Turf.State.DONE)

    assert refusal(lambda: move(outing, leader, [road[0]], areas[1])) == "turf_done"
    assert refusal(lambda: move(outing, leader, [road[6]], areas[0])) == "turf_done"
    assert refusal(lambda: editing.number(outing, areas[0].pk, 2, **said(outing, leader))) == "turf_done"


def test_a_walk_under_way_keeps_the_doors_where_somebody_rang(outing, campaign, areas, road, leader) -> None:
    walked(areas[0], outing)
    rung(campaign, road[0])
    rung(campaign, road[1], at=SATURDAY - timedelta(days=9))

    done = move(outing, leader, road[:2], areas[1])

    assert done.stayed == {road[0].pk}
    assert sorted(stops(areas[0])) == [1, 3, 4, 5]
    assert refusal(lambda: move(outing, leader, [road[0]], areas[1])) == "already_visited"


def test_a_walk_under_way_is_cut_in_two_behind_the_doors_where_somebody_rang(
    outing, campaign, areas, road, leader
) -> None:
    walked(areas[0], outing)
    rung(campaign, road[4])

    done = editing.split(outing, areas[0].pk, How.WALK, at=road[2].pk, **said(outing, leader))

    assert done.stayed == {road[4].pk}
    assert sorted(stops(areas[0])) == [1, 2, 5]
    assert sorted(stops(outing.turfs.get(number=4))) == [3, 4]


def test_the_area_a_phone_has_is_the_one_that_stays(outing, areas, leader) -> None:
    walked(areas[2], outing)

    editing.merge(outing, [turf.pk for turf in areas[1:]], **said(outing, leader))

    assert sorted(outing.turfs.values_list("number", flat=True)) == [1, 3]
    assert sorted(stops(areas[2])) == list(range(6, 13))


def test_two_areas_that_phones_have_do_not_become_one(outing, areas, leader) -> None:
    walked(areas[1], outing)
    walked(areas[2], outing)

    assert refusal(lambda: editing.merge(outing, [t.pk for t in areas[1:]], **said(outing, leader))) == "turf_walked"


def test_the_outing_is_open(outing, areas, road, leader) -> None:
    outing.closed_at = SATURDAY
    outing.save()

    assert refusal(lambda: move(outing, leader, [road[0]], areas[1])) == "outing_closed"


def test_something_is_chosen_and_something_changes(outing, areas, road, leader) -> None:
    assert refusal(lambda: move(outing, leader, [], areas[1])) == "nothing_chosen"
    assert refusal(lambda: move(outing, leader, [road[0]], areas[0])) == "nothing_changes"
    assert Edit.objects.count() == 0


def test_another_campaign_s_area_is_no_place_to_go(outing, areas, road, leader, outsider) -> None:
    theirs = builders.turf(builders.outing(outsider.campaign), builders.address(builders.station("29019-0001"), 1))
    seen = Seen(0, {**Seen.of(outing).versions, theirs.pk: theirs.version})

    assert refusal(lambda: move(outing, leader, [road[0]], theirs, seen)) == "changed_meanwhile"
    assert stops(theirs) == [1]


def test_the_rest_of_a_walk_is_counted_by_what_is_left_of_it(outing, campaign, areas, road, leader) -> None:
    Turf.objects.filter(pk=areas[0].pk).update(pass_no=2)
    for address in road:
        builders.door(campaign, address, last_at=None if address in road[3:6] else SATURDAY, state="not_home")
    Door.objects.filter(last_at=None).update(state="todo")
    Turf.objects.filter(pk=areas[0].pk).update(created_at=SATURDAY - timedelta(hours=1))

    move(outing, leader, [road[5]], areas[0])

    areas[0].refresh_from_db()
    assert (areas[0].door_count, areas[0].stops.count()) == (3, 6)
