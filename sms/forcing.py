"""A Sunday or a holiday opened by the administration, with a reason: what waits for the next working day leaves now.

Never at night, never for news to contacts, and never what the silence of the vote forbids: the gate still decides.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.law import texting
from campaigns.law.territories import Territory
from campaigns.people.models import Campaign, Membership
from sms import gate, waking
from sms.models import OutboundSms, Purpose, State

LONGEST = 200


def is_free_day(home: Territory, *, now: datetime) -> bool:
    """Whether it is a Sunday or a public holiday there."""
    return texting.is_free_day(now.astimezone(ZoneInfo(home.time_zone)).date(), home)


def waiting(campaign: Campaign, home: Territory, *, now: datetime) -> QuerySet[OutboundSms]:
    """Texts to members and volunteers that were put off to the next opening; none while texts may leave anyhow.

    ``home``: the campaign's territory, from gate.territory.
    """
    queued = OutboundSms.objects.filter(campaign=campaign, state=State.QUEUED, expires_at__gt=now, forced_because="")
    put_off = queued.filter(not_before__gt=now, not_before__lte=texting.next_opening(now, home))
    return put_off.exclude(purpose=Purpose.BROADCAST)


@transaction.atomic
def force(*, by: Membership, because: str, now: datetime) -> int:
    """Let what waits leave now; how many texts. The reason and who gave it are kept with each of them.

    Raises DomainError ``no_reason``, ``long_reason``, ``no_free_day``, ``night`` or ``nothing_waits``.
    """
    reason, home = because.strip(), gate.territory(by.campaign)
    if not reason:
        raise DomainError("no_reason", _("Write why these texts cannot wait."))
    if len(reason) > LONGEST:
        raise DomainError("long_reason", _("Write at most %(longest)s characters.") % {"longest": LONGEST})
    if not is_free_day(home, now=now):
        raise DomainError("no_free_day", _("Today is a working day: texts leave by themselves from 9 h to 20 h."))
    if not texting.is_open(now, home, texting.FORCED):
        raise DomainError("night", _("No text leaves between 20 h and 8 h, whatever the reason."))
    forced = waiting(by.campaign, home, now=now).update(forced_because=reason, forced_by=by, not_before=now)
    if not forced:
        raise DomainError("nothing_waits", _("No text is waiting."))
    waking.wake_on_commit()
    return forced
