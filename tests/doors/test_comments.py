"""Comments on polling stations: signed, corrected, pinned, really erased, forgotten sixty days after the vote."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from campaigns.doors import comments
from campaigns.doors.models import StationComment
from campaigns.doors.tasks import forget_comments
from campaigns.errors import DomainError
from canvass import purging
from tests import builders

NOW = datetime(2027, 2, 13, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


def test_a_comment_is_dated_signed_and_read_by_its_campaign_only(organiser, outsider, station) -> None:
    written = comments.write(organiser, station, "  Le gardien ouvre à 10 h.\r\n  Entrée par la cour. ", now=NOW)

    assert comments.of_station(organiser, station) == [written]
    assert (written.text, written.author, written.written_at) == (
        "Le gardien ouvre à 10 h.\nEntrée par la cour.", organiser, NOW,
    )  # fmt: skip
    assert comments.of_station(outsider, station) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n ", "empty"),
        ("a" * 601, "too_long"),
        ("écrire à lea@example.org", "personal_data"),
        ("06 12 34 56 78", "personal_data"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_its_reason(organiser, station, text, code) -> None:
    with pytest.raises(DomainError) as refused:
        comments.write(organiser, station, text, now=NOW)

    assert refused.value.code == code
    assert not StationComment.objects.exists()


def test_what_looks_like_a_name_is_asked_about_and_kept_if_it_is_a_place(organiser, station) -> None:
    builders.address(station, 1, street="Anatole France")

    with pytest.raises(DomainError) as refused:
        comments.write(organiser, station, "Jean Moreau ouvre la porte", now=NOW)
    meant = comments.write(organiser, station, "Jean Moreau est en travaux", no_person=True, now=NOW)
    comments.write(organiser, station, "Anatole France est en travaux", now=NOW)
    with pytest.raises(DomainError) as corrected:
        comments.correct(meant, "Voir Mme Martin", version=1, by=organiser, now=LATER)

    assert {refused.value.code, corrected.value.code} == {"looks_like_a_name"}
    assert "Jean Moreau" in refused.value.message
    assert StationComment.objects.count() == 2


def test_its_author_corrects_it_and_headquarters_do_and_it_is_said(organiser, leader, station) -> None:
    mine = comments.write(leader, station, "Marché le mardi", now=NOW)

    comments.correct(mine, "Marché le jeudi", version=1, by=organiser, now=LATER)

    mine.refresh_from_db()
    assert (mine.text, mine.author, mine.corrected_by, mine.corrected_at) == (
        "Marché le jeudi", leader, organiser, LATER,
    )  # fmt: skip


def test_a_colleague_neither_corrects_nor_removes_nor_pins(campaign, leader, organiser, station) -> None:
    colleague = builders.member(campaign, "team_leader")
    theirs = comments.write(leader, station, "Marché le mardi", now=NOW)

    for change in (
        lambda: comments.correct(theirs, "Rien", version=1, by=colleague, now=LATER),
        lambda: comments.remove(theirs, by=colleague),
        lambda: comments.pin(theirs, by=leader, now=LATER),
        lambda: comments.unpin(theirs, by=leader),
    ):
        with pytest.raises(DomainError, match=r".") as refused:
            change()
        assert refused.value.code == "not_yours"
    assert StationComment.objects.get().text == "Marché le mardi"


def test_a_correction_of_what_changed_meanwhile_is_refused(organiser, leader, station) -> None:
    mine = comments.write(leader, station, "Marché le mardi", now=NOW)
    comments.correct(mine, "Marché le jeudi", version=1, by=organiser, now=LATER)

    with pytest.raises(DomainError) as refused:
        comments.correct(mine, "Marché le lundi", version=1, by=leader, now=LATER)

    assert refused.value.code == "changed_meanwhile"
    assert StationComment.objects.get().text == "Marché le jeudi"


def test_a_removed_comment_leaves_nothing_and_twice_is_once(leader, station) -> None:
    mine = comments.write(leader, station, "Au 3, une dame âgée", now=NOW)

    comments.remove(mine, by=leader)
    mine.pk = mine.pk or 1
    comments.remove(mine, by=leader)

    assert not StationComment.objects.exists()


def test_pinned_comments_come_first_then_the_newest(organiser, station) -> None:
    first, second, third = (
        comments.write(organiser, station, text, now=NOW + timedelta(minutes=n)) for n, text in enumerate("abc")
    )

    comments.pin(first, by=organiser, now=LATER)

    assert comments.of_station(organiser, station) == [first, third, second]
    assert comments.pinned(organiser.campaign, [station.pk]) == [first]
    assert comments.counted(organiser.campaign) == {station.pk: comments.Counted(3, 1)}
    comments.unpin(first, by=organiser)
    assert comments.of_station(organiser, station) == [third, second, first]


def test_a_sixth_pin_is_one_too_many(organiser, station) -> None:
    rows = [comments.write(organiser, station, f"{n}", now=NOW) for n in range(6)]
    for row in rows[:5]:
        comments.pin(row, by=organiser, now=NOW)

    comments.pin(rows[0], by=organiser, now=LATER)
    with pytest.raises(DomainError) as refused:
        comments.pin(rows[5], by=organiser, now=LATER)

    assert refused.value.code == "enough_pinned"
    assert StationComment.objects.filter(pinned_at=NOW).count() == 5


@pytest.mark.parametrize(
    ("zone", "now", "left"),
    [
        ("Europe/Paris", datetime(2027, 8, 19, 21, 59, tzinfo=UTC), 1),
        ("Europe/Paris", datetime(2027, 8, 19, 22, 1, tzinfo=UTC), 0),
        ("Pacific/Tahiti", datetime(2027, 8, 20, 9, 59, tzinfo=UTC), 1),
        ("Pacific/Tahiti", datetime(2027, 8, 20, 10, 1, tzinfo=UTC), 0),
        ("Pacific/Noumea", datetime(2027, 8, 19, 13, 1, tzinfo=UTC), 0),
    ],
)
def test_comments_go_after_the_sixtieth_day_on_the_clock_of_the_territory(
    campaign, organiser, outsider, station, zone, now, left
) -> None:
    campaign.time_zone = zone  # the vote is on 20 June 2027
    campaign.save()
    comments.write(organiser, station, "Marché le mardi", now=NOW)
    outsider.campaign.final_round_date = date(2028, 6, 20)
    outsider.campaign.save()
    comments.write(outsider, station, "Ailleurs", now=NOW)

    erased = comments.forget(now=now)

    assert (erased, comments.forget(now=now)) == (1 - left, 0)
    assert StationComment.objects.filter(campaign=campaign).count() == left
    assert StationComment.objects.filter(campaign=outsider.campaign).count() == 1


def test_none_is_taken_when_their_time_is_over(organiser, station) -> None:
    with pytest.raises(DomainError) as refused:
        comments.write(organiser, station, "Trop tard", now=datetime(2027, 8, 20, 12, tzinfo=UTC))

    assert refused.value.code == "campaign_over"


def test_the_job_and_the_command_forget_the_same(organiser, station) -> None:
    organiser.campaign.final_round_date = date(2020, 3, 15)
    organiser.campaign.save()
    kept = {"campaign": organiser.campaign, "station": station, "author": organiser, "written_at": NOW}
    for run in (forget_comments, lambda: call_command("purge", stdout=StringIO())):
        StationComment.objects.create(text="Vieux", **kept)
        run()
        assert not StationComment.objects.exists()

    StationComment.objects.create(text="Vieux", **kept)
    told = StringIO()
    call_command("purge", "--json", stdout=told)

    erased = json.loads(told.getvalue().splitlines()[-1])["erased"]
    assert erased == dict.fromkeys((purge.name for purge in purging.PURGES), 0) | {"station_comments": 1}
