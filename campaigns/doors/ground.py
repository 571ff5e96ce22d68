"""Which communes a campaign walks in. The territory is common ground; a campaign chooses its part of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.law import territories
from campaigns.people.models import Campaign
from campaigns.territory.models import Commune


@transaction.atomic
def take_in(campaign: Campaign, commune: Commune) -> None:
    """Add the commune to the campaign's ground; twice is once. The first one sets the clock that the law goes by."""
    if not campaign.communes.exists():
        campaign.time_zone = territories.of_commune(commune.code).time_zone
        campaign.save(update_fields=["time_zone"])
    campaign.communes.add(commune)


@transaction.atomic
def leave_out(campaign: Campaign, commune: Commune) -> None:
    """Take the commune off the ground. Raises DomainError ``doors_there`` where turfs were cut already."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if Door.objects.filter(campaign=campaign, address__commune=commune).exists():
        raise DomainError("doors_there", _("Doors of this commune have been handed out: it stays."))
    campaign.communes.remove(commune)
