"""Doors and figures are a cache of the visits: rebuilt, they are the same rows."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.doors.models import Door
from campaigns.visits import folding
from campaigns.visits.models import FigureDelta, StationDay
from campaigns.visits.refolding import FOLDED
from tests import builders
from tests.builders import event
from tests.visits.pushing import figures, push, rare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walked(walk):
    """Visits, corrections and a closed building, some figures folded and some not."""
    turf, doors, phone = walk
    first = event(phone, turf, doors[0], "conversation", seq=1, requests=["proxy"])
    push(phone, first, event(phone, turf, doors[1], "do_not_knock", seq=2))
    folding.fold(turf.campaign.pk)
    push(phone, event(phone, turf, doors[0], "refused", seq=3, supersedes=first["id"]))
    push(phone, rare(phone, turf, "building.do_not_knock", seq=4, address=doors[2].address_id))
    return turf, doors, phone


def run(*options: str) -> dict:
    out = StringIO()
    call_command("rebuild_projection", *options, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def doors_of(campaign) -> list[tuple]:
    columns = ("pk", *FOLDED, "seq")
    return list(Door.objects.filter(campaign=campaign).order_by("pk").values_list(*columns))


def test_what_pushes_left_is_what_the_visits_say(walked) -> None:
    turf, _doors, _phone = walked
    rows, totals = doors_of(turf.campaign), figures(turf.campaign)

    found = run("--campaign", "valmont")

    assert found["campaigns"] == {"valmont": {"doors": 4, "visits": 3, "wrong_doors": 0, "wrong_figures": 0}}
    assert (doors_of(turf.campaign), figures(turf.campaign)) == (rows, totals)


def test_wrong_doors_and_figures_are_put_right_and_phones_hear_of_it(walked) -> None:
    turf, doors, _phone = walked
    rows, totals = doors_of(turf.campaign), figures(turf.campaign)
    wrong = {"state": "todo", "visit_count": 7, "knock_count": 9, "open_count": 0, "first_outcome": ""}
    Door.objects.filter(pk=doors[0].pk).update(**wrong)
    StationDay.objects.update(knocked=40)
    FigureDelta.objects.create(campaign=turf.campaign, day="2027-01-01", conversations=3)

    found = run()

    assert (found["wrong"], found["campaigns"]["valmont"]["wrong_doors"]) == (3, 1)
    assert [row[:-1] for row in doors_of(turf.campaign)] == [row[:-1] for row in rows]
    assert max(row[-1] for row in doors_of(turf.campaign)) > max(row[-1] for row in rows)
    assert figures(turf.campaign) == totals
    assert run("--check")["wrong"] == 0


def test_a_check_changes_nothing_and_fails(walked) -> None:
    turf, doors, _phone = walked
    Door.objects.filter(pk=doors[0].pk).update(last_by="Nobody")
    rows = doors_of(turf.campaign)

    with pytest.raises(CommandError):
        run("--check")

    assert doors_of(turf.campaign) == rows


def test_the_campaign_next_door_is_not_touched(walked, outsider) -> None:
    turf, doors, _phone = walked
    foreign = builders.door(outsider.campaign, doors[0].address, state="refused")

    run("--campaign", "valmont")

    assert Door.objects.get(pk=foreign.pk).state == "refused"
    assert run("--campaign", "ailleurs")["wrong"] == 1


def test_an_unknown_campaign_says_so(db) -> None:
    with pytest.raises(CommandError):
        run("--campaign", "nowhere")
