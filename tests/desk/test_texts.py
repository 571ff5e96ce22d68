"""The page of the words that volunteers read aloud."""

from __future__ import annotations

import pytest

from campaigns.contacts import texts
from campaigns.contacts.models import ConsentText
from tests import builders
from tests.builders import PASSWORD, SATURDAY

PAGE = "/reglages/textes"


@pytest.fixture
def desk(enter, organiser):
    """The desk of somebody who gave the password a moment ago."""
    client = enter(organiser)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client


def test_the_page_shows_the_present_text_of_each_language(desk) -> None:
    page = desk.get(PAGE).content.decode()

    assert texts.STANDARD["fr"] in page
    assert page.count("Le texte fourni avec le logiciel") == 2


def test_a_new_version_is_written_and_who_wrote_it_is_said(desk, organiser) -> None:
    answer = desk.post(PAGE, {"language": "fr", "fr-text": "Vous êtes d’accord ?"})

    written = ConsentText.objects.get()
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (written.text, written.language, written.written_by) == ("Vous êtes d’accord ?", "fr", organiser)
    page = desk.get(PAGE).content.decode()
    assert "Version 1, écrite par Inès Karim" in page
    assert texts.STANDARD["fr"] in page  # still readable: consents name it


@pytest.mark.parametrize(
    ("said", "reason"), [("", "Ce champ est obligatoire."), (texts.STANDARD["fr"], "C’est le texte actuel.")]
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(desk, said, reason) -> None:
    answer = desk.post(PAGE, {"language": "fr", "fr-text": said})

    french, english = (card["form"] for card in answer.context["cards"])
    assert (answer.status_code, french.errors["text"], english.errors) == (422, [reason], {})
    assert not ConsentText.objects.exists()


def test_an_unknown_language_writes_nothing(desk) -> None:
    assert desk.post(PAGE, {"language": "de", "de-text": "Einverstanden?"}).status_code == 422
    assert not ConsentText.objects.exists()


def test_the_password_is_asked_for_again_before_words_are_changed(enter, organiser) -> None:
    client = enter(organiser)

    answer = client.post(PAGE, {"language": "fr", "fr-text": "Vous êtes d’accord ?"})

    assert answer.url.startswith("/compte/reauthenticate/")
    assert not ConsentText.objects.exists()


@pytest.mark.parametrize("role", ["team_leader", "hq_read", "treasurer", "auditor"])
def test_nobody_else_reads_or_writes_here(enter, campaign, role) -> None:
    client = enter(builders.member(campaign, role))

    assert [client.get(PAGE).status_code, client.post(PAGE, {"language": "fr"}).status_code] == [403, 403]


def test_words_of_the_campaign_next_door_are_not_shown(desk, outsider) -> None:
    texts.write(by=outsider, language="fr", text="Chez les voisins", now=SATURDAY)

    assert "Chez les voisins" not in desk.get(PAGE).content.decode()
