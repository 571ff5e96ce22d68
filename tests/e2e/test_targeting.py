"""From imported files to a checked list of stations that are cut, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.territory.models import Commune
from campaigns.turfs.models import TurfStop
from tests import builders
from tests.territory import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = "departement,commune,bureau,commune_libelle,inscrits,votants,blancs,exprimes,{lists}"


@pytest.fixture
def organiser(tmp_path):
    """A campaign of a commune whose results and addresses were imported from files."""
    presidential, european = [], []
    for number in range(1, 7):
        ours, theirs = 430 - 65 * number, 100 + 65 * number
        valid = ours + theirs + 180
        presidential.append(f"94,033,{number},Fontenay,1000,{valid + 10},10,{valid},{ours},{theirs},180")
        european.append(f"94,033,{number},Fontenay,1000,{500},0,500,{ours - 150 if ours > 150 else 10},"
                        f"{500 - 130 - (ours - 150 if ours > 150 else 10)},130")  # fmt: skip
    wide = (
        ("2022-presidentielle-1.csv", "MÉLENCHON,MACRON,LE PEN", presidential),
        ("2024-europeennes.csv", "LUG,LENS,LRN", european),
    )
    for name, lists, rows in wide:
        report = files.take_results(files.write(tmp_path, name, [WIDE.format(lists=lists), *rows]))
        assert report.imported == 6
    campaign = builders.campaign("valmont")
    campaign.communes.add(Commune.objects.get(code="94033"))
    rows = [
        f"94033_{number},94033,{2.47 + number / 500:.5f},{48.85 + house / 1e5:.5f},{house} Rue {number} 94120 Fontenay,"
        "housenumber,0.9,2"
        for number in range(1, 7)
        for house in range(1, 30, 2)
    ]
    assert files.take_addresses(files.write(tmp_path, "reu.csv", [files.REU, *rows])).imported == 90
    return builders.member(campaign, "hq_manage", name="Inès Karim")


def test_from_files_to_stations_ticked_and_cut(organiser, signed_in) -> None:
    desk = signed_in(organiser)
    desk.goto("/ciblage/")
    first, second = desk.locator("input[name=bureau]").nth(0), desk.locator("input[name=bureau]").nth(1)
    best = [first.get_attribute("value"), second.get_attribute("value")]
    skipped = desk.locator("tr.skipped").count()

    desk.get_by_label("Part de l’effet chez les autres").fill("1")
    expect(desk.locator("#opponents-said")).to_have_text("100\u202f%")
    expect(desk.locator("tr.skipped")).not_to_have_count(skipped)
    desk.get_by_label("Part de l’effet chez les autres").fill("0.3")
    expect(desk.locator("tr.skipped")).to_have_count(skipped)
    desk.locator(f"input[value='{best[0]}']").check()
    expect(desk.get_by_role("heading", name="1 bureau coché")).to_be_visible()
    desk.locator(f"[data-station='{best[1]}'] circle").first.click()
    expect(desk.get_by_role("heading", name="2 bureaux cochés")).to_be_visible()
    desk.reload()
    expect(desk.locator("input[name=bureau]:checked")).to_have_count(2)
    desk.get_by_role("button", name="Découper les bureaux choisis").click()
    desk.get_by_label("Nom").fill("Samedi")
    desk.get_by_label("Jour").fill("2099-02-14")
    desk.get_by_role("button", name="Continuer vers la découpe").click()
    desk.get_by_role("button", name="Valider").click()

    expect(desk.locator(".turf").first).to_be_visible()
    cut = TurfStop.objects.values_list("address__station__code", flat=True)
    assert best[0] == "94033-0001"
    assert set(cut) == set(best)
