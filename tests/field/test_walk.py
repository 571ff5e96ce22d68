"""A volunteer's walk in a real browser: what is tapped arrives on the server exactly once."""

from __future__ import annotations

import re

import pytest

from campaigns.doors.models import Door
from campaigns.people import joining
from campaigns.people.models import JoinRequest
from campaigns.visits.models import TopicTally, Visit, WelcomeTally
from tests.field.phones import open_next_door, sent, stored, tap

pytestmark = pytest.mark.browser


def test_joining_takes_two_taps_and_a_first_name(phone, turf) -> None:
    assert re.search(rf"/t/t-{turf.pk}/$", phone.url)
    assert phone.inner_text("h1") == "Rue des Tanneurs"
    assert phone.locator(".row").count() == 9


def test_a_typed_code_waits_until_the_leader_accepts(new_phone, turf, outing) -> None:
    page = new_phone()
    page.goto("/r/")
    page.fill("[name=code]", turf.join_code.words.lower())
    page.fill("[name=first_name]", "Omar")
    page.click("form button")
    page.wait_for_selector("text=Votre chef d’équipe doit vous accepter")

    leader = outing.teams.get().leader
    joining.accept(JoinRequest.objects.get(), by=leader, now=outing.starts_at)

    page.wait_for_selector("text=Commencer la tournée")


def test_a_wrong_code_says_so_and_keeps_what_was_typed(new_phone, turf) -> None:
    page = new_phone()
    page.goto("/r/")
    page.fill("[name=code]", "RIEN-00-RIEN")
    page.fill("[name=first_name]", "Omar")
    page.click("form button")

    page.wait_for_selector("text=Ce code n’est pas connu")
    assert page.input_value("[name=first_name]") == "Omar"


def test_one_tap_stores_a_visit_and_shows_the_next_door(phone, turf) -> None:
    open_next_door(phone)
    tap(phone, "not-home")

    assert "4 Rue des Tanneurs" in phone.locator("h1").text_content()
    assert phone.evaluate("document.activeElement.tagName") == "H1"
    held = stored(phone)["visits"][-1]["event"]
    assert (held["type"], held["device_seq"], held["payload"]["outcome"]) == ("visit.recorded", 2, "not_home")


def test_visits_made_without_network_survive_a_reload_and_arrive_exactly_once(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    for outcome in ("not-home", "refused", "come-back", "no-access"):
        tap(phone, outcome)
        phone.keyboard.press("Escape")
    phone.wait_for_selector(".badge:has-text('Hors ligne')")

    phone.reload()
    phone.wait_for_selector(".pad")
    assert phone.title().startswith("(4) ")
    phone.context.set_offline(False)
    sent(phone)

    visits = Visit.objects.order_by("device_seq")
    assert [visit.outcome for visit in visits] == ["not_home", "refused", "come_back", "no_access"]
    assert [visit.device_seq for visit in visits] == [2, 3, 4, 5]
    assert stored(phone)["outbox"] == []


def test_the_app_starts_cold_without_network(phone, turf) -> None:
    phone.context.set_offline(True)
    phone.close()

    page = phone.context.new_page()
    page.goto(f"/t/t-{turf.pk}/")

    page.wait_for_selector(".rows")
    assert page.inner_text("h1") == "Rue des Tanneurs"


def test_a_tap_is_not_lost_when_the_screen_is_drawn_again_under_the_finger(phone, new_phone, join, turf) -> None:
    other = join(new_phone(), "Omar")
    open_next_door(other)
    open_next_door(phone)
    tap(other, "refused")
    sent(other)

    phone.hover(".outcome-not-home")
    phone.mouse.down()
    with phone.expect_response("**/sync/pull*"):
        phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(".badge-ok")
    phone.mouse.up()

    phone.wait_for_selector(".toast-undo")
    assert [visit["outcome"] for visit in stored(phone)["visits"] if visit["door"]] == ["not_home"]


def test_undo_sends_a_correction_and_deletes_nothing(phone, turf) -> None:
    open_next_door(phone)
    tap(phone, "refused")

    phone.keyboard.press("u")
    phone.wait_for_selector("text=annulé")
    sent(phone)

    assert [visit.outcome for visit in Visit.objects.order_by("device_seq")] == ["refused", None]
    assert set(Door.objects.values_list("state", flat=True)) == {"todo"}


def test_a_visit_is_undone_later_from_the_door_s_history(phone, turf) -> None:
    open_next_door(phone)
    first = phone.url
    tap(phone, "not-home")

    phone.goto(first)
    phone.click(".history button")
    phone.wait_for_selector("text=annulé")

    assert phone.locator(".history").count() == 0
    assert stored(phone)["visits"][-1]["event"]["supersedes"]


def test_the_welcome_is_counted_apart_from_the_door(phone, turf) -> None:
    open_next_door(phone)
    for _ in range(3):
        phone.click(".outcome-conversation")
        phone.click("text=Favorable >> nth=0")
        phone.click("text=Procuration")
        phone.click("text=Logement")
        phone.click("text=Enregistrer, porte suivante")
        phone.wait_for_selector(".toast-undo")
    sent(phone)

    assert WelcomeTally.objects.get().count == TopicTally.objects.get().count == 3
    said = [visit["event"]["payload"] for visit in stored(phone)["visits"] if visit["door"]]
    assert [sorted(payload) for payload in said] == [["door", "outcome", "requests"]] * 3


def test_a_discussion_may_be_saved_with_nothing_chosen(phone, turf) -> None:
    open_next_door(phone)
    phone.click(".outcome-conversation")
    phone.click("text=Enregistrer, porte suivante")
    phone.wait_for_selector(".toast-undo")
    sent(phone)

    assert Visit.objects.get().requests == []
    assert not WelcomeTally.objects.exists()


def test_do_not_knock_is_in_the_menu(phone, turf) -> None:
    open_next_door(phone)
    phone.click("[aria-haspopup=dialog]")
    phone.click("text=Ne plus sonner")
    phone.wait_for_selector(".toast-undo")
    sent(phone)

    assert Visit.objects.get().outcome == "do_not_knock"


def test_a_skipped_door_comes_back_at_the_end_of_the_street(phone, turf) -> None:
    phone.click("text=Impairs")
    phone.wait_for_selector("[aria-pressed=true]:has-text('Impairs')")
    open_next_door(phone)
    skipped = phone.locator("h1").text_content()
    phone.click("[aria-haspopup=dialog]")
    phone.click("text=Plus tard >> nth=0")
    for _ in range(2):
        tap(phone, "not-home")

    assert phone.locator("h1").text_content() == skipped


def test_another_phone_s_visit_is_shown_with_its_name(phone, new_phone, join, turf) -> None:
    other = join(new_phone(), "Omar")
    open_next_door(other)
    tap(other, "not-home")
    sent(other)

    sent(phone)
    phone.click("[aria-label=Retour]")
    phone.click(".row-link >> nth=0")

    assert "vue aussi par Omar" in phone.inner_text(".history")


def test_an_answer_lost_on_the_way_stores_nothing_twice(phone, turf) -> None:
    open_next_door(phone)
    lost = []

    def lose(route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    phone.route("**/sync/push", lose, times=1)
    tap(phone, "refused")
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(".badge:has-text('Hors ligne')")
    sent(phone)

    assert len(lost) == 1
    assert Visit.objects.get().outcome == "refused"


def test_a_refused_visit_is_explained(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    tap(phone, "refused")
    Door.objects.filter(address__number=2).update(address=Door.objects.filter(address__number=4).first().address)
    turf.stops.filter(address__number=4).delete()
    phone.context.set_offline(False)
    phone.click(".badge")

    phone.wait_for_selector("text=Le serveur ne connaît pas cette porte")
    assert "1 refusée" in phone.inner_text(".badge")


def test_a_withdrawn_phone_sends_its_work_and_forgets_the_doors(phone, turf, outing) -> None:
    open_next_door(phone)
    outing.devices.update(revoked_at=outing.starts_at)
    phone.evaluate("dispatchEvent(new Event('online'))")

    phone.wait_for_selector("text=Ses visites sont envoyées")
    assert stored(phone) == {"outbox": [], "visits": []}


def test_handing_back_sends_everything_and_empties_the_phone(phone, turf) -> None:
    open_next_door(phone)
    tap(phone, "not-home")
    phone.click("text=Bilan")
    assert phone.inner_text(".figure").startswith("1 porte en")

    phone.click("text=Terminer et rendre le secteur")
    phone.click("dialog >> text=Terminer et rendre le secteur")
    phone.wait_for_selector("text=Secteur rendu, merci")

    turf.refresh_from_db()
    assert (turf.state, turf.pass_no) == ("free", 2)  # the doors that are left wait for somebody else
    assert Visit.objects.count() == 1
