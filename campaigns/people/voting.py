"""What the dates of the vote mean for a campaign, on the server's clock and by the time of its territory."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.law import silence
from campaigns.people.models import Campaign

Window = tuple[datetime, datetime]


def silences(campaign: Campaign) -> list[Window]:
    """The silence of each round, the first one first; the end of each is excluded (law:V1)."""
    rounds = {day for day in (campaign.first_round_date, campaign.final_round_date) if day is not None}
    return [silence.window(day, campaign.time_zone) for day in sorted(rounds)]


def is_silent(campaign: Campaign, *, now: datetime) -> bool:
    """Whether nobody is sent to doors now: from 00:00 on the eve of a round until its polls close (law:V2)."""
    return any(starts <= now < ends for starts, ends in silences(campaign))


def touches_silence(campaign: Campaign, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether some of what lasts from one instant to the other falls into a silence: no outing takes place then."""
    return any(starts_at < ends and starts < ends_at for starts, ends in silences(campaign))


def refuse_in_silence(campaign: Campaign, *, now: datetime) -> None:
    """Nobody is sent to doors from 00:00 on the eve of the vote (law:V2). Raises DomainError ``silence``."""
    if is_silent(campaign, now=now):
        raise DomainError("silence", _("The campaign is silent until the polls close: no walk is handed out now."))
