"""The sheets as a browser prints them: one page of paper for one page of the sheet, like the PDF."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from campaigns.turfs import entering
from campaigns.turfs.models import Turf
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def long_names(site, campaign, leader):
    """A walk of 37 doors, whose names fill their columns."""
    station = builders.station()
    outing = builders.outing(campaign, leader.teams_led.get(), starts_at=timezone.now())
    places = [
        builders.address(station, number, street=f"Chemin de l’Ancienne Chapelle de la Vallée {number}")
        for number in range(101, 138)
    ]
    for place in places:
        builders.door(campaign, place, name="appartement du troisième couloir à dr.")
    builders.turf(outing, *places)
    entering.open_codes(outing, now=timezone.now())
    Turf.objects.update(name="Chemin de l’Ancienne Chapelle de la Vallée, côté pair, " * 2)
    return outing


def test_each_page_of_the_sheet_is_one_page_of_paper(long_names, leader, signed_in) -> None:
    page = signed_in(leader)
    page.goto(f"/sorties/{long_names.pk}/fiches")

    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [" ".join(sheet.extract_text().split()) for sheet in printed.pages]

    assert [float(side) / 72 * 25.4 for side in printed.pages[0].mediabox[2:]] == pytest.approx([210, 297], abs=1)
    assert ["puis à détruire après saisie" in text for text in texts] == [True, True, True]
    assert [f"Page {n} sur 3" in text for n, text in enumerate(texts, start=1)] == [True, True, True]
    assert [word for word in ("Imprimer", "Retour à la sortie") if word in texts[0]] == []
