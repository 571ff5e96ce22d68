"""The forecast's page: says what it is, draws on the server with figures beside, and says when it knows too little."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.reports.forecast import Basis
from tests import builders


@pytest.fixture
def yesterday(walk):
    """Two doors knocked the day before."""
    at = timezone.now() - timedelta(days=1)
    walk.outing.starts_at, walk.outing.ends_at = at, at + timedelta(hours=2)
    walk.outing.save()
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), (walk.doors[1], "not_home"), at=at)
    Campaign.objects.update(door_goal=5, final_round_date=timezone.localdate() + timedelta(days=30))


def test_it_says_that_it_is_modelled_and_how_little_it_stands_on(enter, organiser, yesterday) -> None:
    page = enter(organiser).get("/prevision")

    text = page.content.decode()
    assert page.context["forecast"].basis is Basis.FEW
    assert "Modélisé, non mesuré." in text
    assert "Peu de portes ont été frappées à ce jour" in text


def test_both_fans_have_their_days_as_tables_down_to_the_vote(enter, organiser, yesterday) -> None:
    page = enter(organiser).get("/prevision")

    found, text = page.context["forecast"], page.content.decode()
    assert text.count('<svg class="chart"') == text.count('class="table-behind"') == 2
    assert text.count('<path class="band"') == 6
    for name in ("doors", "talks"):
        days = [row.day for row in page.context[name]["rows"]]
        assert (days[0], days[-1]) == (found.today, found.last_day)
        for row in page.context[name]["rows"]:
            (low, high), (lower, higher), (lowest, highest) = row.bounds
            assert lowest <= lower <= low <= row.median <= high <= higher <= highest


def test_a_goal_beyond_all_doors_is_said_to_be(enter, organiser, yesterday) -> None:
    Campaign.objects.update(door_goal=900)

    page = enter(organiser).get("/prevision")

    assert page.context["forecast"].beyond > 800
    assert "tout ce qui reste à frapper" in page.content.decode()


def test_without_visits_and_outings_there_is_nothing_to_forecast_from(enter, organiser) -> None:
    page = enter(organiser).get("/prevision").content.decode()

    assert "il n’y a pas de quoi prévoir" in page
    assert '<svg class="chart"' not in page


def test_the_dashboard_shows_the_same_forecast_in_small(enter, organiser, yesterday) -> None:
    client = enter(organiser)

    small, whole = client.get("/"), client.get("/prevision")

    assert small.context["forecast"].chance == whole.context["forecast"].chance
    assert small.content.decode().count('<path class="band"') == 3
    assert 'href="/prevision"' in small.content.decode()
    assert small.context["finding"] == whole.context["finding"]


def test_votes_are_a_range_and_only_where_past_results_are_known(enter, organiser, yesterday, walk) -> None:
    unknown = enter(organiser).get("/prevision").content.decode()
    station = walk.doors[0].address.station
    type(station).objects.filter(pk=station.pk).update(registered=1_000)
    builders.result(
        builders.election("2022-presidentielle-1"), station, **{"MÉLENCHON": 400, "MACRON": 150, "LE PEN": 180}
    )

    known = enter(organiser).get("/prevision").content.decode()

    assert "Voix nettes d’ici le scrutin" not in unknown
    assert re.search(r"Voix nettes d’ici le scrutin\u202f: <strong>de −?\d+ à \d+</strong>", known)
    assert "Ce n’est pas un décompte de voix gagnées" in known
