"""Who wants no more texts: kept as keyed hashes, for the whole organisation, through purges and imports (law:P8, S3).

Our list is the truth; what the gateway refuses by its own list is copied into it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from campaigns.contacts import erasing
from campaigns.contacts.models import Contact
from sms import opt_out_key
from sms.models import InboundSms, OptOut, OutboundSms, State

HELD = "stop_inside"
"""How a text is read that names STOP in the middle of a sentence: nothing is sent to its number until a person
has read it."""
UNDER_WAY = (State.CLAIMED, State.POSTING, State.UNCERTAIN)


class Source(StrEnum):
    """By which way somebody said it."""

    TEXT = "text"
    LINK = "link"
    GATEWAY = "gateway"
    HAND = "hand"


def is_opted_out(number: str) -> bool:
    """Whether nothing may be sent to this number (E.164) any more."""
    return OptOut.objects.filter(number=opt_out_key.hashed(number)).exists()


def is_held(number: str) -> bool:
    """Whether a text from this number may be a STOP and waits to be read by a person: sends wait with it."""
    return InboundSms.objects.filter(from_e164=number, read_as=HELD).exists()


@transaction.atomic
def opt_out(number: str, *, source: Source, now: datetime) -> bool:
    """Send nothing more to this number (E.164), whoever asks for it; False when that was known.

    A contact from a door is erased with it, as the sentence read at the door promises; a member of a campaign stays
    one, and only gets no more texts (law:P2b). Raises DomainError ``other_key`` when the list cannot be read.
    """
    opt_out_key.note(now=now)
    _row, is_new = OptOut.objects.get_or_create(
        number=opt_out_key.hashed(number), defaults={"source": source, "at": now}
    )
    _forget_contacts(number, now=now)
    return is_new


def _forget_contacts(number: str, *, now: datetime) -> None:
    contacts = Contact.objects.filter(phone=number)
    texts = OutboundSms.objects.filter(contact__in=contacts)
    texts.filter(state=State.QUEUED).update(state=State.SUPPRESSED, settled_at=now)
    # A text that is just being handed over keeps its number until its fate is known; retention empties it then.
    texts.exclude(state__in=UNDER_WAY).update(to_e164="", body="")
    erasing.erase(contacts)
