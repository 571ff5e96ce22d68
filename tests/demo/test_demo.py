"""The demo town and campaign."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from campaigns.doors.models import Building, Door, Floor
from campaigns.people.models import Campaign
from campaigns.reports import contamination
from campaigns.targeting import holding_out
from campaigns.targeting.models import HoldoutPlan
from campaigns.territory.models import Address, PollingStation, StationResult
from campaigns.turfs.models import TurfStop
from campaigns.visits.models import StationDay, Visit
from canvass.demo import campaign as demo_campaign
from canvass.demo import plan, town


def demo(*arguments: str) -> dict:
    output = StringIO()
    call_command("demo", "--json", *arguments, stdout=output)
    return json.loads(output.getvalue().splitlines()[-1])


@pytest.fixture
def small(db):
    return town.build(seed=3, stations=6)


def test_the_same_seed_gives_the_same_town(small) -> None:
    first = list(Address.objects.order_by("pk").values_list("key", "lon", "lat", "dwellings"))
    other = town.build(seed=3, stations=6, code="00002")

    assert list(other.commune.addresses.order_by("pk").values_list("key", "lon", "lat", "dwellings")) == first


def test_every_address_lies_in_a_station_and_areas_are_of_a_size(small) -> None:
    sizes = PollingStation.objects.annotate(n=Count("addresses")).values_list("n", flat=True)

    assert sum(sizes) == Address.objects.count()
    assert min(sizes) > 0.7 * max(sizes)


def test_results_sum_to_their_margins(small) -> None:
    rows = StationResult.objects.all()

    assert len(rows) == 3 * 6
    assert all(sum(row.votes.values()) == row.valid_votes for row in rows)
    assert all(row.valid_votes + (row.blank or 0) == row.turned_out <= row.registered for row in rows)


def test_the_town_has_what_real_towns_have(db) -> None:
    town.build(seed=1, stations=30)
    streets = Address.objects.values("street").annotate(sides=Count("number", distinct=True))

    assert Address.objects.filter(suffix="bis").exists()
    assert Address.objects.filter(dwellings=120).exists()
    assert Address.objects.filter(dwellings=None).exists()
    assert Address.objects.filter(street__name__contains="'").exists()
    assert streets.count() > 20


def test_a_large_town_has_a_station_without_a_past_and_one_whose_limits_changed(db) -> None:
    built = town.build(seed=1, stations=20)

    rolls = {
        code: sorted(StationResult.objects.filter(station__code=code).values_list("election__date__year", "registered"))
        for code in ("00001-0018", "00001-0016")
    }
    young, redrawn = (next(each for each in built.stations if each.code == code) for code in rolls)
    assert rolls["00001-0018"] == [(2024, young.registered)]
    larger = redrawn.registered * 3 // 2
    assert rolls["00001-0016"] == [(2019, larger), (2022, larger), (2024, redrawn.registered)]
    told = StationResult.objects.filter(station=redrawn)
    assert all(sum(row.votes.values()) + row.blank == row.turned_out <= row.registered for row in told)


def test_a_town_of_another_size_keeps_its_stations(db) -> None:
    import random

    areas = plan.lay_out(random.Random(5), 17)

    assert len(areas) == 17
    assert all(area.houses for area in areas)


def test_the_demo_is_loaded_once_and_its_figures_are_its_visits(db) -> None:
    first, again = demo("--stations", "12"), demo("--stations", "12")

    assert (first["made"], again["made"]) == (True, False)
    assert first["visits"] == again["visits"] == Visit.objects.count() > 100
    campaign = Campaign.objects.get(slug="demo")
    knocked = StationDay.objects.filter(campaign=campaign).aggregate(n=Sum("knocked"))["n"]
    assert knocked == Visit.objects.exclude(outcome__in=["no_access", "do_not_knock"]).count()
    assert Door.objects.exclude(state="todo").count() == Visit.objects.values("door").distinct().count()


def test_some_buildings_stand_with_their_floors_and_what_was_seen_of_them(db) -> None:
    demo("--stations", "12")

    begun = Building.objects.filter(staircases__floors__doors__visit_count__gt=0).distinct()
    assert begun.filter(doors_estimated__isnull=False).exists()
    for building in Building.objects.all():
        doors = Door.objects.filter(campaign=building.campaign, address=building.address)
        assert doors.count() >= 6
        assert not doors.filter(floor=None).exists()
        assert set(doors.values_list("floor__staircase__building", flat=True)) == {building.pk}
    assert Floor.objects.filter(level=0).count() > 5


def test_the_demo_holds_out_some_buildings_and_says_who_rang_there(db, monkeypatch) -> None:
    monkeypatch.setattr(demo_campaign, "PAST_WEEKS", 1)
    demo("--stations", "6")

    plan = HoldoutPlan.objects.get()
    held, seen = holding_out.addresses(plan.campaign), contamination.of(plan)
    assert plan.committed_at < Visit.objects.earliest("effective_at").effective_at
    assert not TurfStop.objects.filter(address__in=held).exists()
    assert (seen.control.units_visited, seen.control.visited) == (1, 3)
    assert seen.canvass.talked > 10
    assert not seen.is_worrying
