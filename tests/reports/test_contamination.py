"""A visit where nobody was to ring is kept, told of, and leaves its unit in the arm that the lots gave it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.reports import contamination
from campaigns.targeting.models import HoldoutUnit
from campaigns.visits.models import Visit
from tests import builders
from tests.targeting.plans import plan, today


@pytest.fixture
def houses():
    station = builders.station()
    return [builders.address(station, number, dwellings=10) for number in (1, 2, 3, 4)]


@pytest.fixture
def walk(campaign, houses):
    """``walk((house, outcome), …)``: visits made by a phone that had these addresses before it knew."""
    outing = builders.outing(campaign, starts_at=timezone.now() - timedelta(hours=1))
    turf = builders.turf(outing, *houses)
    device = builders.device(outing, turf)

    def visit(*said, at=None, **fields):
        doors = [(builders.door(campaign, houses[house]), outcome) for house, outcome in said]
        builders.visits(device, turf, *doors, at=at or timezone.now(), **fields)
        return [door for door, _outcome in doors]

    visit.device, visit.turf = device, turf
    return visit


def test_visits_are_counted_by_arm_and_the_arms_stay(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])

    walk((0, "conversation"), (0, "not_home"), (1, "conversation"), (3, "refused"))
    found = contamination.of(drawn)

    assert (found.control.doors, found.control.visited, found.control.talked) == (20, 2, 1)
    assert (found.control.units, found.control.units_visited) == (2, 1)
    assert (found.canvass.doors, found.canvass.visited, found.canvass.talked) == (20, 2, 1)
    assert Visit.objects.count() == 4
    assert list(HoldoutUnit.objects.values_list("held_out", flat=True)) == [True, False, True, False]


def test_the_log_names_the_units_the_first_visited_first(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])

    walk((2, "not_home"), at=timezone.now())
    walk((0, "not_home"), (0, "refused"), (1, "refused"), at=timezone.now() + timedelta(minutes=10))
    log = contamination.of(drawn).log

    assert [(each.unit.address.label, each.visits) for each in log] == [
        ("3 Rue des Tanneurs", 1),
        ("1 Rue des Tanneurs", 2),
    ]


@pytest.mark.parametrize(("visits", "worries"), [(1, False), (2, True)])
def test_over_five_per_cent_of_the_doors_held_out_it_warns(campaign, houses, walk, visits, worries) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])  # 20 doors held out

    walk(*[(0, "not_home")] * visits)

    assert contamination.of(drawn).control.share_visited == visits / 20
    assert contamination.of(drawn).is_worrying is worries


def test_what_was_undone_or_corrected_counts_as_it_stands(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])
    (undone, corrected) = walk((0, "conversation"), (0, "conversation"))

    for seq, (door, outcome) in enumerate([(undone, None), (corrected, "not_home")], start=3):
        first = Visit.objects.get(door=door)
        event = builders.event(walk.device, walk.turf, door, outcome, seq=seq, supersedes=first.pk, at=timezone.now())
        builders.recorded(walk.device, event)
    found = contamination.of(drawn)

    assert (found.control.visited, found.control.talked) == (1, 0)


def test_what_was_undone_is_no_visit(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])
    (door,) = walk((0, "conversation"))
    first = Visit.objects.get(door=door)
    event = builders.event(walk.device, walk.turf, door, None, seq=3, supersedes=first.pk, at=timezone.now())
    builders.recorded(walk.device, event)

    found = contamination.of(drawn)

    assert (found.control.units_visited, found.control.visited, found.log) == (0, 0, ())


def test_a_door_that_was_seen_twice_is_one_door(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])
    (door,) = walk((0, "conversation"))

    builders.visits(walk.device, walk.turf, (door, "conversation"), at=timezone.now() + timedelta(minutes=5))
    found = contamination.of(drawn)

    assert (found.control.visited, found.control.talked, found.log[0].visits) == (1, 1, 2)


def test_a_visit_before_the_draw_is_no_contamination(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])

    walk((0, "not_home"), at=drawn.committed_at - timedelta(minutes=30))

    assert contamination.of(drawn).control.visited == 0


def test_contact_is_whole_at_most_where_more_doors_were_found_than_known(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])

    walk(*[(1, "conversation")] * 12)  # 10 were known

    assert [each.contact for each in contamination.by_unit(drawn)] == [0, 1.0, 0, 0]


def test_a_station_held_out_counts_the_visits_at_all_its_addresses(campaign, houses, walk) -> None:
    other = builders.station("94033-0002")
    drawn = plan(campaign, [houses[0].station, other])

    walk((0, "conversation"), (3, "not_home"))
    found = contamination.of(drawn)

    assert (found.control.visited, found.control.talked, found.control.share_visited) == (2, 1, 0.02)
    assert [each.unit.code for each in found.log] == ["94033-0001"]


def test_visits_after_the_vote_are_no_contamination(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:], vote_date=today() - timedelta(days=1))

    walk((0, "not_home"))

    assert contamination.of(drawn).control.visited == 0


def test_visits_of_the_neighbour_are_no_contamination(campaign, houses, outsider) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])
    theirs = builders.outing(outsider.campaign, starts_at=timezone.now() - timedelta(hours=1))
    turf = builders.turf(theirs, houses[0])
    door = builders.door(outsider.campaign, houses[0])

    builders.visits(builders.device(theirs, turf), turf, (door, "not_home"), at=timezone.now())

    assert contamination.of(drawn).control.visited == 0


def test_contact_of_a_unit_is_its_share_of_doors_with_a_conversation(campaign, houses, walk) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])

    walk(*[(1, "conversation")] * 4, (3, "not_home"))

    assert [each.contact for each in contamination.by_unit(drawn)] == [0, 0.4, 0, 0]


def test_it_takes_two_questions_whatever_the_size(campaign, houses, walk, django_assert_num_queries) -> None:
    drawn = plan(campaign, houses[:2], houses[2:])
    walk((0, "not_home"), (2, "not_home"))

    with django_assert_num_queries(2):
        [each.unit.address.label for each in contamination.of(drawn).log]
