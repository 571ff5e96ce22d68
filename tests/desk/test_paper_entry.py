"""Typing in a paper sheet: the page, its form, and who may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns.doors.models import Door
from campaigns.people.models import Outing
from campaigns.turfs.models import Turf
from campaigns.visits import folding
from campaigns.visits.models import Outcome, PaperSheet, Quarantine, Visit, WelcomeTally
from canvass.desk import paper_form
from tests import builders


def address(walk, query: str = "") -> str:
    return f"/sorties/{walk.outing.pk}/saisie/{walk.turf.pk}{query}"


def form_of(answer) -> dict[str, str]:
    """What a browser would send of the page as it is."""
    rows = answer.context["rows"]
    sent = {"walked_at": answer.context["walked_at"]}
    for row in rows:
        sent |= {f"seen-{row.door}": row.seen_text, f"row-{row.door}": row.said.outcome}
        sent |= {f"asks-{row.door}": list(row.said.requests)}
    return sent


@pytest.fixture
def desk(enter, leader):
    return enter(leader)


def save(client, walk, said: dict, *, query: str = "", **more):
    """Open the page, tick these, send it."""
    sent = form_of(client.get(address(walk, query)))
    sent |= {f"row-{door.pk}": outcome for door, outcome in said.items()} | more
    return client.post(address(walk, query), sent, follow=True)


def test_rows_are_those_of_the_sheet_and_bear_its_mark(desk, walk) -> None:
    sheets = desk.get(f"/sorties/{walk.outing.pk}/fiches").content.decode()

    answer = desk.get(address(walk))

    assert [(row.printed.number, row.printed.numbering, row.door) for row in answer.context["rows"]] == [
        (str(n), str(door.address.number), door.pk) for n, door in enumerate(walk.doors, start=1)
    ]
    assert answer.context["mark"] == re.search(r"repère ([2-9A-Z]{4})<", sheets)[1]


def test_what_is_typed_is_recorded_and_shown_again(desk, walk) -> None:
    first, second, *_ = walk.doors

    answer = save(desk, walk, {first: "not_home", second: "conversation"}, **{f"asks-{second.pk}": ["proxy", "help"]})

    visits = Visit.objects.order_by("device_seq").values_list("door", "outcome", "requests")
    assert list(visits) == [(first.pk, "not_home", []), (second.pk, "conversation", ["proxy", "help"])]
    assert "2 lignes enregistrées." in answer.content.decode()
    assert [row.said.outcome for row in answer.context["rows"]] == ["not_home", "conversation", "", ""]
    assert "Dernière saisie par Nadia Haddad" in answer.content.decode()


def test_dashboard_follow_up_and_requests_count_what_was_typed(desk, leader, walk) -> None:
    first, second, *_ = walk.doors
    save(desk, walk, {first: "not_home", second: "conversation"}, **{f"asks-{second.pk}": ["proxy"]})
    folding.fold(leader.campaign_id)

    total = desk.get("/").context["total"]
    followed = " ".join(desk.get(f"/sorties/{walk.outing.pk}/suivre").content.decode().split())
    asked = desk.get("/demandes/").content.decode()

    assert (total.knocked, total.opened, total.conversations, total.requests) == (2, 1, 1, 1)
    assert re.search(r"\b2 sur 4\b", followed)
    assert "Procuration" in asked.split("<main")[1]


def test_sending_the_page_twice_changes_nothing(desk, walk) -> None:
    sent = form_of(desk.get(address(walk))) | {f"row-{walk.doors[0].pk}": "refused"}
    desk.post(address(walk), sent)

    again = desk.post(address(walk), sent, follow=True)

    assert Visit.objects.count() == 1
    assert "Rien de nouveau sur cette page." in again.content.decode()


def test_two_people_at_one_sheet_do_not_overwrite_each_other(desk, walk) -> None:
    stale = form_of(desk.get(address(walk)))
    save(desk, walk, {walk.doors[0]: "conversation"})

    answer = desk.post(address(walk), stale | {f"row-{walk.doors[0].pk}": "not_home"}, follow=True)

    assert "1 ligne a été saisie par quelqu’un d’autre" in answer.content.decode()
    assert Door.objects.get(pk=walk.doors[0].pk).state == "conversation"


def test_a_door_that_wants_peace_keeps_its_row(desk, walk) -> None:
    save(desk, walk, {walk.doors[0]: "do_not_knock"})

    answer = save(desk, walk, {walk.doors[1]: "not_home"})

    assert [row.said.outcome for row in answer.context["rows"]] == ["do_not_knock", "not_home", "", ""]
    assert [row.printed.number for row in answer.context["rows"]] == ["1", "2", "3", "4"]


def test_a_wrong_hour_loses_nothing_of_what_was_typed(desk, walk) -> None:
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"

    for wrong in (later, "", "hier", "9999999-01-01"):
        answer = save(desk, walk, {walk.doors[0]: "not_home"}, walked_at=wrong)

        assert [row.said.outcome for row in answer.context["rows"]][:2] == ["not_home", ""]
        assert 'class="notice notice-error"' in answer.content.decode()
    assert Visit.objects.count() == 0


def test_a_long_sheet_is_typed_page_by_page(desk, walk) -> None:
    doors = [builders.door(walk.outing.campaign, walk.doors[3].address, name=f"{n:02d}", rank=n) for n in range(2, 20)]
    sent = form_of(desk.get(address(walk))) | {f"row-{walk.doors[0].pk}": "not_home", "next": "1"}

    after = desk.post(address(walk), sent, follow=True)

    assert after.redirect_chain == [(address(walk, "?fiche=1&page=2"), 302)]
    assert [row.printed.number for row in after.context["rows"]] == ["19", "20", "21", "22"]
    save(desk, walk, {doors[-1]: "refused"}, query="?fiche=1&page=2")
    assert desk.get(address(walk)).context["pages"] == [(1, 1, 18), (2, 1, 4)]


def test_the_end_asks_who_destroyed_the_sheet_and_keeps_it(desk, leader, walk) -> None:
    save(desk, walk, dict.fromkeys(walk.doors, "not_home"))
    end = f"/sorties/{walk.outing.pk}/saisie/{walk.turf.pk}/fin"
    counts = {f"welcome-{walk.station.code}-favourable": "3", f"welcome-{walk.station.code}-hesitant": ""}

    asked_again = desk.post(end, {"fiche": 1, **counts}, follow=True).content.decode()
    assert "Confirmez que la feuille est détruite" in asked_again
    told = [desk.post(end, {"fiche": 1, "destroyed": "1", **counts}, follow=True).content.decode() for _time in "12"]

    assert ["saisie et détruite" in told[0], "déjà confirmé" in told[1]] == [True, True]
    assert "par Nadia Haddad" in told[1]
    assert PaperSheet.objects.get().destroyed_by == leader
    assert list(WelcomeTally.objects.values_list("welcome", "count")) == [("favourable", 3)]


def test_a_destroyed_sheet_is_read_and_another_walk_begun(desk, leader, walk) -> None:
    save(desk, walk, {walk.doors[0]: "refused"})
    desk.post(f"/sorties/{walk.outing.pk}/saisie/{walk.turf.pk}/fin", {"fiche": 1, "destroyed": "1"})

    over = desk.get(address(walk)).content.decode()
    late = desk.post(address(walk, "?fiche=1"), {"walked_at": "", f"seen-{walk.doors[0].pk}": ":"}, follow=True)
    save(desk, walk, {walk.doors[0]: "conversation"}, query="?fiche=2")

    assert "<form method" not in over.split("<main")[1].split("</main>")[0]
    assert "Saisir une autre tournée" in over
    assert late.status_code == 200
    assert [sheet.number for sheet in PaperSheet.objects.all()] == [1, 2]
    assert desk.get(address(walk, "?fiche=4")).status_code == 404


@pytest.mark.parametrize("count", ["-1", "201", "trois", "1e3"])
def test_a_count_that_cannot_be_ends_nothing(desk, walk, count) -> None:
    save(desk, walk, {walk.doors[0]: "conversation"})

    desk.post(
        f"/sorties/{walk.outing.pk}/saisie/{walk.turf.pk}/fin",
        {"fiche": 1, "destroyed": "1", f"welcome-{walk.station.code}-favourable": count},
    )

    assert (PaperSheet.objects.get().destroyed_at, WelcomeTally.objects.count()) == (None, 0)


def test_a_door_that_left_the_area_is_told(desk, walk) -> None:
    sent = form_of(desk.get(address(walk))) | {f"row-{walk.doors[0].pk}": "refused"}
    walk.turf.stops.filter(address=walk.doors[0].address).delete()

    text = desk.post(address(walk), sent, follow=True).content.decode()

    assert "elle attend dans" in text
    assert Quarantine.objects.get().code == "unknown_door"


@pytest.mark.parametrize(
    "body", [{"row-{}": "nothing"}, {"asks-{}": "gold"}, {"seen-{}": "nothing:"}, {"seen-x": ":"}, {"seen-{}": ":gold"}]
)
def test_a_form_of_another_make_is_refused(desk, walk, body) -> None:
    door = walk.doors[0].pk
    sent = {"walked_at": "2027-02-13T10:00", f"seen-{door}": ":"} | {key.format(door): v for key, v in body.items()}

    assert desk.post(address(walk), sent).status_code == 404


def test_sheets_that_come_back_after_the_outing_are_typed_too(desk, walk) -> None:
    Outing.objects.update(closed_at=timezone.now())

    save(desk, walk, {walk.doors[0]: "not_home"})

    assert Visit.objects.get().flags == []


def test_an_area_of_another_outing_is_not_there(desk, leader, walk) -> None:
    other = builders.outing(leader.campaign, leader.teams_led.get())

    assert desk.get(f"/sorties/{other.pk}/saisie/{walk.turf.pk}").status_code == 404
    assert desk.get(f"/sorties/{other.pk}/saisie").context["turfs"] == []


def test_the_sheet_is_no_person_to_place(desk, walk) -> None:
    save(desk, walk, {walk.doors[0]: "not_home"})

    text = desk.get(f"/sorties/{walk.outing.pk}/repartir").content.decode()

    assert "Perdu" not in text
    assert not re.search(r"<strong>\s*Fiche papier", text)
    assert Turf.objects.get().state == Turf.State.IN_PROGRESS


def test_a_door_written_below_the_others_is_added(desk, walk) -> None:
    place = walk.doors[2].address
    written = {"found-1-address": place.pk, "found-1-name": "Porte B", "found-1-outcome": "come_back"}

    answer = save(desk, walk, {}, **written)

    assert Door.objects.get(name="Porte B").state == "come_back"
    assert [row.said.outcome for row in answer.context["rows"]] == ["", "", "", "", "come_back"]


def test_a_door_half_written_is_asked_for_again_with_what_was_typed(desk, walk) -> None:
    answer = save(desk, walk, {walk.doors[0]: "not_home"}, **{"found-2-name": "Porte B"})

    assert "demande son adresse, son nom" in answer.content.decode()
    assert answer.context["added"][1]["name"] == "Porte B"
    assert [row.said.outcome for row in answer.context["rows"]][0] == "not_home"
    assert Visit.objects.count() == 0


def test_an_address_of_another_area_takes_no_door(desk, walk) -> None:
    elsewhere = builders.address(walk.station, 99)

    answer = save(
        desk, walk, {}, **{"found-1-address": elsewhere.pk, "found-1-name": "B", "found-1-outcome": "refused"}
    )

    assert answer.status_code == 404


def test_a_volunteer_with_an_account_types_nothing(enter, campaign, walk) -> None:
    client = enter(builders.member(campaign, "volunteer"))

    assert [client.get(address(walk)).status_code, client.post(address(walk)).status_code] == [404, 404]
    assert client.get(f"/sorties/{walk.outing.pk}/saisie").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_box_has_a_letter_of_its_own(language) -> None:
    with override(language):
        letters = [str(letter) for letter in paper_form.KEYS.values()]

    assert len({*letters}) == len(letters) == len(Outcome.values)
    assert [letter for letter in letters if not re.fullmatch("[A-Z]", letter)] == []
