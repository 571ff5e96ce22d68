"""What a hold-out plan keeps from walks: nothing held out is put back by hand.

The field stays blind: it is told that headquarters sets an address aside, never for what.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.targeting import holding_out
from campaigns.territory.models import Address
from campaigns.turfs.arranging import Arranged
from campaigns.turfs.layout import OUT, Layout

NAMED = 3


def refuse(arranged: Arranged, after: Layout) -> None:
    """Raise DomainError ``held_out`` where an address that is not to be visited would come to a walk."""
    before = arranged.layout.addresses
    coming = [address for address, turf in after.addresses.items() if turf != OUT and before.get(address, OUT) == OUT]
    out = holding_out.among(arranged.outing.campaign, coming) if coming else set()
    if not out:
        return
    labels = sorted(row.label for row in Address.objects.filter(pk__in=out).select_related("street"))
    names = ", ".join(labels[:NAMED])
    if len(labels) > NAMED:
        names = _("%(names)s and %(more)d more") % {"names": names, "more": len(labels) - NAMED}
    raise DomainError(
        "held_out", _("Headquarters sets these addresses aside, nobody rings there: %(names)s.") % {"names": names}
    )
