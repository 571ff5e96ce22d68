"""The last change is taken back, and the one before after it, as long as nothing else changed since."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.errors import DomainError
from campaigns.turfs import cutting, editing, journal, undoing
from campaigns.turfs.halving import How
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import NEW, OUT
from campaigns.turfs.models import Edit, Turf, TurfStop
from tests import builders
from tests.builders import SATURDAY
from tests.turfs import hands
from tests.turfs.hands import move, state


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road():
    return hands.street(range(1, 10))


@pytest.fixture
def areas(outing, road, leader):
    """As they are after a first change: walks in their shortest order, with their minutes and names."""
    made = hands.areas(outing, road[:3], road[3:6], road[6:])
    for area in made:
        editing.shorten(outing, area.pk, seen=Seen.of(outing), by=leader, now=SATURDAY)
    Edit.objects.all().delete()
    return [Turf.objects.get(pk=area.pk) for area in made]


def undo(outing, by) -> Edit:
    last = journal.last(outing)
    return undoing.undo(outing, last.pk if last else 0, by=by, now=SATURDAY)


def said(outing, by) -> dict:
    return {"seen": Seen.of(outing), "by": by, "now": SATURDAY}


CHANGES = {
    "moved": lambda outing, areas, road, by: move(outing, by, road[:1], areas[1]),
    "a new area": lambda outing, areas, road, by: move(outing, by, road[:2], NEW),
    "left out": lambda outing, areas, road, by: move(outing, by, road[:3], OUT),
    "cut in two": lambda outing, areas, road, by: editing.split(outing, areas[0].pk, How.WALK, **said(outing, by)),
    "joined": lambda outing, areas, road, by: editing.merge(outing, [a.pk for a in areas], **said(outing, by)),
    "reordered": lambda outing, areas, road, by: editing.reorder(
        outing, areas[0].pk, road[0].pk, 2, **said(outing, by)
    ),
    "numbered": lambda outing, areas, road, by: editing.number(outing, areas[0].pk, 3, **said(outing, by)),
    "pinned": lambda outing, areas, road, by: editing.pin(outing, areas[0].pk, True, **said(outing, by)),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_was_before_is_there_again(outing, areas, road, leader, kind) -> None:
    Turf.objects.filter(pk=areas[1].pk).update(team=leader.teams_led.get(), state=Turf.State.ASSIGNED)
    before = state(outing)
    CHANGES[kind](outing, areas, road, leader)
    assert state(outing) != before

    undo(outing, leader)

    assert state(outing) == before
    assert Turf.objects.get(pk=areas[1].pk).state == "assigned"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=4))
def test_changes_are_taken_back_one_after_the_other_and_no_address_is_lost(outing, areas, road, leader, kinds) -> None:
    states = [state(outing)]
    for kind in kinds:
        with contextlib.suppress(DomainError):  # what has no area or address any more changes nothing
            CHANGES[kind](outing, areas, road, leader)
        if state(outing) == states[-1]:
            continue
        states.append(state(outing))
        held = list(TurfStop.objects.filter(turf__outing=outing).values_list("address", flat=True))
        assert sorted([*held, *states[-1][OUT]]) == sorted(address.pk for address in road)

    for before in reversed(states[:-1]):
        undo(outing, leader)
        assert state(outing) == before

    assert journal.last(outing) is None


def test_only_the_last_change_is_taken_back(outing, areas, road, leader) -> None:
    first = move(outing, leader, road[:1], areas[1]).edit
    move(outing, leader, road[8:], areas[1])
    before = state(outing)

    with pytest.raises(DomainError) as refusal:
        undoing.undo(outing, first.pk, by=leader, now=SATURDAY)

    assert refusal.value.code == "changed_meanwhile"
    assert state(outing) == before


def test_one_change_is_taken_back_once(outing, areas, road, leader) -> None:
    edit = move(outing, leader, road[:1], areas[1]).edit
    undoing.undo(outing, edit.pk, by=leader, now=SATURDAY)

    with pytest.raises(DomainError) as refusal:
        undoing.undo(outing, edit.pk, by=leader, now=SATURDAY)

    assert refusal.value.code == "changed_meanwhile"


def test_nothing_comes_back_where_the_areas_are_not_as_the_change_left_them(outing, areas, road, leader) -> None:
    edit = move(outing, leader, road[:1], areas[1]).edit
    TurfStop.objects.filter(turf=areas[1]).order_by("-position")[:1].get().delete()
    before = state(outing)

    with pytest.raises(DomainError) as refusal:
        undoing.undo(outing, edit.pk, by=leader, now=SATURDAY)

    assert refusal.value.code == "changed_meanwhile"
    assert state(outing) == before


def test_a_new_cut_cannot_be_taken_back_nor_what_was_before_it(outing, campaign, areas, road, leader) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    move(outing, leader, road[:1], areas[1])

    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=15, now=SATURDAY)

    assert journal.last(outing) is None


def test_an_area_that_came_back_is_not_taken_for_the_one_seen_before(outing, areas, road, leader) -> None:
    seen = Seen.of(outing)
    editing.merge(outing, [area.pk for area in areas], seen=seen, by=leader, now=SATURDAY)
    undo(outing, leader)

    with pytest.raises(DomainError) as refusal:
        move(outing, leader, road[3:4], areas[2], seen)

    assert refusal.value.code == "changed_meanwhile"
