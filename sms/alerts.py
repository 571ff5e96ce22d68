"""What headquarters must know of their texts: what stands still, what was stopped, and what needs a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.people.models import Campaign
from sms import buckets, budget, codes, opt_out_key, outbox
from sms.codes import Act
from sms.models import OutboundSms, Purpose, State

LATE = timedelta(minutes=15)
"""Whatever is due for longer than this, without being put off, is told."""
RECENT = timedelta(days=2)
FILTERED = tuple(code for code, act in codes.ACTS.items() if act is Act.WATCH)
MOST_FILTERED = 0.05
ENOUGH = 20  # texts of a batch, before a share of them says anything
STOPPED = "batch_stopped"


@dataclass(frozen=True)
class Alert:
    """``code``: other_key, sender_stopped, budget_spent, batch_stopped, in_doubt, or late; ``count`` texts;
    ``subject`` names the sender or the batch; ``text`` is the sentence to read."""

    code: str
    text: str
    count: int = 0
    subject: str = ""


def alerts(campaign: Campaign, *, now: datetime) -> list[Alert]:
    """The most serious first; none when all is well."""
    texts = OutboundSms.objects.filter(campaign=campaign)
    return [
        *_other_key(),
        *_senders(),
        *_budget(now),
        *_late(texts, now),
        *_in_doubt(texts, now),
        *_batches(texts, now),
    ]


def stop_filtered_batches(*, now: datetime) -> int:
    """Take back what is left of a batch of news that operators filter, above one in twenty; how many texts."""
    left = OutboundSms.objects.filter(purpose=Purpose.BROADCAST, state=State.QUEUED)
    if not left.exists():
        return 0
    texts = OutboundSms.objects.filter(created_at__gt=now - RECENT)
    bad = [
        each["batch"]
        for each in _by_batch(texts)
        if each["ended"] >= ENOUGH and each["filtered"] > MOST_FILTERED * each["ended"]
    ]
    return sum(
        left.filter(dedupe_key__startswith=f"{batch}:").update(
            state=State.CANCELLED, settled_at=now, error_code=STOPPED
        )
        for batch in bad
    )


def _other_key() -> list[Alert]:
    said = _(
        "No text leaves: the key of this site has changed, so nobody who wants no more texts is recognised. Whoever "
        "runs the site must put the former NOTES_KEY back."
    )
    return [] if opt_out_key.fits() else [Alert("other_key", said)]


def _senders() -> list[Alert]:
    said = _("Texts from %(sender)s stand still: the gateway refused them with the code %(code)s.")
    return [
        Alert("sender_stopped", said % {"sender": row.name, "code": row.stopped_by}, subject=row.name)
        for row in buckets.stopped()
    ]


def _budget(now: datetime) -> list[Alert]:
    least = settings.SMS_SEGMENT_EUROS
    waiting = OutboundSms.objects.filter(state=State.QUEUED, not_before__lte=now + timedelta(minutes=5)).count()
    if not waiting or budget.spent(now=now) + least <= settings.SMS_DAILY_BUDGET:
        return []
    said = ngettext(
        "The budget of the day is spent: %(count)d text waits until tomorrow.",
        "The budget of the day is spent: %(count)d texts wait until tomorrow.",
        waiting,
    )
    return [Alert("budget_spent", said % {"count": waiting}, waiting)]


def _late(texts: QuerySet[OutboundSms], now: datetime) -> list[Alert]:
    """Nobody sends: those of a sender that stands still are told with it."""
    unheard = Q(state=State.QUEUED, not_before__lt=now - LATE) | Q(
        state__in=(State.CLAIMED, State.POSTING), lease_until__lt=now - LATE
    )
    for sender in buckets.stopped():
        texts = texts.exclude(buckets.share_of(sender.name))
    count = texts.filter(unheard).count()
    said = ngettext(
        "%(count)d text should have left more than 15 minutes ago. Is the worker running?",
        "%(count)d texts should have left more than 15 minutes ago. Is the worker running?",
        count,
    )
    return [Alert("late", said % {"count": count}, count)] if count else []


def _in_doubt(texts: QuerySet[OutboundSms], now: datetime) -> list[Alert]:
    count = doubtful(texts, now=now).count()
    said = ngettext(
        "Nobody knows whether %(count)d text arrived. It may be sent once more, by hand.",
        "Nobody knows whether %(count)d texts arrived. They may be sent once more, by hand.",
        count,
    )
    return [Alert("in_doubt", said % {"count": count}, count)] if count else []


def doubtful(texts: QuerySet[OutboundSms], *, now: datetime) -> QuerySet[OutboundSms]:
    """Those of which nothing more will be learned, and that nobody has sent again."""
    again = OutboundSms.objects.filter(dedupe_key=Concat(OuterRef("dedupe_key"), Value(outbox.AGAIN)))
    asked = texts.filter(state=State.UNCERTAIN, posted_at__lte=now - outbox.SHOWN_AFTER, posted_at__gt=now - RECENT)
    return asked.filter(~Exists(again))


def _batches(texts: QuerySet[OutboundSms], now: datetime) -> list[Alert]:
    stopped = _by_batch(texts.filter(created_at__gt=now - RECENT, error_code=STOPPED))
    return [
        Alert(
            "batch_stopped",
            ngettext(
                "Operators filter these news: %(count)d text was taken back.",
                "Operators filter these news: %(count)d texts were taken back.",
                each["all"],
            )
            % {"count": each["all"]},
            each["all"],
            each["batch"],
        )
        for each in stopped
    ]


def _by_batch(texts: QuerySet[OutboundSms]) -> Iterable[Mapping[str, Any]]:
    """``batch`` (``broadcast:12``), and how many of its texts there are, ended at an operator, and were filtered."""
    batch = Func(F("dedupe_key"), Value("^broadcast:[^:]+"), function="substring", output_field=TextField())
    ended = Q(state__in=(State.DELIVERED, State.UNDELIVERED, State.FAILED))
    return (
        texts.filter(purpose=Purpose.BROADCAST, dedupe_key__startswith="broadcast:")
        .values(batch=batch)
        .annotate(
            all=Count("pk"),
            ended=Count("pk", filter=ended),
            filtered=Count("pk", filter=ended & Q(error_code__in=FILTERED)),
        )
        .order_by("batch")
    )
