"""A plan from the wish to the drawn lots: what is drawn from, what stands in the way, what is written down."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone, translation

from campaigns.doors.models import Building
from campaigns.errors import DomainError
from campaigns.targeting import committing, lots, power, proposing
from campaigns.targeting.models import HoldoutDeviation, HoldoutPlan, HoldoutSalt
from campaigns.targeting.power import Assumed
from campaigns.targeting.proposing import Wish
from campaigns.territory.models import Election, ElectionList, StationResult
from tests import builders
from tests.builders import SATURDAY

VOTE = date(2027, 3, 14)
WISH = Wish(name="Témoins", stations=("94033-0001",), vote_date=VOTE, election="Municipales 2027")
SIZES = (12, 9, 30, 7, 5, 8, 4, 1)


@pytest.fixture
def station(campaign):
    made = builders.station(registered=900)
    campaign.communes.add(made.commune)
    return made


@pytest.fixture
def buildings(station):
    return [builders.address(station, number, dwellings=size) for number, size in enumerate(SIZES, start=1)]


@pytest.fixture
def stations(campaign):
    """Eight that voted two by two alike, once."""
    election = Election.objects.create(
        code="2020-m-1", name="Municipales 2020", kind="municipal", date=date(2020, 3, 15)
    )
    ElectionList.objects.create(election=election, code="A", name="A", bloc="left")
    ElectionList.objects.create(election=election, code="B", name="B", bloc="right")
    made = []
    for number in range(8):
        station = builders.station(f"94033-000{number}", registered=1_000)
        turned_out = 300 + 80 * (number // 2) + 4 * (number % 2)
        StationResult.objects.create(
            election=election, station=station, registered=1_000, turned_out=turned_out, valid_votes=turned_out,
            votes={"A": turned_out // 4, "B": turned_out - turned_out // 4},
        )  # fmt: skip
        builders.address(station, 10 + number, dwellings=500)
        made.append(station)
    campaign.communes.add(made[0].commune)
    return made


def of_stations(stations, **changed) -> Wish:
    codes = tuple(station.code for station in stations)
    return replace(WISH, kind="stations", stations=codes, own_bloc="left", **changed)


def commit(campaign, wish=WISH, by=None, now=SATURDAY) -> HoldoutPlan:
    return committing.commit(campaign, wish, by=by, now=now)


def refusal(act) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_buildings_of_five_dwellings_and_more_are_drawn_in_blocks_and_the_rest_stays_outside(
    campaign, buildings
) -> None:
    plan = commit(campaign)

    drawn = [(unit.block, unit.place, unit.doors) for unit in plan.units.all()]
    assert drawn == [(0, 0, 30), (0, 1, 12), (1, 0, 9), (1, 1, 8), (2, 0, 7), (2, 1, 5)]
    assert [sum(unit.held_out for unit in plan.units.filter(block=block)) for block in range(3)] == [1, 1, 1]
    assert plan.left_over == 0
    assert plan.terms["excluded"]["small_buildings"] == 2


def test_the_lots_are_those_of_the_salt_and_the_plan(campaign, buildings) -> None:
    HoldoutSalt.objects.create(campaign=campaign, salt="demo-salt", made_at=timezone.now())

    plan = commit(campaign)

    assert (plan.code, plan.seed) == ("plan-1", "0x1dbb6dd0d10bb30882685ca1b86df879")
    assert [unit.place for unit in plan.units.filter(held_out=True)] == [0, 1, 0]
    assert plan.salt_commitment == hashlib.sha256(b"demo-salt").hexdigest()
    assert plan.library == f"numpy {np.__version__}"


def test_the_salt_is_drawn_once_for_all_plans_of_a_campaign(campaign, buildings, organiser) -> None:
    first = commit(campaign)
    committing.abandon(first, "Scrutin reporté", by=organiser, now=SATURDAY)

    second = commit(campaign)

    assert HoldoutSalt.objects.count() == 1
    assert (second.number, second.salt_commitment) == (2, first.salt_commitment)
    assert second.seed != first.seed
    assert int(second.seed, 16) == lots.seed_of(HoldoutSalt.objects.get().salt, "plan-2")


def test_a_new_draw_on_the_same_ground_tells_of_the_one_before(campaign, buildings, organiser) -> None:
    committing.abandon(commit(campaign), "Le tirage déplaît", by=organiser, now=SATURDAY)

    told = json.loads(commit(campaign).registration)

    assert told["draw"]["earlier_draws"] == [
        {"plan": "plan-1", "abandoned_at": "2027-02-13", "because": "Le tirage déplaît"}
    ]


def test_buildings_that_asked_for_no_visit_are_not_drawn(campaign, buildings) -> None:
    Building.objects.create(campaign=campaign, address=buildings[2], do_not_knock=True)

    plan = commit(campaign)

    assert 30 not in plan.units.values_list("doors", flat=True)
    assert plan.terms["excluded"]["closed_buildings"] == 1


def test_people_of_a_building_are_its_part_of_the_roll(campaign, buildings, station) -> None:
    plan = commit(campaign)

    assert plan.units.get(doors=30).registered == pytest.approx(900 * 30 / sum(SIZES))
    station.registered = None
    assert proposing.candidates.find(campaign, [station], "buildings", "").units[0].registered == pytest.approx(
        12 * 1.7
    )


def test_doors_that_the_campaign_counted_go_before_those_of_the_file(campaign, buildings) -> None:
    for _ in range(6):
        builders.door(campaign, buildings[7])

    plan = commit(campaign)

    assert plan.units.get(address=buildings[7]).doors == 6


def test_a_plan_comes_before_the_first_visit_and_says_where_somebody_rang(campaign, buildings) -> None:
    builders.door(campaign, buildings[6], visit_count=1)  # of four dwellings: no unit
    for _ in range(9):
        builders.door(campaign, buildings[1], visit_count=1)

    with pytest.raises(DomainError) as refused:
        commit(campaign)

    assert refused.value.code == "already_visited"
    assert "2 Rue des Tanneurs." in refused.value.message
    assert HoldoutPlan.objects.count() == HoldoutSalt.objects.count() == 0


def test_what_was_visited_may_be_left_out_of_the_draw_and_is_counted(campaign, buildings) -> None:
    for _ in range(9):
        builders.door(campaign, buildings[1], visit_count=1)

    plan = commit(campaign, replace(WISH, without_visited=True))

    assert sorted(plan.units.values_list("doors", flat=True)) == [7, 8, 12, 30]
    assert (plan.left_over, plan.terms["excluded"]["visited"]) == (1, 1)


def test_many_that_were_visited_are_named_and_counted(campaign, station) -> None:
    for number in range(1, 9):
        address = builders.address(station, number, dwellings=5)
        for _ in range(5):
            builders.door(campaign, address, visit_count=1)

    with pytest.raises(DomainError) as refused:
        commit(campaign)

    assert "5 Rue des Tanneurs" in refused.value.message
    assert "et 3 autres" in refused.value.message
    assert "6 Rue des Tanneurs" not in refused.value.message


def test_a_visit_of_the_campaign_next_door_is_none_of_ours(campaign, buildings, outsider) -> None:
    builders.door(outsider.campaign, buildings[1], visit_count=1)

    assert commit(campaign).units.count() == 6


def test_one_ground_has_one_draw_at_a_time(campaign, buildings) -> None:
    commit(campaign)

    assert refusal(lambda: commit(campaign, replace(WISH, name="Encore"))) == "already_in_plan"


def test_after_the_vote_the_ground_is_free_for_another_plan(campaign, buildings) -> None:
    commit(campaign)

    second = commit(campaign, replace(WISH, vote_date=date(2027, 3, 21)), now=SATURDAY + timedelta(days=30))

    assert second.number == 2


def test_pairs_of_stations_are_those_that_voted_alike(campaign, stations) -> None:
    plan = commit(campaign, of_stations(stations, outcome="own_share"))

    pairs = [set(plan.units.filter(block=block).values_list("code", flat=True)) for block in range(4)]
    assert pairs == [{f"94033-000{2 * n}", f"94033-000{2 * n + 1}"} for n in range(4)]
    assert plan.units.filter(held_out=True).count() == 4
    first = plan.units.get(code="94033-0000")
    assert (first.turnout, first.own_share, first.doors, first.address) == (0.3, 0.25, 500, None)
    assert plan.balance["covariates"] == ["doors", "registered", "turnout", "own_share"]


def test_a_station_without_results_fits_no_pair(campaign, stations) -> None:
    bare = builders.station("94033-0099")

    plan = commit(campaign, of_stations([*stations, bare]))

    assert (plan.units.count(), plan.left_over) == (8, 1)


def test_the_past_is_the_newest_election_that_most_stations_have(campaign, stations) -> None:
    newest = Election.objects.create(code="2026-x-1", name="Partielle", kind="municipal", date=date(2026, 1, 1))
    StationResult.objects.create(
        election=newest, station=stations[0], registered=1_000, turned_out=1, valid_votes=1, votes={}
    )

    assert commit(campaign, of_stations(stations)).terms["past_election"] == "2020-m-1"


WRONG = {
    "no_station": {"stations": ()},
    "foreign_station": {"stations": ("94033-0001", "75101-0001")},
    "block_size": {"block_size": 21},
    "outcome_by_building": {"outcome": "own_share"},
    "vote_passed": {"vote_date": date(2027, 2, 12)},
    "bad_assumption": {"assumed": Assumed(contact=0)},
    "too_few": {"block_size": 4},
    "no_name": {"name": "  "},
}


@pytest.mark.parametrize(("code", "changed"), WRONG.items(), ids=WRONG.keys())
def test_a_wish_without_sense_is_refused_and_nothing_is_drawn(campaign, buildings, code, changed) -> None:
    builders.station("75101-0001")

    assert refusal(lambda: commit(campaign, replace(WISH, **changed))) == code
    assert HoldoutPlan.objects.count() == HoldoutSalt.objects.count() == 0


def test_stations_are_drawn_in_pairs_only(campaign, stations) -> None:
    assert refusal(lambda: commit(campaign, of_stations(stations, block_size=4))) == "block_size"


def test_what_buildings_could_show_is_told_before_they_are_drawn(campaign, buildings) -> None:
    found = proposing.propose(campaign, WISH, now=SATURDAY)

    people = 900 * 71 / 76
    assert (found.people, found.doors, found.held_out) == (pytest.approx(people), 71, 3)
    assert found.seen == power.of_people(found.people, people / 6, 0.5, Assumed())
    assert not found.sees_what_is_expected
    assert HoldoutPlan.objects.count() == 0


def test_what_a_smaller_control_arm_could_show_is_told(campaign, station) -> None:
    for number in range(1, 13):
        builders.address(station, number, dwellings=10)

    found = proposing.propose(campaign, replace(WISH, block_size=4), now=SATURDAY)

    assert found.seen == power.of_people(found.people, found.people / 12, 0.75, Assumed())


def test_a_plan_may_be_drawn_until_the_day_of_the_vote(campaign, buildings) -> None:
    assert commit(campaign, replace(WISH, vote_date=SATURDAY.date())).vote_date == SATURDAY.date()


def test_the_arms_are_compared_by_what_is_known_of_all_units(campaign, stations) -> None:
    bare = builders.station("94033-0098")
    for number, station in enumerate([*stations[:2], bare]):
        for rank in range(4):
            builders.address(station, 71 + 4 * number + rank, dwellings=8)

    known = commit(campaign, replace(WISH, stations=(stations[0].code,)))
    half = commit(campaign, replace(WISH, stations=(stations[1].code, bare.code)))

    assert known.balance["covariates"] == ["doors", "registered", "turnout"]
    assert half.balance["covariates"] == ["doors", "registered"]


def test_a_draw_elsewhere_that_was_abandoned_is_no_draw_on_this_ground(campaign, buildings, organiser) -> None:
    other = builders.station("94033-0002", registered=500)
    for number in range(61, 65):
        builders.address(other, number, dwellings=8)
    committing.abandon(commit(campaign, replace(WISH, stations=(other.code,))), "Ailleurs", by=organiser, now=SATURDAY)

    told = json.loads(commit(campaign).registration)

    assert told["draw"]["earlier_draws"] == []


def test_the_registration_counts_each_arm(campaign, station) -> None:
    for number in range(1, 13):
        builders.address(station, number, dwellings=number + 5)

    plan = commit(campaign, replace(WISH, block_size=4))

    told = json.loads(plan.registration)["draw"]["arms"]
    for arm, held_out in (("canvass", False), ("control", True)):
        units = list(plan.units.filter(held_out=held_out))
        people = round(sum(unit.registered for unit in units))
        assert told[arm] == {"units": len(units), "doors": sum(unit.doors for unit in units), "registered": people}
    assert (told["canvass"]["units"], told["control"]["units"]) == (9, 3)


@pytest.mark.parametrize(
    ("outcome", "ordered", "first"), [("own_share", 2, "votes for our"), ("turnout", 1, "turnout")]
)
def test_what_is_measured_first_is_registered_first(campaign, stations, outcome, ordered, first) -> None:
    with translation.override("en"):
        told = json.loads(commit(campaign, of_stations(stations, outcome=outcome)).registration)

    assert len(told["outcomes"]["in_order"]) == ordered
    assert told["outcomes"]["in_order"][0].startswith(first)


def test_what_stations_could_show_is_told_before_they_are_drawn(campaign, stations) -> None:
    found = proposing.propose(campaign, of_stations(stations, expected_points=50), now=SATURDAY)

    assert found.seen.mde_itt == pytest.approx(2.8016 * 2 * 2 / 8**0.5, abs=1e-3)
    assert found.sees_what_is_expected
    assert found.campaigns_needed == 1


def test_a_plan_is_abandoned_with_a_reason_and_once(campaign, buildings, organiser) -> None:
    plan = commit(campaign)

    assert refusal(lambda: committing.abandon(plan, " ", by=organiser, now=SATURDAY)) == "no_reason"
    committing.abandon(plan, "Scrutin reporté", by=organiser, now=SATURDAY)
    again = refusal(lambda: committing.abandon(plan, "Autre raison", by=organiser, now=SATURDAY))

    assert again == "already_abandoned"
    kept = HoldoutPlan.objects.get()
    assert (kept.abandoned_because, kept.abandoned_by, kept.abandoned_at) == ("Scrutin reporté", organiser, SATURDAY)
    assert kept.units.count() == 6


def test_a_deviation_is_dated_and_signed(campaign, buildings, organiser) -> None:
    plan = commit(campaign)

    assert refusal(lambda: committing.note_deviation(plan, "", by=organiser, now=SATURDAY)) == "no_reason"
    committing.note_deviation(plan, "Deux immeubles démolis", by=organiser, now=SATURDAY)

    found = HoldoutDeviation.objects.values_list("text", "signed", "at", "campaign")
    assert list(found) == [("Deux immeubles démolis", "Inès Karim", SATURDAY, campaign.pk)]


REGISTERED = {
    "plan": {
        "campaign", "code", "name", "election", "round", "vote_date", "committed_at", "committed_by", "pool",
    },
    "hypothesis": {"statement", "direction", "test"},
    "design": {
        "unit", "strata", "block_size", "control_share", "blocks", "stations", "past_election", "own_bloc",
    },
    "draw": {
        "rule", "seed", "salt_sha256", "assignment_sha256", "arms", "balance", "balance_p", "earlier_draws",
        "checked", "how_to_check",
    },
    "outcomes": {"in_order", "source", "contact"},
    "analysis": {"estimator", "first", "then", "p", "covariates", "clustering", "missing", "stopping", "date"},
    "exclusions": {"small_buildings", "closed_buildings", "visited", "left_over"},
    "power": {"inputs", "people", "se_points", "mde_itt_points", "mde_cace_points"},
    "priors": {"effect_points", "in_force"},
    "software": {"canvass", "library"},
}  # fmt: skip


def test_the_registration_says_all_that_was_meant(campaign, buildings, organiser) -> None:
    plan = commit(campaign, by=organiser)

    told = json.loads(plan.registration)

    assert {key: set(section) for key, section in told.items() if isinstance(section, dict)} == REGISTERED
    assert (told["format"], told["language"]) == ("canvass-holdout-1", "fr")
    assert told["plan"]["committed_at"] == "2027-02-13T09:00:00+00:00"
    assert told["plan"]["committed_by"] == "Inès Karim"
    assert told["draw"]["arms"]["control"]["units"] == 3
    assert told["draw"]["assignment_sha256"] == plan.assignment_sha256
    assert told["power"]["mde_cace_points"] == round(plan.terms["power"]["mde_cace"], 4)
    assert told["analysis"]["date"] == "2027-03-28"


def test_both_files_carry_their_hash_and_the_text_names_that_of_the_other(campaign, buildings) -> None:
    plan = HoldoutPlan.objects.get(pk=commit(campaign).pk)

    assert plan.registration_sha256 == hashlib.sha256(plan.registration.encode()).hexdigest()
    assert plan.registration_text_sha256 == hashlib.sha256(plan.registration_text.encode()).hexdigest()
    assert plan.registration_sha256 in plan.registration_text
    assert plan.registration_text.startswith("# Pré-enregistrement\u202f: Témoins\n")
    assert all(str(value) in plan.registration_text for value in (plan.seed, plan.assignment_sha256, "plan-1"))


def test_no_address_is_in_what_may_be_published(campaign, buildings) -> None:
    plan = commit(campaign)

    assert "Tanneurs" not in plan.registration + plan.registration_text
    assert "tanneurs" not in plan.registration + plan.registration_text
