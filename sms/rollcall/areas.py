"""Telling leaders which areas their team walks: on the morning of the outing, or on the last day before it on which
texts may leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from campaigns.law import texting
from campaigns.people.models import Outing
from campaigns.turfs.models import Turf
from sms import gate, outbox
from sms.models import OutboundSms, Purpose
from sms.rollcall import asking, enrolling, texts
from sms.rollcall.models import CallState, LeaderCall, RollCall

NAMED = 3
"""Areas told by their name; with more of them only their numbers are told, to stay within one text."""


def sent_at(roll_call: RollCall) -> datetime:
    """When leaders are told: as the roll-call closes, or earlier where texts rest at that hour."""
    return texting.last_opening_before(roll_call.close_at, gate.territory(roll_call.campaign))


def send(roll_call: RollCall, *, now: datetime) -> int:
    """Tell each leader who comes; how many. The roll-call is locked by the caller."""
    told = 0
    turfs = of_teams(roll_call.outing)
    for calls in asking.by_leader(LeaderCall.objects.of(roll_call).filter(state=CallState.COMES)):
        theirs = [turf for call in calls for turf in turfs.get(call.team_id, [])]
        words = texts.AREAS if theirs else texts.on_the_spot(roll_call.outing)
        told += tell(roll_call, calls[0], words, theirs, f"turf:{roll_call.pk}:{calls[0].team_id}", now=now) is not None
    return told


def tell(
    roll_call: RollCall, call: LeaderCall, words: str, turfs: Sequence[Turf], key: str, *, now: datetime
) -> OutboundSms | None:
    """Queue these words about these areas to the leader, once for each key; None without a number for texts."""
    number = enrolling.number_of(call.membership)
    if number is None or now >= roll_call.outing.ends_at:
        return None
    page = f"{settings.PUBLIC_BASE_URL}/sorties/{roll_call.outing_id}/repartir"
    values = texts.fields(roll_call.outing, call.membership, page) | {"secteurs": named(turfs)}
    return outbox.queue(
        campaign=roll_call.campaign,
        purpose=Purpose.LOGISTICS,
        to=number,
        body=texts.fill(words, values),
        key=key,
        not_before=now,
        expires_at=roll_call.outing.ends_at,
        now=now,
        membership=call.membership,
    )


def of_teams(outing: Outing) -> dict[int, list[Turf]]:
    """The walks of each team, in the order of their numbers; one query."""
    found: dict[int, list[Turf]] = defaultdict(list)
    for turf in outing.turfs.filter(team__isnull=False).order_by("number"):
        assert turf.team_id is not None
        found[turf.team_id].append(turf)
    return found


def named(turfs: Sequence[Turf]) -> str:
    """``3 Rue des Tanneurs, 5 Rue Haute``, or ``3, 5, 8, 9``."""
    return ", ".join(str(turf) if len(turfs) <= NAMED else str(turf.number) for turf in turfs)
