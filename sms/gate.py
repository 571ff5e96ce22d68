"""Asked by the worker right before it hands a text over: may it leave now (law:S2)? The rules are in windows.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campaigns.contacts import reaching
from campaigns.law import territories
from campaigns.law.territories import Territory
from campaigns.people.models import Campaign
from sms import occasions
from sms.models import OutboundSms, Purpose
from sms.windows import Case, Go, Never, Verdict, Wait, judge

__all__ = ["Go", "Never", "Verdict", "Wait", "decide", "place_of", "territory"]


def decide(message: OutboundSms, *, now: datetime, opted_out: Callable[[str], bool]) -> Verdict:
    """Go, wait until an instant, or never (with the final state and why); asked anew at each try.

    ``opted_out`` is asked with the E.164 number. What remains for the sender to check is the day's budget.
    """
    campaign, occasion = message.campaign, occasions.of(message)
    home = territory(campaign)
    case = Case(
        purpose=message.purpose,
        home=home,
        place=place_of(message.to_e164, home),
        rounds=tuple(day for day in (campaign.first_round_date, campaign.final_round_date) if day is not None),
        created_at=message.created_at,
        expires_at=message.expires_at,
        outing=occasion.starts_at if occasion and message.purpose == Purpose.ROLLCALL else None,
        called_off=occasion is not None and occasion.is_off,
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
