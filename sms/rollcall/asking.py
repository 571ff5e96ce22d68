"""Putting the question to leaders: once each, in the transaction that notes that it was put."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from campaigns.people import link_codes
from campaigns.people.models import Membership, Outing
from sms import outbox
from sms.models import OutboundSms, Purpose
from sms.rollcall import enrolling, texts
from sms.rollcall.models import CallState, LeaderCall, LeaderCallQuerySet, RollCall

INVITE, REMINDER = "invite", "reminder"


def invite(roll_call: RollCall, *, now: datetime) -> int:
    """Ask whoever was not asked yet; how many. A leader without a number for texts rises to be called at once.

    The roll-call is locked by the caller, as in all that follows.
    """
    expires_at = roll_call.escalate_at if now < roll_call.escalate_at else roll_call.close_at
    asked = by_leader(LeaderCall.objects.of(roll_call).filter(asked_at=None))
    for calls in asked:
        text = put(roll_call, calls[0], INVITE, expires_at=expires_at, now=now)
        fields: dict[str, object] = {"asked_at": now}
        if text is None and enrolling.number_of(calls[0].membership) is None:
            fields["state"] = CallState.TO_CALL
        LeaderCall.objects.filter(pk__in=[call.pk for call in calls]).update(**fields)
    return len(asked)


def by_leader(calls: LeaderCallQuerySet) -> list[list[LeaderCall]]:
    """The calls of each leader together, with what their texts need: who leads two teams is asked once."""
    found: dict[int, list[LeaderCall]] = {}
    for call in calls.select_related("membership__user", "membership__campaign", "team").order_by("pk"):
        found.setdefault(call.membership_id, []).append(call)
    return list(found.values())


def put(roll_call: RollCall, call: LeaderCall, wave: str, *, expires_at: datetime, now: datetime) -> OutboundSms | None:
    """Queue the question of this wave to the leader; None when it is there already or has no number to go to."""
    number = enrolling.number_of(call.membership)
    if number is None:
        return None
    return outbox.queue(
        campaign=roll_call.campaign,
        purpose=Purpose.ROLLCALL,
        to=number,
        body=body(roll_call, call, again=wave != INVITE),
        key=key(roll_call, call.membership, wave),
        not_before=now,
        expires_at=expires_at,
        now=now,
        membership=call.membership,
    )


def body(roll_call: RollCall, call: LeaderCall, *, again: bool) -> str:
    """The question as this leader gets it."""
    words = texts.reminder(roll_call.text) if again else roll_call.text
    return texts.fill(words, texts.fields(roll_call.outing, call.membership, link(call)))


def receivers(outing: Outing) -> list[dict[str, str]]:
    """The fields of the question for each leader of the outing, to count it on the longest; one query."""
    teams = outing.teams.filter(leader__isnull=False).select_related("leader__user")
    leaders = {team.leader.pk: team.leader for team in teams if team.leader is not None}
    address = f"{settings.PUBLIC_BASE_URL}/a/{link_codes.SIGNS[0] * link_codes.LENGTH}"
    return [texts.fields(outing, leader, address) for leader in leaders.values()]


def link(call: LeaderCall) -> str:
    """The address of the leader's page to answer."""
    return f"{settings.PUBLIC_BASE_URL}/a/{call.code}"


def key(roll_call: RollCall, member: Membership, wave: str) -> str:
    """``rollcall:{roll-call}:{member}:{wave}``: nobody is asked twice in one wave."""
    return f"rollcall:{roll_call.pk}:{member.pk}:{wave}"


def texts_of(roll_call: RollCall) -> str:
    """How the keys of its questions begin."""
    return f"rollcall:{roll_call.pk}:"


def take_back(roll_call: RollCall, *, now: datetime) -> int:
    """Cancel its questions that have not left; how many."""
    written = OutboundSms.objects.filter(campaign=roll_call.campaign_id, dedupe_key__startswith=texts_of(roll_call))
    return outbox.cancel(written, now=now)
