"""On the day: has each team begun? A team is under way when its phones gave a sign, or its leader said so; who has not
begun twenty minutes after the start rises to headquarters."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from campaigns.people.models import Device
from campaigns.turfs.models import Assignment
from sms import outbox
from sms.models import OutboundSms, Purpose
from sms.rollcall import answering, asking, enrolling, texts
from sms.rollcall.models import CallState, LeaderCall, LeaderCallQuerySet, RollCall

ASKED_AFTER = timedelta(minutes=5)
"""People greet one another and join first: most teams are seen by then and are not asked."""
MISSING_AFTER = timedelta(minutes=20)
EARLY = timedelta(minutes=45)
"""Whoever joins that long before the start stands at the meeting point."""
IN_TIME = timedelta(minutes=60)
"""The question is of no use any later."""


def expected(roll_call: RollCall) -> LeaderCallQuerySet:
    """Teams that should be out: all but those that declined. Who was never heard of may have come."""
    return LeaderCall.objects.of(roll_call).exclude(state=CallState.DECLINES)


def see(roll_call: RollCall, *, now: datetime) -> int:
    """Note the teams that gave a sign since; how many. The roll-call is locked by the caller, as in what follows."""
    waited_for = expected(roll_call).filter(started_at=None)
    seen = _under_way(roll_call)
    found = [call.pk for call in waited_for if call.team_id in seen]
    return LeaderCall.objects.filter(pk__in=found).update(started_at=now, missing_at=None) if found else 0


def ask(roll_call: RollCall, *, now: datetime) -> int:
    """Ask the leaders of teams that said they come and were not seen; how many."""
    asked = 0
    for calls in asking.by_leader(expected(roll_call).filter(started_at=None, state=CallState.COMES)):
        asked += _put(roll_call, calls[0], now=now)
    return asked


def look(roll_call: RollCall, *, now: datetime) -> int:
    """Twenty minutes after the start: who was not seen rises as not come; how many."""
    unseen = expected(roll_call).filter(started_at=None, missing_at=None).values_list("pk", flat=True)
    return LeaderCall.objects.filter(pk__in=list(unseen)).update(missing_at=now)


@transaction.atomic
def tell(call: LeaderCall, *, begun: bool, now: datetime) -> None:
    """The leader, or whoever had them on the telephone, says whether the team has begun. Not begun rises at once."""
    answering.lock(call.roll_call_id)
    theirs = LeaderCall.objects.filter(roll_call=call.roll_call_id, membership=call.membership_id)
    if begun:
        theirs.update(started_at=now, missing_at=None)
    else:
        theirs.update(started_at=None, missing_at=now)
    call.refresh_from_db()


def is_the_question(call: LeaderCall, *, now: datetime) -> bool:
    """Whether the leader's page asks now if they have begun, and no more if they will come."""
    return call.roll_call.start_asked_at is not None and now >= call.roll_call.start_asked_at


def was_asked(call: LeaderCall) -> bool:
    """Whether this leader got the question by text, so that a yes from them answers it."""
    return OutboundSms.objects.filter(dedupe_key=_key(call)).exists()


def _key(call: LeaderCall) -> str:
    return f"started:{call.roll_call_id}:{call.membership_id}"


def _put(roll_call: RollCall, call: LeaderCall, *, now: datetime) -> bool:
    number = enrolling.number_of(call.membership)
    if number is None:
        return False
    words = texts.STARTED if texts.can_be_answered() else texts.STARTED_BY_LINK
    body = texts.fill(words, texts.fields(roll_call.outing, call.membership, asking.link(call)))
    text = outbox.queue(
        campaign=roll_call.campaign,
        purpose=Purpose.LOGISTICS,
        to=number,
        body=body,
        key=_key(call),
        not_before=now,
        expires_at=roll_call.outing.starts_at + IN_TIME,
        now=now,
        membership=call.membership,
    )
    return text is not None


def _under_way(roll_call: RollCall) -> set[int]:
    """The teams one of whose phones joined on the spot, or has sent what happened at a door. A phone that joined at
    home the day before and was only opened says nothing."""
    outing = roll_call.outing
    here = Q(created_at__gte=outing.starts_at - EARLY) | Q(seq_acked__gt=0)
    phones = Device.objects.filter(here, outing=outing)
    own = phones.filter(team__isnull=False).values_list("team", flat=True)
    walked = Assignment.objects.filter(turf__outing=outing, turf__team__isnull=False, device__in=phones)
    return {team for team in [*own, *walked.values_list("turf__team", flat=True)] if team is not None}
