"""The QR of one area on a leader's screen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people.models import JoinCode, Outing
from campaigns.turfs import entering


@pytest.fixture
def page_of(walk):
    return f"/sorties/{walk.outing.pk}/secteurs/{walk.turf.pk}/code"


def test_the_qr_stands_with_its_words_and_its_area(enter, leader, walk, page_of) -> None:
    entering.open_codes(walk.outing, now=timezone.now())
    walk.turf.refresh_from_db()

    page = enter(leader).get(page_of).content.decode()

    assert walk.turf.join_code.words in page
    assert page.count('class="qr"') == 1


def test_a_worn_out_code_is_replaced_on_request_and_not_by_looking(enter, leader, walk, page_of) -> None:
    client = enter(leader)

    assert "Afficher un nouveau code" in client.get(page_of).content.decode()
    assert not JoinCode.objects.filter(turf=walk.turf).exists()

    client.post(page_of)
    assert JoinCode.objects.filter(turf=walk.turf).count() == 1


def test_the_page_asks_for_its_qr_again_without_the_rest(enter, leader, page_of) -> None:
    card = enter(leader).get(page_of, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in card


def test_a_closed_outing_shows_and_opens_no_code(enter, leader, walk, page_of) -> None:
    Outing.objects.update(closed_at=timezone.now())
    client = enter(leader)

    client.post(page_of)

    assert "accepte plus personne" in client.get(page_of).content.decode()
    assert not JoinCode.objects.filter(turf=walk.turf).exists()
