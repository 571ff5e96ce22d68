"""Which addresses of an outing a hand may pick, and those of them along a street."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import F, Q, QuerySet

from campaigns.people.models import Outing
from campaigns.territory.models import Address
from campaigns.turfs.models import TurfStop


class Side(StrEnum):
    BOTH = "both"
    EVEN = "even"
    ODD = "odd"


def addresses_of(outing: Outing) -> QuerySet[Address]:
    """All that a hand may pick in this outing: what its areas hold, and what was left out."""
    stops = TurfStop.objects.filter(campaign_id=outing.campaign_id, turf__outing=outing)
    return Address.objects.filter(Q(pk__in=stops.values("address")) | Q(pk__in=outing.left_out.values("address")))


def along(
    outing: Outing, street: int, *, side: Side = Side.BOTH, first: int | None = None, last: int | None = None
) -> list[int]:
    """Addresses of one street: both sides or one, from one number to another, both included; 12 bis counts as 12.

    An address without a number is on neither side and in no range.
    """
    found = addresses_of(outing).filter(street=street)
    if side is not Side.BOTH:
        found = found.annotate(parity=F("number") % 2).filter(parity=1 if side is Side.ODD else 0)
    if first is not None:
        found = found.filter(number__gte=first)
    if last is not None:
        found = found.filter(number__lte=last)
    return list(found.order_by("number", "suffix", "pk").values_list("pk", flat=True))
