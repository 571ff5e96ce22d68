"""What is read aloud before a contact is noted: versions that are only ever added."""

from __future__ import annotations

import pytest

from campaigns.contacts import texts
from campaigns.contacts.models import ConsentText
from campaigns.errors import DomainError
from tests import builders
from tests.builders import SATURDAY


def write(member, text: str, language: str = "fr") -> ConsentText:
    return texts.write(by=member, language=language, text=text, now=SATURDAY)


def read(campaign) -> dict[str, tuple[str, str]]:
    return {reading.language: (reading.version, reading.text) for reading in texts.current(campaign.pk)}


def test_a_campaign_begins_with_a_text_in_both_languages(campaign) -> None:
    assert read(campaign) == {language: ("standard-1", text) for language, text in texts.STANDARD.items()}


def test_a_new_version_is_read_and_the_earlier_ones_stay(organiser) -> None:
    first, second = write(organiser, "  D’accord ?\r\nOui ? "), write(organiser, "Vraiment ?")

    assert read(organiser.campaign)["fr"] == ("2", "Vraiment ?")
    assert read(organiser.campaign)["en"][0] == "standard-1"
    assert [(first.version, first.text), (second.version, second.written_by)] == [
        (1, "D’accord ?\nOui ?"),
        (2, organiser),
    ]
    assert ConsentText.objects.count() == 2


def test_versions_count_for_each_language_and_campaign(organiser, outsider) -> None:
    write(organiser, "D’accord ?")

    assert (write(organiser, "All right?", "en").version, write(outsider, "Oui ?").version) == (1, 1)
    assert read(outsider.campaign)["fr"] == ("1", "Oui ?")
    assert read(builders.campaign("nue"))["fr"][0] == "standard-1"


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("", "fr", "text_length"),
        (" \n ", "fr", "text_length"),
        ("x" * 601, "fr", "text_length"),
        ("Einverstanden?", "de", "text_language"),
        (texts.STANDARD["fr"], "fr", "text_same"),
    ],
)
def test_what_cannot_be_read_aloud_is_refused(organiser, text, language, code) -> None:
    with pytest.raises(DomainError) as refusal:
        write(organiser, text, language)

    assert (refusal.value.code, ConsentText.objects.count()) == (code, 0)


def test_texts_of_the_campaign_next_door_are_not_visible(organiser, outsider) -> None:
    write(organiser, "D’accord ?")

    assert [ConsentText.objects.visible_to(member).count() for member in (organiser, outsider)] == [1, 0]
