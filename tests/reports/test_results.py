"""What a plan found once the vote is counted: the analysis that was registered, and no other."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from campaigns.reports import contamination, results
from campaigns.reports.effects.pooling import Belief
from campaigns.targeting import assumptions
from campaigns.territory.models import ElectionList
from tests import builders
from tests.reports import counted
from tests.targeting import plans

CONTROL, CANVASS = [15, 12, 18, 14, 16, 13, 17, 15, 12, 19, 14, 16], [17, 15, 18, 17, 15, 16, 20, 16, 15, 20, 15, 19]


def result(plan):
    return results.of(plan, today=plans.today())


@pytest.fixture
def buildings(campaign):
    plan = counted.of_buildings(campaign)
    counted.keep(plan, CONTROL, CANVASS)
    return plan


def conversations(campaign, plan, each: int = 8) -> None:
    """So many doors with a conversation in each building that was to be canvassed, from the draw to the vote."""
    team = builders.team(campaign, leader=builders.member(campaign, "team_leader"))
    outing = builders.outing(campaign, team)
    units = list(plan.units.filter(held_out=False).select_related("address"))
    turf = builders.turf(outing, *(unit.address for unit in units))
    device = builders.device(outing, turf)
    doors = [builders.door(campaign, unit.address) for unit in units for _number in range(each)]
    builders.visits(device, turf, *((door, "conversation") for door in doors), at=timezone.now() - timedelta(days=2))


def test_buildings_give_the_effect_of_being_drawn_with_errors_by_pair(buildings) -> None:
    found = result(buildings)

    difference = (np.array(CANVASS) - np.array(CONTROL)) / 30
    assert found.found is not None
    assert (found.found.rows, found.found.clusters, found.found.by_block) == (720, 24, True)
    assert found.itt is not None
    assert found.itt.mean == pytest.approx(100 * difference.mean())
    assert found.itt.error == pytest.approx(100 * difference.std(ddof=1) / np.sqrt(12), rel=2e-3)
    assert (found.missing.canvass, found.missing.control) == (0, 0)


def test_results_that_are_there_before_the_vote_are_not_looked_at(campaign) -> None:
    plan = counted.of_stations(campaign, vote_date=plans.today() + timedelta(days=1))
    election = builders.election("2030-municipales-1", date=plan.vote_date)
    for unit in plan.units.select_related("station"):
        builders.result(election, unit.station, A=500)

    found = result(plan)

    assert (found.found, found.why, found.counted) == (None, "too_early", 0)


def test_stations_count_by_the_people_on_their_roll(campaign) -> None:
    plan = counted.of_stations(campaign, 6)
    election = builders.election("2030-municipales-1", date=plan.vote_date)
    rng = np.random.default_rng(4)
    units = list(plan.units.select_related("station").order_by("block", "place"))
    people, share = rng.integers(200, 2_000, 12), rng.uniform(0.4, 0.7, 12)
    votes = (people * share).astype(int)
    for unit, many, came in zip(units, people, votes, strict=True):
        builders.result(election, unit.station, registered=int(many), A=int(came))

    found = result(plan)

    turnout = (votes / people).reshape(6, 2)
    weight = 1 / (1 / people.reshape(6, 2)).sum(axis=1)
    assert found.found.itt == pytest.approx(np.average(turnout[:, 1] - turnout[:, 0], weights=weight))


@pytest.mark.parametrize(("outcome", "covariates"), [("turnout", 1), ("own_share", 2)])
def test_the_past_that_was_registered_is_taken_out(campaign, outcome, covariates) -> None:
    plan = counted.of_stations(campaign, 2, outcome=outcome)

    taken = results._covariates(plan, contamination.by_unit(plan))

    assert taken.shape == (4, covariates)


def test_few_units_quote_the_interval_of_redraws(buildings) -> None:
    found = result(buildings)

    assert found.found is not None
    assert found.found.chance_leads
    assert found.found.chance.exact
    assert found.interval == (100 * found.found.chance.low, 100 * found.found.chance.high)
    assert not found.may_be_nothing


def test_conversations_give_the_effect_on_those_reached(campaign) -> None:
    plan = counted.of_buildings(campaign)
    conversations(campaign, plan)
    counted.keep(plan, CONTROL, CANVASS)

    found = result(plan)

    assert found.found is not None
    assert found.found.reached is not None
    assert (found.found.reached.treated, found.found.reached.control) == (pytest.approx(0.4), 0)
    assert found.cace is not None
    assert found.cace.mean == pytest.approx(found.itt.mean / 0.4)
    assert found.forecast == pytest.approx(1.5 * 0.4)
    assert found.contamination.canvass.talked == 96


def test_without_a_conversation_there_is_no_effect_on_those_reached(buildings) -> None:
    assert result(buildings).cace is None


def test_buildings_without_a_count_are_left_out_and_said(campaign, buildings) -> None:
    plan = counted.of_buildings(builders.campaign("ailleurs"), 3)

    found = result(plan)

    assert (found.found, found.why) == (None, "no_outcome")
    assert (found.missing.canvass, found.missing.control) == (3, 3)


def test_the_same_outcome_everywhere_has_an_effect_and_no_error(campaign) -> None:
    plan = counted.of_buildings(campaign)
    conversations(campaign, plan)
    counted.keep(plan, [15] * 12, [15] * 12)

    found = result(plan)

    assert found.found is not None
    assert (round(found.found.itt, 9), found.itt, found.cace) == (0, None, None)


def test_before_the_vote_nothing_is_looked_at(campaign) -> None:
    plan = counted.of_buildings(campaign, 2, vote_date=plans.today() + timedelta(days=1))

    found = result(plan)

    assert (found.found, found.why, found.interval) == (None, "too_early", None)


def of_stations(campaign, **fields):
    """Stations of different sizes, and the results of the day."""
    plan = counted.of_stations(campaign, **fields)
    election = builders.election(code="2027-m-1", date=plan.vote_date)
    units = list(plan.units.select_related("station").order_by("block", "place"))
    for number, unit in enumerate(units):
        voted = 400 + 10 * unit.block + (0 if unit.held_out else 30 + 4 * (unit.block % 4))
        builders.result(election, unit.station, registered=1_000 + 10 * number, A=voted // 4, B=voted - voted // 4)
    return plan


def test_stations_are_read_from_the_results_of_the_day(campaign) -> None:
    found = result(of_stations(campaign))

    assert found.election is not None
    assert found.election.code == "2027-m-1"
    assert found.found is not None
    assert (found.found.rows, found.found.clusters) == (24, None)
    assert 2 < found.itt.mean < 4


def test_the_share_of_our_bloc_is_read_where_the_plan_is_about_it(campaign) -> None:
    plan = of_stations(campaign, outcome="own_share", terms={"own_bloc": "left"})
    ElectionList.objects.filter(election__code="2027-m-1", code="A").update(bloc="left", bloc_is_known=True)
    ElectionList.objects.filter(election__code="2027-m-1", code="B").update(bloc="right", bloc_is_known=True)

    found = result(plan)

    assert found.found is not None
    assert found.found.control.mean == pytest.approx(0.25, abs=0.002)
    assert (found.of_turnout, found.forecast) == (False, None)


def test_a_result_of_another_day_is_not_taken(campaign) -> None:
    plan = counted.of_stations(campaign, 2)
    election = builders.election(code="2020-m-1", date=plan.vote_date - timedelta(days=7))
    for unit in plan.units.select_related("station"):
        builders.result(election, unit.station, A=400)

    assert (result(plan).found, result(plan).why) == (None, "no_outcome")


def test_the_prior_is_what_the_campaign_assumes(campaign, buildings) -> None:
    assert result(buildings).prior == Belief(1.5, 1.0)

    assumptions.say(campaign, {"effect_points": 2.0, "effect_spread": 0.5}, None)

    assert result(buildings).prior == Belief(2.0, 0.5)


@pytest.mark.parametrize("pairs", [2, 6])
def test_a_result_costs_the_same_queries_whatever_its_size(campaign, pairs, django_assert_num_queries) -> None:
    plan = counted.of_buildings(campaign, pairs)
    counted.keep(plan, [12] * pairs, [14] * pairs)

    with django_assert_num_queries(5):
        result(plan)
