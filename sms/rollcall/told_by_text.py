"""What a leader without a smartphone reports: ``BILAN 48 17 9``, that is doors, doors that opened, conversations.

These are figures that somebody said. They are shown beside the visits that phones recorded, and never added to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaigns.people.models import Outing
from sms.models import InboundSms
from sms.rollcall import answering, reading
from sms.rollcall.models import LeaderCall, Told

WORD = "bilan"
MOST_DOORS = 2_000
"""More than a team ever rings at in one outing."""
NAMES = frozenset({"portes", "porte", "ouvertes", "ouverte", "discussions", "discussion", "et", "dont"})


@dataclass(frozen=True)
class Report:
    doors: int
    opened: int
    conversations: int


def is_one(words: str) -> bool:
    """Whether it wants to be a report, well written or not."""
    return WORD in reading.signs(words)[:1]


def read(words: str) -> Report | None:
    """``Bilan : 48 portes, 17 ouvertes, 9 discussions``; None for anything but three numbers that fit together."""
    said = reading.signs(words)
    if said[:1] != [WORD]:
        return None
    numbers = [int(token[:9]) for token in said[1:] if token.isdecimal()]
    others = {token for token in said[1:] if not token.isdecimal()}
    if len(numbers) != 3 or not others <= NAMES:
        return None
    doors, opened, conversations = numbers
    fits = conversations <= opened <= doors <= MOST_DOORS
    return Report(doors, opened, conversations) if fits else None


def note(call: LeaderCall, report: Report, *, inbound: InboundSms | None, now: datetime) -> Told:
    """Keep the report; the same text is kept once. A team that reports has been out."""
    answering.lock(call.roll_call_id)
    if inbound is not None and (noted := Told.objects.filter(inbound=inbound).first()):
        return noted
    noted = Told.objects.create(
        call=call, inbound=inbound, doors=report.doors, opened=report.opened, conversations=report.conversations, at=now
    )
    LeaderCall.objects.filter(pk=call.pk, started_at=None).update(started_at=now, missing_at=None)
    return noted


def of(outing: Outing) -> list[Told]:
    """The last report of each team of the outing, with its team; one query."""
    rows = Told.objects.filter(call__roll_call__outing=outing).select_related("call__team", "call__membership__user")
    return sorted(rows.order_by("call", "-at", "-pk").distinct("call"), key=lambda told: told.call.team.name)
