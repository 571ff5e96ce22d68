"""Which outing a text is about, and whether it still takes place: asked anew right before the text leaves, since an
outing may be called off between two rounds of the sweeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sms.models import OutboundSms
from sms.rollcall.models import RollCall

# Keys are ``<kind>:{roll-call}:…``, or ``signup:{sign-up}:<what>``, with a ``:later`` or ``:again`` where sent twice.
OF_ROLL_CALLS = frozenset({"rollcall", "turf", "moved", "started"})
TOLD_WHEN_OFF = "off"


@dataclass(frozen=True)
class Occasion:
    """``is_off``: the outing was called off, or whoever gets the text no longer comes; the text has lost its sense."""

    starts_at: datetime
    is_off: bool


def of(text: OutboundSms) -> Occasion | None:
    """None for a text about no outing, or about one that we cannot tell."""
    kind, number, what = [*text.dedupe_key.split(":"), "", ""][:3]
    if kind in OF_ROLL_CALLS and number.isdecimal():
        return _of_roll_call(text, int(number))
    if text.signup is not None and what != TOLD_WHEN_OFF:
        row = text.signup
        return Occasion(row.outing.starts_at, row.outing.closed_at is not None or row.cancelled_at is not None)
    return None


def _of_roll_call(text: OutboundSms, pk: int) -> Occasion | None:
    asked = RollCall.objects.filter(pk=pk, campaign=text.campaign_id)
    row = asked.values_list("outing__starts_at", "outing__closed_at", "cancelled_at").first()
    if row is None:
        return None
    starts_at, called_off_at, cancelled_at = row
    return Occasion(starts_at, called_off_at is not None or cancelled_at is not None)
