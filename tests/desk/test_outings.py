"""Outings: the list, a new one, and closing it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import MeetingPoint, Outing, Team
from campaigns.visits.models import Visit
from tests import builders

NEW = "/sorties/nouvelle"
ASKED = {"name": "Samedi", "day": "2099-02-14", "starts": "10:00", "ends": "12:00"}


def errors(answer) -> dict[str, list[str]]:
    return {field: list(said) for field, said in answer.context["form"].errors.items()}


def test_a_new_outing_leads_to_its_cut_with_the_chosen_stations(enter, organiser, walk) -> None:
    builders.station("94046-0001")  # elsewhere

    answer = enter(organiser).post(f"{NEW}?bureau={walk.station.code}&bureau=94046-0001", ASKED | {"place": "Halle"})

    made = Outing.objects.get(name="Samedi", starts_at__year=2099)
    assert (answer.status_code, answer.url) == (302, f"/sorties/{made.pk}/decouper?bureau={walk.station.code}")
    assert (made.campaign, made.meeting_point.name, made.teams.count()) == (organiser.campaign, "Halle", 0)
    assert (made.starts_at, made.ends_at) == (
        datetime(2099, 2, 14, 9, tzinfo=UTC), datetime(2099, 2, 14, 11, tzinfo=UTC)
    )  # fmt: skip


def test_the_same_meeting_point_is_kept_once(enter, organiser) -> None:
    client = enter(organiser)

    for _time in range(2):
        client.post(NEW, ASKED | {"place": "Halle"})

    assert MeetingPoint.objects.get().outing_set.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"day": "2020-02-15"}, "day", "Cette sortie serait déjà finie\u202f: choisissez un jour à venir."),
        ({"ends": "10:00"}, "ends", "La fin vient après le début."),
        ({"ends": "09:00"}, "ends", "La fin vient après le début."),
        ({"day": "0001-01-01", "starts": "00:00"}, "day", "Vérifiez l’année."),
        ({"day": "demain"}, "day", "Saisissez une date valide."),
        ({"name": " "}, "name", "Ce champ est obligatoire."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(enter, organiser, wrong, field, said) -> None:
    answer = enter(organiser).post(NEW, ASKED | wrong)

    assert answer.status_code == 422
    assert errors(answer) == {field: [said]}
    assert not Outing.objects.exists()


def test_apostrophes_and_brackets_are_shown_as_they_were_typed(enter, organiser) -> None:
    name = "L'Haÿ-les-Roses <b>d’abord</b>"

    enter(organiser).post(NEW, ASKED | {"name": name})
    page = enter(organiser).get("/sorties/").content.decode()

    assert Outing.objects.get().name == name
    assert "L&#x27;Haÿ-les-Roses &lt;b&gt;d’abord&lt;/b&gt;" in page


def test_hours_are_those_of_the_campaign_s_territory(enter, organiser) -> None:
    organiser.campaign.time_zone = "Indian/Reunion"
    organiser.campaign.save()
    client = enter(organiser)

    client.post(NEW, ASKED)

    assert Outing.objects.get().starts_at == datetime(2099, 2, 14, 6, tzinfo=UTC)
    assert "samedi 14 février, 10 h 00" in client.get("/sorties/").content.decode()


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2099-03-29", 2), ("2099-10-25", 4)],  # the clocks go forward, then back, at three in the morning
)
def test_on_the_day_of_a_clock_change_the_hours_are_those_on_the_clock(enter, organiser, day, hours) -> None:
    enter(organiser).post(NEW, ASKED | {"day": day, "starts": "01:00", "ends": "04:00"})

    made = Outing.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=hours)


def test_an_hour_that_the_clocks_skip_is_no_fault_of_ours(enter, organiser) -> None:
    answer = enter(organiser).post(NEW, ASKED | {"day": "2099-03-29", "starts": "02:30", "ends": "03:15"})

    assert errors(answer) == {"ends": ["La fin vient après le début."]}


def test_a_leader_s_outing_is_for_their_own_teams(enter, leader, campaign) -> None:
    other = builders.team(campaign, leader=builders.member(campaign, "team_leader"))
    client = enter(leader)

    refused = client.post(NEW, ASKED | {"teams": [other.pk]})
    client.post(NEW, ASKED)

    assert list(errors(refused)) == ["teams"]
    made = Outing.objects.get()
    assert list(made.teams.all()) == list(leader.teams_led.all())
    assert client.get(f"/sorties/{made.pk}/decouper").status_code == 200


def test_a_leader_without_a_team_is_told_whom_to_ask(enter, campaign) -> None:
    answer = enter(builders.member(campaign, "team_leader")).post(NEW, ASKED)

    assert errors(answer) == {
        "__all__": ["Vous ne dirigez encore aucune équipe. Demandez-en une au QG, puis préparez sa sortie."]
    }
    assert not Outing.objects.exists()


def test_the_form_proposes_the_first_saturday_whose_end_is_to_come(enter, organiser) -> None:
    initial = enter(organiser).get(NEW).context["form"].initial

    proposed = datetime.fromisoformat(f"{initial['day']}T{initial['ends']}").astimezone(timezone.get_default_timezone())
    assert proposed.weekday() == 5
    assert timedelta(0) < proposed - timezone.now() <= timedelta(days=7, hours=1)


def test_the_next_outing_comes_first_and_a_closed_one_is_past(enter, organiser, campaign) -> None:
    for name, days in (("soon", 1), ("later", 8), ("over", -8), ("closed", 2)):
        outing = builders.outing(campaign, name=name, starts_at=timezone.now() + timedelta(days=days))
    enter(organiser).post(f"/sorties/{outing.pk}/fermer")

    page = enter(organiser).get("/sorties/").context

    assert ([row.name for row in page["coming"]], [row.name for row in page["past"]]) == (
        ["soon", "later"], ["closed", "over"]
    )  # fmt: skip


def test_closing_twice_keeps_the_first_hour_and_every_visit(enter, organiser, walk) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "not_home"), at=timezone.now())
    client = enter(organiser)

    first = client.post(f"/sorties/{walk.outing.pk}/fermer")
    walk.outing.refresh_from_db()
    closed_at = walk.outing.closed_at
    client.post(f"/sorties/{walk.outing.pk}/fermer")

    walk.outing.refresh_from_db()
    assert (first.status_code, first.url) == (302, "/sorties/")
    assert closed_at is not None
    assert (walk.outing.closed_at, Visit.objects.count()) == (closed_at, 1)


def test_only_a_post_closes(enter, organiser, walk) -> None:
    assert enter(organiser).get(f"/sorties/{walk.outing.pk}/fermer").status_code == 405
    assert enter(organiser).delete(NEW).status_code == 405


def test_who_only_reads_prepares_nothing(enter, campaign, walk) -> None:
    client = enter(builders.member(campaign, "hq_read"))

    answers = [client.post(NEW, ASKED), client.post(f"/sorties/{walk.outing.pk}/fermer")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert NEW not in client.get("/sorties/").content.decode()
    assert Outing.objects.get().closed_at is None


def test_another_campaign_sees_and_closes_nothing(enter, outsider, walk) -> None:
    client = enter(outsider)

    assert client.post(f"/sorties/{walk.outing.pk}/fermer").status_code == 404
    assert walk.outing.name not in client.get("/sorties/").content.decode()
    assert Team.objects.get().name not in client.get(NEW).content.decode()
    assert Outing.objects.get().closed_at is None
