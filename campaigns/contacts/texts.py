"""The words read aloud before a contact is noted: the campaign's own, or ours until it has written some (law:P2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.contacts.models import ConsentText
from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Membership

LONGEST = 600
STANDARD_VERSION = "standard-1"
# A consent names the words it was given to: these never change, other ones would be "standard-2".
STANDARD = {
    "fr": (
        "Je note votre prénom et votre numéro ou votre e-mail pour que l’équipe de campagne vous recontacte, "
        "seulement pour ce que vous choisissez. Vous pouvez tout faire effacer en répondant STOP. D’accord\u202f?"
    ),
    "en": (
        "I’m noting your first name and your number or e-mail so that the campaign team can get back to you, only for "
        "what you choose. Reply STOP any time and we erase everything. Is that all right?"
    ),
}


@dataclass(frozen=True)
class Reading:
    """One text as a phone shows it; ``version`` is what the consent stores."""

    language: str
    version: str
    text: str


def current(campaign_id: int) -> list[Reading]:
    """The newest text of each language."""
    newest = {
        row.language: Reading(row.language, str(row.version), row.text)
        for row in ConsentText.objects.filter(campaign=campaign_id).order_by("version")
    }
    return [newest.get(language, Reading(language, STANDARD_VERSION, text)) for language, text in STANDARD.items()]


def is_known(campaign_id: int, *, language: str, version: str) -> bool:
    """Whether this campaign ever had such a text to read."""
    if version == STANDARD_VERSION:
        return language in STANDARD
    numbered = version.isdecimal() and len(version) < 9
    return numbered and ConsentText.objects.filter(campaign=campaign_id, language=language, version=version).exists()


@transaction.atomic
def write(*, by: Membership, language: str, text: str, now: datetime) -> ConsentText:
    """The campaign's next version in that language; earlier ones stay, since consents name them.

    Raises DomainError ``text_language``, ``text_length`` or ``text_same``.
    """
    said = text.replace("\r\n", "\n").strip()
    if language not in STANDARD:
        raise DomainError("text_language", _("This language is not offered."))
    if not 0 < len(said) <= LONGEST:
        raise DomainError("text_length", _("Write a text of at most %(most)s characters.") % {"most": LONGEST})
    Campaign.objects.select_for_update(no_key=True).get(pk=by.campaign_id)  # one number after the other
    if any(reading.text == said for reading in current(by.campaign_id) if reading.language == language):
        raise DomainError("text_same", _("This is the present text."))
    mine = ConsentText.objects.filter(campaign=by.campaign_id, language=language)
    last = mine.aggregate(last=Max("version", default=0))["last"]
    return ConsentText.objects.create(
        campaign_id=by.campaign_id, language=language, version=last + 1, text=said, written_by=by, written_at=now
    )
