"""How fast texts leave from each sender: a bucket of tokens in the database, one for all workers.

It holds no more than a second's worth and is filled as time goes. A sender that the gateway has forbidden stands still.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from sms.gateways import choosing
from sms.models import Sender


def rate() -> float:
    """Texts a second, from each sender."""
    return float(settings.SMS_PER_SECOND)


def locked(name: str, *, now: datetime) -> Sender:
    """The sender's row with its tokens up to date, held until the caller's transaction ends."""
    rows = Sender.objects.select_for_update().filter(pk=name)
    row = rows.first()
    if row is None:
        Sender.objects.get_or_create(name=name, defaults={"refilled_at": now, "tokens": 1.0})
        row = rows.get()
    passed = max(0.0, (now - row.refilled_at).total_seconds())
    row.tokens = min(max(1.0, rate()), row.tokens + passed * rate())
    row.refilled_at = now  # a clock that was ahead and was put right does not hold the sender up
    return row


def pause(name: str) -> timedelta:
    """How long until the sender has its next token, as it stands in the database."""
    tokens = Sender.objects.values_list("tokens", flat=True).get(pk=name)
    return timedelta(seconds=max(0.0, 1.0 - tokens) / rate())


def share_of(name: str) -> Q:
    """The texts that leave from this sender: see choosing.sender_for."""
    named = sorted(settings.SMS_SENDERS, key=len, reverse=True)
    mine = Q(pk__in=()) if name != settings.SMS_SENDER else ~_begins(named)
    for place, prefix in enumerate(named):
        if settings.SMS_SENDERS[prefix] == name:
            mine |= Q(to_e164__startswith=prefix) & ~_begins(named[:place])
    return mine


def stopped() -> list[Sender]:
    """The senders of this site that stand still."""
    return list(Sender.objects.filter(name__in=choosing.senders()).exclude(stopped_at=None).order_by("name"))


def resume(name: str) -> bool:
    """Let it send again, since somebody has put right what the gateway complained of; False when it was not stopped."""
    return bool(Sender.objects.filter(name=name).exclude(stopped_at=None).update(stopped_at=None, stopped_by=""))


def _begins(prefixes: list[str]) -> Q:
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(to_e164__startswith=prefix)
    return found
