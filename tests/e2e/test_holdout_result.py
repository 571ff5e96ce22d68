"""After the vote, in a real browser: the sheet goes out, comes back filled in, and the sentence is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.reports import counted
from tests.reports.test_results import conversations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_counts_brought_in_make_the_result_and_the_ranking_learns(signed_in, site, tmp_path) -> None:
    headquarters = builders.member(builders.campaign("valmont"), "hq_manage", name="Inès Karim")
    plan = counted.of_buildings(headquarters.campaign, name="Témoins de juin")
    conversations(headquarters.campaign, plan)
    page = signed_in(headquarters)
    page.goto(f"/ciblage/temoins/{plan.pk}/resultat")
    expect(page.locator(".finding-said")).to_contain_text("il reste à en apporter le résultat")

    with page.expect_download() as sheet:
        page.get_by_role("link", name="Feuille à remplir (CSV)").click()
    head, *lines = sheet.value.path().read_text(encoding="utf-8").splitlines()
    filled = [line.removesuffix(";;") + f";30;{14 + number % 5}" for number, line in enumerate(lines)]
    file = tmp_path / "comptages.csv"
    file.write_text("\n".join([head, *filled]), encoding="utf-8")
    page.get_by_label("La feuille remplie").set_input_files(file)
    page.get_by_role("button", name="Apporter les comptages").click()

    expect(page.locator(".finding-said")).to_contain_text("Effet mesuré sur la participation")
    page.get_by_role("button", name="Faire supposer au classement").click()
    expect(page.get_by_text("Le classement suppose les deux ensemble depuis")).to_be_visible()
