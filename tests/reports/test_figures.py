"""Progress in numbers: the same whatever was folded, and the same from every side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.people.models import Outing
from campaigns.reports import figures
from campaigns.reports.figures import Figures
from campaigns.visits import folding
from campaigns.visits.models import FigureDelta, StationDay
from tests import builders

MONDAY = date(2027, 3, 1)
DELTAS = st.lists(
    st.tuples(
        st.sampled_from([None, 0, 1, 2]),
        st.integers(0, 3),
        st.tuples(st.integers(-2, 9), st.integers(-2, 5), st.integers(-2, 3), st.integers(0, 2), st.integers(0, 2)),
        st.booleans(),
    ),
    max_size=12,
)


@pytest.fixture
def stations(campaign):
    made = [builders.station(f"94033-000{n}") for n in (1, 2, 3)]
    campaign.communes.add(made[0].commune)
    return made


def delta(campaign, station, day: int = 0, outing=None, **counts) -> None:
    FigureDelta.objects.create(
        campaign=campaign, station=station, outing=outing, day=MONDAY + timedelta(days=day), **counts
    )


@given(deltas=DELTAS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_are_the_same_whatever_was_folded_when(campaign, stations, deltas) -> None:
    with transaction.atomic():
        expected: dict = {}
        for place, day, counts, fold in deltas:
            station = None if place is None else stations[place]
            delta(campaign, station, day, **dict(zip(figures.NAMES, counts, strict=True)))
            key = (MONDAY + timedelta(days=day), station and station.pk)
            expected.setdefault(key, Figures()).add(Figures(*counts))
            if fold:
                folding.fold(campaign.pk)

        table = figures.by_day_and_station(campaign)

        assert table == expected
        transaction.set_rollback(True)


@given(deltas=DELTAS)
@settings(deadline=None, max_examples=40)
def test_days_and_stations_add_up_to_the_total(deltas) -> None:
    table = {(MONDAY + timedelta(days=day), place): Figures(*counts) for place, day, counts, _fold in deltas}
    whole, by_station = figures.total(table), {}
    for (_day, station), part in table.items():
        by_station.setdefault(station, Figures()).add(part)

    assert figures.total(dict(enumerate(figures.per_day(table).values()))) == whole
    assert figures.total(by_station) == whole
    assert list(figures.per_day(table)) == sorted({day for day, _station in table})


def test_folding_twice_is_folding_once(campaign, stations) -> None:
    delta(campaign, stations[0], knocked=3)
    folding.fold(campaign.pk)
    before = figures.by_day_and_station(campaign)

    folding.fold(campaign.pk)

    assert figures.by_day_and_station(campaign) == before == {(MONDAY, stations[0].pk): Figures(knocked=3)}
    assert (FigureDelta.objects.count(), StationDay.objects.count()) == (0, 1)


def test_another_campaign_is_neither_counted_nor_folded(campaign, outsider, stations) -> None:
    delta(outsider.campaign, stations[0], knocked=7)

    folding.fold(campaign.pk)

    assert figures.by_day_and_station(campaign) == {}
    assert FigureDelta.objects.filter(campaign=outsider.campaign).count() == 1


def test_the_figures_of_one_outing_leave_the_others_out(campaign, stations) -> None:
    one, other = builders.outing(campaign), builders.outing(campaign)
    delta(campaign, stations[0], outing=one, knocked=3)
    folding.fold(campaign.pk)
    delta(campaign, stations[0], outing=one, knocked=2)
    delta(campaign, stations[0], outing=other, knocked=9)

    table = figures.by_day_and_station(campaign, outings=Outing.objects.filter(pk=one.pk))

    assert table == {(MONDAY, stations[0].pk): Figures(knocked=5)}


@pytest.mark.parametrize("deltas", [1, 3])
def test_figures_take_two_queries_and_stations_three(campaign, stations, django_assert_num_queries, deltas) -> None:
    for station in stations[:deltas]:
        delta(campaign, station, knocked=1)

    with django_assert_num_queries(2):
        table = figures.by_day_and_station(campaign)
    with django_assert_num_queries(3):
        figures.station_progress(campaign, table)


def test_a_station_tells_its_homes_what_was_seen_and_what_is_left(campaign, stations) -> None:
    known, unknown = (builders.address(stations[0], n, dwellings=homes) for n, homes in ((1, 5), (3, None)))
    for number, state in enumerate(["not_home", "conversation", "no_access", "todo"]):
        builders.door(campaign, known, rank=number, state=state)
    builders.door(campaign, unknown, state="refused")

    first, *others = figures.station_progress(campaign, {(MONDAY, stations[0].pk): Figures(knocked=4)})

    assert (first.station, first.dwellings, first.seen, first.left, first.coverage) == (stations[0], 6, 3, 3, 0.5)
    assert first.figures == Figures(knocked=4)
    assert [(row.dwellings, row.seen, row.left, row.coverage) for row in others] == [(0, 0, 0, None)] * 2


def test_more_doors_than_dwellings_cover_all_and_leave_none(stations) -> None:
    progress = figures.StationProgress(stations[0], dwellings=2, seen=5, figures=Figures())

    assert (progress.left, progress.coverage) == (0, 1.0)


@pytest.mark.parametrize(("knocked", "opened", "rate"), [(0, 0, None), (4, 1, 0.25), (4, 0, 0.0)])
def test_the_open_rate_says_nothing_before_the_first_knock(knocked, opened, rate) -> None:
    assert Figures(knocked=knocked, opened=opened).open_rate == rate
