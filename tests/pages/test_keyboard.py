"""The desk's main job with the keyboard alone: choose stations, make an outing, cut it, hand an area out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.turfs.models import Turf
from canvass.demo import town
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has the focus shows it with a ring, and nothing lies over it.
RING = """() => {
  const held = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(held);
  const box = held.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const ringed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const clear = held.contains(over) || over?.contains(held);
  return ringed && clear ? "" : `${held.outerHTML.slice(0, 80)}: ring ${outlineStyle} ${outlineWidth}, clear ${clear}`;
}"""


def tab_to(page, target) -> None:
    """Press Tab until the target has the focus; every stop on the way must be seen."""
    target.wait_for()
    for _press in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ""
        if target.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"Tab never reaches {target}")


def test_the_main_job_is_done_without_a_mouse(site, enter) -> None:
    campaign = builders.campaign("valmont")
    campaign.communes.add(town.build(seed=2, stations=6).commune)
    leader = builders.member(campaign, "team_leader")
    team = builders.team(campaign, leader=leader, name="Halle")
    page = enter(builders.member(campaign, "hq_manage", "admin"))

    page.goto("/bureaux/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, page.locator("input[name=bureau]").first)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    tab_to(page, page.get_by_label("Nom"))
    page.keyboard.type("Samedi, place de la Halle")
    page.keyboard.press("Tab")
    page.keyboard.type("14022099")
    tab_to(page, page.get_by_label("Halle"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Continuer vers la découpe"))
    page.keyboard.press("Enter")

    tab_to(page, page.get_by_role("button", name="Valider"))
    page.keyboard.press("Enter")

    tab_to(page, page.locator(".turf-menu > summary").first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("select[name=team]").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".turf-assigned")).to_have_count(1)
    assert Turf.objects.order_by("number").first().team == team


def test_arrow_keys_pass_by_choices_without_sending_them(site, enter) -> None:
    campaign = builders.campaign("valmont")
    teams = [builders.team(campaign, name=name) for name in ("Halle", "Moulin", "Port")]
    outing = builders.outing(campaign, *teams)
    builders.turf(outing, builders.address(builders.station(), 1))
    page = enter(builders.member(campaign, "hq_manage"))

    page.goto(f"/sorties/{outing.pk}/repartir")
    page.locator(".turf-menu > summary").click()
    page.locator("select[name=team]").focus()
    for _press in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".turf-assigned")).to_have_count(1)
    assert Turf.objects.get().team == teams[2]


def test_a_page_that_renews_itself_keeps_what_one_has_opened_and_holds(site, enter) -> None:
    campaign = builders.campaign("valmont")
    outing = builders.outing(campaign)
    builders.device(outing, first_name="Léa")
    page = enter(builders.member(campaign, "hq_manage"))
    page.goto(f"/sorties/{outing.pk}/suivre")
    page.get_by_text("Ce téléphone est perdu").click()

    builders.device(outing, first_name="Omar")
    page.evaluate("htmx.ajax('GET', location.pathname, { target: '#follow', swap: 'innerHTML' })")
    page.get_by_role("strong").filter(has_text="Omar").wait_for()

    assert page.locator("details[id^=lost-]").evaluate_all("all => all.map((one) => one.open)") == [True, False]
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
