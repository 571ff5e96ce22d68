"""Asked by the worker right before it hands a text over: may it leave now (law:S2)? The rules are in windows.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campaigns.contacts import reaching
from campaigns.law import territories
from campaigns.law.territories import Territory
from campaigns.people.models import Campaign
from sms.models import OutboundSms, Purpose
from sms.rollcall.models import RollCall
from sms.windows import Case, Go, Never, Verdict, Wait, judge

__all__ = ["Go", "Never", "Verdict", "Wait", "decide", "place_of", "territory"]


def decide(message: OutboundSms, *, now: datetime, opted_out: Callable[[str], bool]) -> Verdict:
    """Go, wait until an instant, or never (with the final state and why); asked anew at each try.

    ``opted_out`` is asked with the E.164 number. What remains for the sender to check is the day's budget.
    """
    campaign = message.campaign
    home = territory(campaign)
    case = Case(
        purpose=message.purpose,
        home=home,
        place=place_of(message.to_e164, home),
        rounds=tuple(day for day in (campaign.first_round_date, campaign.final_round_date) if day is not None),
        created_at=message.created_at,
        expires_at=message.expires_at,
        outing=_outing_starts(message) if message.purpose == Purpose.ROLLCALL else None,
        forced=bool(message.forced_because),
        opted_out=opted_out(message.to_e164),
    )
    return judge(case, now=now)


def territory(campaign: Campaign) -> Territory:
    """Where the campaign is at home, with the holidays of all its communes."""
    return territories.of_campaign(campaign.time_zone, campaign.communes.values_list("code", flat=True))


def place_of(e164: str, home: Territory) -> Territory:
    """Where the owner of a number is taken to live: by an overseas number, else where the campaign is."""
    return territories.of_number(reaching.region(e164), home)


def _outing_starts(message: OutboundSms) -> datetime | None:
    """When the outing begins that the question is about; its key is ``rollcall:{roll-call}:{person}:{wave}``."""
    number = message.dedupe_key.split(":")[1:2]
    if not number or not number[0].isdecimal():
        return None
    asked = RollCall.objects.filter(pk=int(number[0]), campaign=message.campaign_id)
    return asked.values_list("outing__starts_at", flat=True).first()
