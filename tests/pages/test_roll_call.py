"""A roll-call in a browser: asked, answered by the link, seen at headquarters without moving under the pointer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Team
from sms.rollcall import answering
from tests import builders
from tests.pages.conftest import FRENCH
from tests.rollcall import leaders, roll_calls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(site):
    campaign = builders.campaign("valmont")
    outing = leaders.outing(campaign, "Nadia Haddad", "Luc Marchand", starts_at=timezone.now() + timedelta(days=2))
    chief = builders.member(campaign, "hq_manage", name="Inès Karim")
    return chief, roll_calls.asked(outing)


def test_a_new_answer_is_offered_and_changes_nothing_before_it_is_asked_for(scene, enter) -> None:
    chief, roll_call = scene
    page = enter(chief, **FRENCH)
    page.goto(f"/appel/{roll_call.outing_id}")
    nadia = leaders.call(roll_call, "Nadia Haddad")
    page.locator(f"#call-{nadia.pk}").focus()
    before = page.locator(".call-table tbody").inner_text()

    answering.answer(nadia, way="link", state="comes", people=4, now=timezone.now())
    offer = page.get_by_role("button", name="1 nouvelle réponse")
    offer.wait_for(timeout=15_000)
    still = page.locator(".call-table tbody").inner_text()
    focused = page.evaluate("document.activeElement.id")
    offer.click()
    page.get_by_text("4 personnes").first.wait_for()

    assert (still, focused) == (before, f"call-{nadia.pk}")
    assert page.locator("[data-apply]").is_hidden()
    assert "il y a" in page.locator("[data-fresh]").inner_text()


def test_news_applied_by_keyboard_leave_the_focus_at_the_new_total(scene, enter) -> None:
    chief, roll_call = scene
    page = enter(chief, **FRENCH)
    page.goto(f"/appel/{roll_call.outing_id}")
    answering.answer(leaders.call(roll_call, "Nadia Haddad"), way="link", state="comes", people=4, now=timezone.now())
    offer = page.get_by_role("button", name="1 nouvelle réponse")
    offer.wait_for(timeout=15_000)

    offer.focus()
    page.keyboard.press("Enter")
    page.get_by_text("4 personnes").first.wait_for()
    page.wait_for_function("document.activeElement.matches('[data-total]')", timeout=3_000)

    assert page.evaluate("document.activeElement.innerText").split() == ["4", "bénévoles", "annoncés"]


def test_updates_that_are_paused_ask_no_more(scene, enter) -> None:
    chief, roll_call = scene
    page = enter(chief, **FRENCH)
    page.goto(f"/appel/{roll_call.outing_id}")
    page.get_by_role("button", name="Suspendre la mise à jour").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/etat" in request.url else None)

    page.wait_for_timeout(6_000)

    assert asked == []


def test_a_leader_answers_by_the_link_with_the_keyboard_alone(scene, enter, site) -> None:
    chief, roll_call = scene
    nadia = leaders.call(roll_call, "Nadia Haddad")
    page = enter(chief, **FRENCH)
    page.goto(f"/a/{nadia.code}")

    page.locator("#people").focus()
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("3 personnes").wait_for()

    nadia.refresh_from_db()
    assert (nadia.state, nadia.people) == ("comes", 3)


def test_the_board_leads_from_a_no_to_areas_given_to_another_team(scene, enter) -> None:
    chief, roll_call = scene
    nadia, luc = leaders.call(roll_call, "Nadia Haddad"), leaders.call(roll_call, "Luc Marchand")
    turf = builders.turf(roll_call.outing, builders.address(builders.station(), 12))
    turf.team, turf.state = nadia.team, "assigned"
    turf.save()
    answering.answer(luc, way="link", state="comes", people=3, now=timezone.now())
    answering.answer(nadia, way="link", state="declines", now=timezone.now())
    page = enter(chief, **FRENCH)
    page.goto(f"/appel/{roll_call.outing_id}")

    page.get_by_role("link", name="Remplacer Nadia Haddad").click()
    page.get_by_role("button", name="Lui confier les secteurs").click()
    page.get_by_role("status").filter(has_text="1 secteur passe à").wait_for()

    turf.refresh_from_db()
    assert turf.team == Team.objects.get(pk=luc.team_id)
