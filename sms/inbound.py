"""What people text us: stored as it came, then read. A STOP first; then by whoever waits for an answer; else by a
person, in "À relire"."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from campaigns.contacts.models import Contact
from campaigns.people.models import Campaign, Membership
from sms import opt_out_key, opt_outs, stop_words
from sms.models import InboundSms, OutboundSms
from sms.stop_words import Stop

logger = logging.getLogger(__name__)

Reader = Callable[[InboundSms, datetime], str | None]
"""Reads a text inside the caller's transaction: what it took it for, for `read_as`, or None for one of no concern."""
READERS: list[Reader] = []

STOP = "stop"
NEEDS_READING = "needs_reading"
WAITS_FOR_A_PERSON = (NEEDS_READING, opt_outs.HELD)
READ_BY_A_PERSON = "read"
# What Twilio adds when it took a text for a STOP by its own list.
OPT_OUT_TYPE = "STOP"
MOST_AT_ONCE = 500


def register(reader: Reader) -> None:
    """Let this function read texts that are no STOP, after those registered before it. Once per process and reader."""
    if reader not in READERS:
        READERS.append(reader)


def store(payload: Mapping[str, str], *, now: datetime) -> bool:
    """Keep a text as it came; False when the same was here already, or when it names no sid and no number."""
    sid, number = payload.get("MessageSid", ""), payload.get("From", "")
    if not sid or not number:
        logger.warning("A text without MessageSid or From was left aside.")
        return False
    _text, is_new = InboundSms.objects.get_or_create(
        provider_sid=sid[:64],
        defaults={
            "from_e164": number[:16],
            "to": payload.get("To", "")[:32],
            "body": payload.get("Body", ""),
            "payload": dict(payload),
            "received_at": now,
        },
    )
    return is_new


def read_waiting(*, now: datetime) -> int:
    """Read the texts that wait, the oldest first; how many. Two at once share the work. A STOP among them must be kept
    under the key of the list: without it all of them wait."""
    if not opt_out_key.fits():
        return 0
    waiting = InboundSms.objects.filter(processed_at=None).order_by("received_at", "pk")
    return sum(read(pk, now=now) for pk in list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def read(pk: int, *, now: datetime) -> bool:
    """Read one text, once; False when somebody else does it, or did. One that no program can read waits for a person,
    and so does one whose reader fails: nothing is lost."""
    text = InboundSms.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, processed_at=None).first()
    if text is None:
        return False
    _find_writer(text)
    try:
        with transaction.atomic():
            text.read_as = _read(text, now)
    except Exception:  # whatever a reader stumbles over, the text goes to a person and the others are read
        logger.exception("Text %s could not be read.", text.pk)
        text.read_as = NEEDS_READING
    text.processed_at = now
    text.save()
    return True


def _read(text: InboundSms, now: datetime) -> str:
    stop = stop_words.read(text.body)
    if stop is Stop.YES or text.payload.get("OptOutType") == OPT_OUT_TYPE:
        return _stop(text, now)
    if stop is Stop.INSIDE:
        return opt_outs.HELD
    for reader in READERS:
        if taken := reader(text, now):
            return taken
    if stop_words.is_polite_no(text.body) and Contact.objects.filter(phone=text.from_e164).exists():
        return _stop(text, now)
    return NEEDS_READING


def _stop(text: InboundSms, now: datetime, *, source: opt_outs.Source = opt_outs.Source.TEXT) -> str:
    """Send nothing more; of somebody who is no member, not even the number of this text is kept (law:P2b)."""
    opt_outs.opt_out(text.from_e164, source=source, now=now)
    if text.membership_id is None:
        text.from_e164, text.payload = "", {}
    return STOP


def _find_writer(text: InboundSms) -> None:
    """Whose text it is: of the campaign, and the member, that we last wrote to at this number; else of the only member
    with it; else of the only campaign there is. With several campaigns and no trace, of none: see `strays`."""
    last = OutboundSms.objects.filter(to_e164=text.from_e164).order_by("-created_at").first()
    if last is not None:
        text.campaign_id, text.membership_id = last.campaign_id, last.membership_id
        return
    members = list(Membership.objects.filter(phone=text.from_e164, campaign__closed_at=None)[:2])
    if len(members) == 1:
        text.campaign_id, text.membership_id = members[0].campaign_id, members[0].pk
        return
    campaigns = list(Campaign.objects.filter(closed_at=None)[:2])
    if len(campaigns) == 1:
        text.campaign = campaigns[0]


def strays() -> QuerySet[InboundSms]:
    """Texts of which nobody knows which of several campaigns they are for, the oldest first. Whoever handles texts in
    any of them may read the words, not the number, until one says that it is theirs (GDPR, article 5(1)(c))."""
    return InboundSms.objects.filter(campaign=None, read_as__in=WAITS_FOR_A_PERSON).order_by("received_at", "pk")


def readable_by(member: Membership) -> QuerySet[InboundSms]:
    """What this member may decide on: texts to the campaign, and those that are nobody's yet."""
    return InboundSms.objects.visible_to(member) | InboundSms.objects.filter(pk__in=strays().values("pk"))


def claim(text: InboundSms, *, by: Membership) -> bool:
    """A text of nobody's is for this campaign; False when another was faster."""
    return bool(strays().filter(pk=text.pk).update(campaign=by.campaign))


def mark_read(text: InboundSms) -> None:
    """A person has read it: it leaves "À relire", and sends to its number go on."""
    _waiting(text).update(read_as=READ_BY_A_PERSON)


@transaction.atomic
def take_for_stop(text: InboundSms, *, now: datetime) -> None:
    """A person has read it as "no more texts": as if the word had stood there alone."""
    row = _waiting(text).select_for_update().first()
    if row is not None:
        row.read_as = _stop(row, now, source=opt_outs.Source.HAND)
        row.save()


def _waiting(text: InboundSms) -> QuerySet[InboundSms]:
    """Nothing, when somebody was faster."""
    return InboundSms.objects.filter(pk=text.pk, read_as__in=WAITS_FOR_A_PERSON)
