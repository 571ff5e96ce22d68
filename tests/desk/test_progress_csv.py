"""The figures as a table for a spreadsheet."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from campaigns.territory.models import PollingStation
from tests import builders


def rows(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_a_row_a_day_and_station_with_the_same_figures_as_the_page(enter, organiser, walk) -> None:
    morning = timezone.now() - timedelta(hours=3)
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), (walk.doors[1], "not_home"), at=morning)

    header, *body = rows(enter(organiser).get("/progression.csv"))

    assert header == [
        "day", "station", "name", "knocked", "opened", "conversations", "no_access", "requests",
        "leaflets",
    ]  # fmt: skip
    assert [row[1:] for row in body] == [["94033-0001", "École des Tilleuls", "2", "1", "1", "0", "0", "0"]]


def test_a_leader_exports_the_outings_of_their_teams_only(enter, leader, walk) -> None:
    other = builders.outing(leader.campaign, builders.team(leader.campaign), starts_at=timezone.now())
    turf = builders.turf(other, walk.doors[1].address)
    phone = builders.device(other, turf)
    builders.visits(phone, turf, (walk.doors[1], "not_home"), at=timezone.now() - timedelta(hours=3))

    assert len(rows(enter(leader).get("/progression.csv"))) == 1


def test_a_name_is_never_a_formula(enter, organiser, walk) -> None:
    PollingStation.objects.update(name="=1+1")
    builders.visits(walk.device, walk.turf, (walk.doors[0], "not_home"), at=timezone.now() - timedelta(hours=3))

    assert rows(enter(organiser).get("/progression.csv"))[1][2] == "'=1+1"
