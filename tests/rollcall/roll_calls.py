"""A roll-call whose question has left, whenever its outing is."""

from __future__ import annotations

from datetime import timedelta

from campaigns.people.models import Outing
from sms.rollcall import opening, ticking
from sms.rollcall.models import RollCall


def asked(outing: Outing) -> RollCall:
    """Opened long before the outing and asked at its time, which may lie in the past."""
    roll_call = opening.open_for(outing, by=None, now=outing.starts_at - timedelta(days=10))
    ticking.step(roll_call.pk, roll_call.invite_at)
    roll_call.refresh_from_db()
    return roll_call
