"""How much may be spent on texts in a day, over all campaigns of the site, by the estimate of each text."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from sms.models import OutboundSms, State

NEVER_HANDED_OVER = (State.QUEUED, State.CLAIMED)


def spent(*, now: datetime) -> Decimal:
    """Euros since midnight in the site's zone, for texts that the gateway has or may have."""
    zone = ZoneInfo(settings.TIME_ZONE)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    handed_over = OutboundSms.objects.filter(posted_at__gte=midnight).exclude(state__in=NEVER_HANDED_OVER)
    total: Decimal | None = handed_over.aggregate(total=Sum("cost"))["total"]
    return total or Decimal(0)


def allows(text: OutboundSms, *, now: datetime) -> bool:
    """Whether this text, too, fits into what is left today."""
    return spent(now=now) + (text.cost or Decimal(0)) <= settings.SMS_DAILY_BUDGET
