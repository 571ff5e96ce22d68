"""How long a pair stays at a door that opens: what a campaign says of itself, since nobody is timed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign

SHORTEST, LONGEST = 0.5, 15.0


def talk_for(campaign: Campaign, minutes: float) -> None:
    """Size new cuts by that many minutes for each door that opens; what is cut already keeps its own.

    Raises DomainError ``conversation_out_of_range``.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise DomainError("conversation_out_of_range", _("A conversation takes from half a minute to 15 minutes."))
    campaign.conversation_minutes = minutes
    campaign.save(update_fields=["conversation_minutes"])
