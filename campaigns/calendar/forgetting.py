"""Who signed up is forgotten when the campaign is over: see law:P7 and the retention of volunteers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.calendar.models import SignUp
from campaigns.law import retention
from campaigns.people.models import Campaign


def forget(*, now: datetime) -> int:
    """Erase the sign-ups of campaigns whose final round lies more than sixty days back; how many."""
    over = [
        campaign.pk
        for campaign in Campaign.objects.filter(sign_ups__isnull=False).distinct()
        if now.astimezone(ZoneInfo(campaign.time_zone)).date()
        > retention.volunteers_kept_until(campaign.final_round_date)
    ]
    erased, _rows = SignUp.objects.filter(campaign_id__in=over).delete()
    return erased
