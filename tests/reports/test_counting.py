"""Two numbers per building after the vote, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.reports import counting
from campaigns.reports.counting import Counted
from campaigns.reports.models import TurnoutCount
from tests import builders
from tests.reports import counted
from tests.targeting import plans


def keep(plan, *rows: Counted) -> int:
    return counting.keep(plan, rows, by=None, now=timezone.now())


def test_the_sheet_names_every_building_and_no_arm(campaign) -> None:
    plan = counted.of_buildings(campaign, 2)
    first = plan.units.order_by("code")[0]
    keep(plan, Counted(first.code, 31, 20))

    rows = list(csv.reader(io.StringIO(counting.sheet(plan).removeprefix("\ufeff")), delimiter=";"))

    assert rows[0] == ["code", "adresse", "bureau", "inscrits", "votants"]
    assert rows[1] == [first.code, str(first.address), "94033-0001", "31", "20"]
    assert [row[3:] for row in rows[2:]] == [["", ""]] * 3
    assert {row[0] for row in rows[1:]} == set(plan.units.values_list("code", flat=True))


def test_a_sheet_filled_in_is_read_and_kept(campaign, tmp_path) -> None:
    plan = counted.of_buildings(campaign, 2)
    codes = list(plan.units.order_by("code").values_list("code", flat=True))
    file = tmp_path / "comptages.csv"
    lines = counting.sheet(plan).splitlines()
    file.write_text("\n".join([lines[0], lines[1].replace(";;", ";31;20"), *lines[2:]]), encoding="utf-8")

    rows = counting.read(file)

    assert rows == [Counted(codes[0], 31, 20, line=2)]
    assert keep(plan, *rows) == 1
    assert [(row.unit.code, row.registered, row.voted) for row in TurnoutCount.objects.all()] == [(codes[0], 31, 20)]


def test_a_correction_is_a_new_row_and_the_same_count_is_none(campaign) -> None:
    plan = counted.of_buildings(campaign, 1)
    unit = plan.units.all()[0]
    keep(plan, Counted(unit.code, 31, 20))

    again, corrected = keep(plan, Counted(unit.code, 31, 20)), keep(plan, Counted(unit.code, 31, 21))

    assert (again, corrected) == (0, 1)
    assert TurnoutCount.objects.count() == 2
    assert counting.standing(plan)[unit.pk].voted == 21


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("unknown_building", Counted("nowhere", 31, 20)),
        ("bad_count", Counted("rue-des-tanneurs-1", 31, 32)),
        ("bad_count", Counted("rue-des-tanneurs-1", 0, 0)),
        ("bad_count", Counted("rue-des-tanneurs-1", -1, -2)),
        ("bad_count", Counted("rue-des-tanneurs-1", 10_001, 3)),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_nothing_is_kept(campaign, code: str, row: Counted) -> None:
    plan = counted.of_buildings(campaign, 1)
    good, other = plan.units.order_by("code")
    told = row if row.code == "nowhere" else Counted(other.code, row.registered, row.voted)

    with pytest.raises(DomainError) as refused:
        keep(plan, Counted(good.code, 31, 20), told)

    assert refused.value.code == code
    assert not TurnoutCount.objects.exists()


def test_the_same_building_twice_is_refused(campaign) -> None:
    plan = counted.of_buildings(campaign, 1)
    unit = plan.units.all()[0]

    with pytest.raises(DomainError) as refused:
        keep(plan, Counted(unit.code, 31, 20), Counted(unit.code, 31, 21))

    assert refused.value.code == "bad_count"


def test_nothing_is_noted_of_fewer_than_five_dwellings(campaign) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    small = [builders.address(station, number, dwellings=4) for number in (1, 2)]
    plan = plans.plan(campaign, small, vote_date=plans.today() - timedelta(days=1))

    with pytest.raises(DomainError) as refused:
        keep(plan, Counted(plan.units.all()[0].code, 6, 3))

    assert refused.value.code == "too_small"


def test_nothing_is_counted_before_the_vote(campaign) -> None:
    plan = counted.of_buildings(campaign, 1, vote_date=plans.today() + timedelta(days=1))

    with pytest.raises(DomainError) as refused:
        keep(plan, Counted(plan.units.all()[0].code, 31, 20))

    assert refused.value.code == "too_early"


def test_a_plan_of_stations_takes_no_counts(campaign) -> None:
    plan = counted.of_stations(campaign, 1)

    with pytest.raises(DomainError) as refused:
        keep(plan, Counted(plan.units.all()[0].code, 31, 20))

    assert refused.value.code == "not_of_buildings"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "vide|empty"),
        ("code;inscrits\n1;2\n", "votants"),
        ("code;inscrits;votants\na;;\n", "No line|Aucune ligne"),
        ("code;inscrits;votants\na;12;x\n", "2"),
        ("code;inscrits;votants\na;12;\n", "2"),
    ],
)
def test_a_file_that_is_no_sheet_says_why(tmp_path, text: str, sentence: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)

    with pytest.raises(DomainError, match=sentence):
        counting.read(file)


def test_counts_are_seen_by_headquarters_of_their_campaign(campaign, organiser, leader) -> None:
    plan = counted.of_buildings(campaign, 1)
    keep(plan, Counted(plan.units.all()[0].code, 31, 20))
    outsider = builders.member(builders.campaign("ailleurs"), "hq_manage")

    seen = [TurnoutCount.objects.visible_to(member).count() for member in (organiser, leader, outsider)]

    assert seen == [1, 0, 0]
