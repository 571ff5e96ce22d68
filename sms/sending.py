"""Texts leave here, one at a time: taken up under a lock, checked, `posting` committed, handed over, answer written.

Any number of workers may do so at once, with or without Celery. A worker that dies leaves its text claimed, then it was
not handed over and is taken up again; or posting, then nobody knows, and settling.py asks the gateway.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils import timezone

from sms import buckets, budget, gate, opt_out_key, opt_outs, refusals, reports
from sms.gateways import Accepted, Doubtful, Gateway, Letter, NotTaken, Rejected, choosing
from sms.models import OutboundSms, Purpose, State

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # the call ends after 10 + 30 seconds at the latest
FIRST_LOOK = timedelta(minutes=2)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=10)  # doubled at each attempt
LATER = timedelta(minutes=5)
LOOKED_AT_ONCE = 50
# Whoever waits in front of a screen first, news last.
ORDER = (Purpose.OTP, Purpose.CONFIRM, Purpose.ROLLCALL, Purpose.LOGISTICS, Purpose.TEST, Purpose.BROADCAST)
VALIDITY = {
    Purpose.OTP: timedelta(minutes=10),
    Purpose.CONFIRM: timedelta(hours=1),
    Purpose.ROLLCALL: timedelta(minutes=30),
    Purpose.LOGISTICS: timedelta(hours=4),
    Purpose.TEST: timedelta(minutes=10),
    Purpose.BROADCAST: timedelta(hours=4),
}
REMINDER_VALIDITY = timedelta(hours=1)

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Round:
    """How many texts were handed over, and whether more are due that only wait for their sender's rate."""

    handed_over: int
    more: bool


def send_due(
    *,
    seconds: float,
    gateway: Gateway | None = None,
    clock: Clock = timezone.now,
    sleep: Callable[[float], None] = time.sleep,
) -> Round:
    """Hand over what is due, at the pace of the senders; after so many ``seconds`` nothing more is begun.

    Nothing at all leaves while the list of who wants no more texts cannot be read.
    """
    if not opt_out_key.fits():
        logger.error("%s", opt_out_key.OTHER_KEY)
        return Round(0, more=False)
    using, until, sent = gateway or choosing.gateway(), clock() + timedelta(seconds=seconds), 0
    while clock() < until:
        text = claim(now=clock())
        if text is not None:
            sent += hand_over(text, gateway=using, clock=clock)
            continue
        pause = _pause(now=clock())
        if pause is None:
            return Round(sent, more=False)
        if clock() + pause >= until:
            break
        sleep(max(0.001, pause.total_seconds()))
    return Round(sent, more=True)


def due(*, now: datetime) -> QuerySet[OutboundSms]:
    """What may be taken up, the most urgent first."""
    places = [When(purpose=purpose, then=Value(place)) for place, purpose in enumerate(ORDER)]
    waiting = OutboundSms.objects.filter(state=State.QUEUED, not_before__lte=now)
    return waiting.order_by(Case(*places, output_field=IntegerField()), "not_before", "pk")


def claim(*, now: datetime) -> OutboundSms | None:
    """The next text that may leave now, taken up for a minute; None when there is none or its sender must wait.

    Those that may not leave are put to their next opening or ended on the way.
    """
    for name in choosing.senders():
        if text := _claim_from(name, now=now):
            return text
    return None


@transaction.atomic
def _claim_from(name: str, *, now: datetime) -> OutboundSms | None:
    sender = buckets.locked(name, now=now)
    if sender.stopped_at is not None or sender.tokens < 1:
        sender.save(update_fields=["tokens", "refilled_at"])
        return None
    for text in _takable(name, now=now):
        if _may_leave(text, now=now):
            _move(text, State.CLAIMED, lease_until=now + LEASE)
            sender.tokens -= 1
            break
    else:
        text = None
    sender.save(update_fields=["tokens", "refilled_at"])
    return text


def _takable(name: str, *, now: datetime) -> Iterator[OutboundSms]:
    """One after another, each under a lock; those that somebody else holds are left to them."""
    mine = due(now=now).filter(buckets.share_of(name)).select_related("campaign")
    for _ in range(LOOKED_AT_ONCE):
        text = mine.select_for_update(skip_locked=True, of=("self",)).first()
        if text is None:
            return
        yield text


def _may_leave(text: OutboundSms, *, now: datetime) -> bool:
    """The checks at sending, in their order; what may not leave is moved on."""
    verdict = gate.decide(text, now=now, opted_out=opt_outs.is_opted_out)
    if isinstance(verdict, gate.Never):
        _move(text, verdict.state, settled_at=now, error_code=verdict.why)
    elif isinstance(verdict, gate.Wait):
        _put_off(text, verdict.until)
    elif opt_outs.is_held(text.to_e164) or not budget.allows(text, now=now):
        _put_off(text, now + LATER)
    else:
        return True
    return False


def _put_off(text: OutboundSms, until: datetime) -> None:
    """Still due before it expires, so that it is looked at and then ended."""
    text.not_before = min(until, text.expires_at - timedelta(milliseconds=1))
    text.save(update_fields=["not_before"])


def _pause(*, now: datetime) -> timedelta | None:
    """How long until a sender with due texts may send again; None when nothing waits for that."""
    forbidden = {sender.name for sender in buckets.stopped()}
    pauses = [
        buckets.pause(name)
        for name in choosing.senders()
        if name not in forbidden and due(now=now).filter(buckets.share_of(name)).exists()
    ]
    return min(pauses, default=None)


def hand_over(text: OutboundSms, *, gateway: Gateway, clock: Clock = timezone.now) -> bool:
    """Call the gateway for a text that was taken up; False when it was taken away from us meanwhile."""
    if not _begin(text, now=clock()):
        return False
    try:
        accepted = gateway.post(_letter(text))
    except NotTaken as refusal:
        _not_taken(text, refusal, now=clock())
    except Rejected as refusal:
        _rejected(text, refusal.code, now=clock())
    except Exception as problem:  # a doubt: whatever went wrong, the gateway may have it
        if not isinstance(problem, Doubtful):
            logger.exception("Text %s: the gateway failed in an unknown way.", text.pk)
        _doubtful(text, str(problem) if isinstance(problem, Doubtful) else "")
    else:
        _accepted(text, accepted)
    return True


def _begin(text: OutboundSms, *, now: datetime) -> bool:
    """Committed before the call: whoever finds it afterwards knows that the call may have been made."""
    with transaction.atomic(durable=True):
        mine = OutboundSms.objects.filter(pk=text.pk, state=State.CLAIMED, lease_until=text.lease_until)
        begun = mine.update(
            state=State.POSTING, attempt=F("attempt") + 1, posted_at=now, lease_until=now + LEASE, error_code=""
        )
    text.state, text.attempt, text.posted_at = State.POSTING, text.attempt + 1, now
    return bool(begun)


def _letter(text: OutboundSms) -> Letter:
    now = text.posted_at or timezone.now()
    longest = REMINDER_VALIDITY if ":reminder" in text.dedupe_key else VALIDITY[Purpose(text.purpose)]
    return Letter(
        message=text.pk,
        to=text.to_e164,
        body=text.body,
        sender=choosing.sender_for(text.to_e164),
        validity=min(longest, text.expires_at - now),
        callback=reports.address(text.pk),
    )


def _still(text: OutboundSms, *states: str) -> OutboundSms | None:
    """The row, locked, unless a report was faster than the answer."""
    return OutboundSms.objects.select_for_update().filter(pk=text.pk, state__in=states).first()


@transaction.atomic
def _accepted(text: OutboundSms, answer: Accepted) -> None:
    row = _still(text, State.POSTING, State.UNCERTAIN)
    if row is None:
        return
    rank = min(reports.RANKS.get(answer.status, 0), reports.RANKS["queued"])  # what comes later is told by reports
    _move(row, State.ACCEPTED, provider_sid=answer.sid, provider_rank=rank, lease_until=None)


@transaction.atomic
def _not_taken(text: OutboundSms, refusal: NotTaken, *, now: datetime) -> None:
    row = _still(text, State.POSTING)
    if row is None:
        return
    if row.attempt >= MOST_ATTEMPTS:
        _move(row, State.FAILED, error_code=refusal.code[:20], lease_until=None, settled_at=now)
        return
    pause = max(refusal.after or timedelta(), FIRST_PAUSE * 2 ** (row.attempt - 1) * random.uniform(0.75, 1.25))
    _move(row, State.QUEUED, error_code=refusal.code[:20], lease_until=None)
    _put_off(row, now + pause)


@transaction.atomic
def _rejected(text: OutboundSms, code: str, *, now: datetime) -> None:
    row = _still(text, State.POSTING, State.UNCERTAIN)
    if row is None:
        return
    _move(row, State.FAILED, error_code=code[:20], lease_until=None, settled_at=now)
    refusals.react(row, code, now=now)


@transaction.atomic
def _doubtful(text: OutboundSms, why: str) -> None:
    row = _still(text, State.POSTING)
    if row is not None and row.posted_at is not None:
        _move(row, State.UNCERTAIN, error_code=why[:20], lease_until=row.posted_at + FIRST_LOOK)


def _move(text: OutboundSms, state: str, **fields: object) -> None:
    text.state = State(state)
    for name, value in fields.items():
        setattr(text, name, value)
    text.save(update_fields=["state", *fields])
