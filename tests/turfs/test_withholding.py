"""What is held out never comes to a walk: not by a cut, not by hand, not on a phone that had it before."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.targeting.models import HoldoutPlan
from campaigns.turfs import cutting, drafting, handing_out, journal, layout, sheet, taking_off, undoing
from campaigns.turfs.choice import Choice
from campaigns.turfs.ground import survey
from campaigns.turfs.lasso import Lasso
from campaigns.turfs.manner import Manner
from campaigns.turfs.models import Edit, FormerStop, Turf, TurfStop
from tests import builders
from tests.builders import SATURDAY
from tests.targeting.plans import plan
from tests.turfs import hands
from tests.turfs.hands import move, state, stops


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road(station):
    """Ten buildings; a plan holds out every odd one."""
    return hands.street(range(1, 11), dwellings=6)


def hold_out(campaign, road) -> HoldoutPlan:
    return plan(campaign, *[road[start : start + 2] for start in range(0, len(road), 2)])


def walked(outing) -> set[int]:
    return set(TurfStop.objects.filter(turf__outing=outing).values_list("address__number", flat=True))


def cut(campaign, outing, *stations):
    return cutting.cut(campaign=campaign, outing=outing, stations=stations, minutes=60, now=SATURDAY)


def test_a_cut_takes_the_canvassed_and_leaves_the_held_out(campaign, outing, road, station) -> None:
    hold_out(campaign, road)

    cut(campaign, outing, station)

    assert walked(outing) == {2, 4, 6, 8, 10}
    assert survey(campaign, [station]).held_out == 5


WAYS = {
    "within a lasso": {"choice": Choice(lasso=Lasso.read("2 48,3 48,3 49,2 49"))},
    "the best doors first": {"manner": Manner(teams=3, value_first=True)},
    "one side at a time": {"manner": Manner(one_side=True)},
    "for so many teams": {"manner": Manner(teams=2)},
    "by street": {"choice": Choice(streets=("rue des tanneurs",))},
    "not what was seen lately": {"choice": Choice(seen_since=SATURDAY)},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_whatever_way_it_is_cut_the_held_out_stay_out(campaign, outing, road, station, way) -> None:
    hold_out(campaign, road)

    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=60, now=SATURDAY, **way)

    assert walked(outing) == {2, 4, 6, 8, 10}


def test_the_neighbour_cuts_where_we_hold_out(campaign, outsider, road, station) -> None:
    hold_out(campaign, road)

    assert len(survey(outsider.campaign, [station]).stops) == 10


def test_an_abandoned_plan_gives_its_doors_back(campaign, outing, road, station) -> None:
    hold_out(campaign, road)
    HoldoutPlan.objects.update(abandoned_at=timezone.now(), abandoned_because="Scrutin reporté")

    cut(campaign, outing, station)

    assert walked(outing) == set(range(1, 11))


def test_a_station_that_is_held_out_is_not_cut_and_a_sentence_says_so(campaign, outing, road, station) -> None:
    plan(campaign, [station, builders.station("94033-0002")])

    with pytest.raises(DomainError) as refused:
        cut(campaign, outing, station)

    assert refused.value.code == "nothing_to_cut"
    assert "QG" in refused.value.message
    assert walked(outing) == set()


def test_the_command_says_how_many_it_left_out(campaign, road, station) -> None:
    hold_out(campaign, road)
    out = io.StringIO()

    call_command("cut_turfs", "--campaign=valmont", "--stations", station.code, "--preview", "--json", stdout=out)

    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["held_out"] == 5
    assert {stop["label"] for turf in told["turfs"] for stop in turf["stops"]} == {
        f"{number} Rue des Tanneurs" for number in (2, 4, 6, 8, 10)
    }


def test_the_command_refuses_a_station_held_out(campaign, road, station) -> None:
    plan(campaign, [station, builders.station("94033-0002")])

    with pytest.raises(CommandError, match="QG"):
        call_command("cut_turfs", "--campaign=valmont", "--stations", station.code)


def test_a_draft_made_before_the_plan_is_kept_without_what_it_holds_out(campaign, outing, road, station) -> None:
    draft = drafting.preview(campaign=campaign, stations=[station], minutes=60, outing=outing)
    hold_out(campaign, road)

    cutting.keep(draft, outing, now=SATURDAY)

    assert walked(outing) == {2, 4, 6, 8, 10}


def test_a_hand_does_not_put_back_what_is_held_out(campaign, outing, leader, road) -> None:
    (area,) = hands.areas(outing, road[2:])
    for address in road[:2]:
        outing.left_out.create(campaign=campaign, address=address)
    hold_out(campaign, road[:2])
    before = state(outing)

    with pytest.raises(DomainError) as refused:
        move(outing, leader, road[:2], area)

    assert refused.value.code == "held_out"
    assert "1 Rue des Tanneurs." in refused.value.message
    assert state(outing) == before
    move(outing, leader, road[1:2], area)
    assert 2 in stops(area)


def test_taking_a_change_back_does_not_put_it_back_either(campaign, outing, leader, road) -> None:
    hands.areas(outing, road[:5], road[5:])
    edit = move(outing, leader, road[:1], layout.OUT).edit
    hold_out(campaign, road[:2])

    with pytest.raises(DomainError) as refused:
        undoing.undo(outing, edit.pk, by=leader, now=SATURDAY)

    assert refused.value.code == "held_out"


def test_walks_cut_before_lose_it_and_become_shorter(campaign, outing, road) -> None:
    one, two = hands.areas(outing, road[:6], road[6:])
    hold_out(campaign, road)

    taken = taking_off.clear(campaign, now=SATURDAY)

    assert (taken, stops(one), stops(two)) == (5, [2, 4, 6], [8, 10])
    one.refresh_from_db()
    assert (one.door_count, one.version) == (18, 2)
    assert one.minutes < 90
    assert taking_off.clear(campaign, now=SATURDAY) == 0


def test_nobody_undoes_it(campaign, outing, leader, road) -> None:
    hands.areas(outing, road[:6], road[6:])
    move(outing, leader, road[5:6], layout.NEW)
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    assert journal.last(outing) is None
    assert set(Edit.objects.values_list("kind", flat=True)) == {"moved", "cut"}


def test_a_walk_of_nothing_else_is_gone(campaign, outing, road) -> None:
    held, mixed = hands.areas(outing, [road[0], road[2]], road[3:])
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    assert not Turf.objects.filter(pk=held.pk).exists()
    assert stops(mixed) == [4, 6, 8, 10]


def test_a_phone_is_told_and_may_still_send_what_it_noted(campaign, outing, road) -> None:
    (area,) = hands.areas(outing, road)
    builders.device(outing, area)
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    area.refresh_from_db()
    assert (area.state, stops(area)) == ("free", [2, 4, 6, 8, 10])
    assert area.seq > 0
    assert set(FormerStop.objects.filter(turf=area).values_list("address__number", flat=True)) == {1, 3, 5, 7, 9}


def test_a_phone_whose_whole_walk_is_held_out_has_it_no_more(campaign, outing, road) -> None:
    held, _other = hands.areas(outing, [road[0], road[2]], road[3:])
    device = builders.device(outing)
    handing_out.give_to_phone(held, device, now=SATURDAY)
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    held.refresh_from_db()
    assert (held.state, held.door_count, stops(held)) == ("done", 0, [])
    assert not device.assignments.filter(ended_at=None).exists()
    assert FormerStop.objects.filter(turf=held).count() == 2


def test_a_printed_sheet_has_it_no_more(campaign, outing, road) -> None:
    (area,) = hands.areas(outing, road)
    for address in road:
        builders.door(campaign, address)
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    (printed,) = sheet.of_outing(outing)
    assert {row.numbering for page in printed.pages for row in page.rows} == {"2", "4", "6", "8", "10"}


def test_walks_that_are_over_keep_what_they_were(campaign, outing, road) -> None:
    done, _open = hands.areas(outing, road[:4], road[4:])
    Turf.objects.filter(pk=done.pk).update(state=Turf.State.DONE)
    closed = builders.outing(campaign, closed_at=timezone.now())
    (past,) = hands.areas(closed, road)
    hold_out(campaign, road)

    taking_off.clear(campaign, now=SATURDAY)

    assert stops(done) == [1, 2, 3, 4]
    assert len(stops(past)) == 10
