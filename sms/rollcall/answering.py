"""What a leader answered, by whatever way: the last answer counts, all are kept.

One question goes to one leader, so one answer is for all the teams that they lead in this outing; the people they
announce are counted once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from sms.models import InboundSms
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall
from sms.rollcall.reading import MOST

LINK_OUTLIVES = timedelta(hours=24)
MOST_BY_HAND = 99
"""What headquarters may note: they talked to somebody."""
SAYABLE = (CallState.COMES, CallState.DECLINES, CallState.NEEDS_READING)


def by_code(code: str, now: datetime) -> LeaderCall | None:
    """The call that a link to answer leads to; None when unknown, or a day after the roll-call closed (law:S4). That of
    a cancelled one is found: whoever opens it learns that the outing does not take place."""
    found = LeaderCall.objects.select_related(
        "roll_call__outing__campaign", "roll_call__outing__meeting_point", "membership__user", "team"
    ).filter(code=code.upper())
    call = found.first()
    if call is None or now >= call.roll_call.close_at + LINK_OUTLIVES:
        return None
    return call


@transaction.atomic
def answer(
    call: LeaderCall,
    *,
    way: str,
    state: str,
    people: int | None = None,
    exact: bool = True,
    words: str = "",
    by: Membership | None = None,
    inbound: InboundSms | None = None,
    now: datetime,
) -> Answer:
    """Note an answer and what it makes of the call: ``state`` is comes (with ``people``, the leader among them),
    declines or needs_reading; ``way`` one of Answer.Way; ``by``: who noted it, for those heard by telephone or read.

    The same text, or the same tap twice, is noted once. Raises DomainError ``roll_call_cancelled``, ``answer_unknown``,
    ``people_missing`` or ``people_too_many``.
    """
    lock(call.roll_call_id)
    call.refresh_from_db()
    if inbound is not None and (noted := Answer.objects.filter(inbound=inbound).first()):
        return noted
    people = _checked(call, way, state, people)
    last = call.answers.order_by("-at", "-pk").first()
    if way != Answer.Way.TEXT and last is not None and _is_same(last, call, way, state, people, by):
        return last
    noted = Answer.objects.create(
        call=call, way=way, inbound=inbound, by=by, words=words, state=state, people=people, at=now
    )
    _apply(call, state, people, exact, now)
    return noted


def keep(call: LeaderCall, *, words: str, inbound: InboundSms, now: datetime) -> Answer:
    """Keep words that change nothing, such as thanks after an answer."""
    return Answer.objects.create(
        call=call, way=Answer.Way.TEXT, inbound=inbound, words=words, state=call.state, people=call.people, at=now
    )


def lock(roll_call: int) -> RollCall:
    """Hold the roll-call until the end of the transaction: answers, ticks and hands take turns. Its board changes."""
    locked = RollCall.objects.select_for_update(no_key=True, of=("self",)).get(pk=roll_call)
    RollCall.objects.filter(pk=roll_call).update(version=F("version") + 1)
    return locked


def _apply(call: LeaderCall, state: str, people: int | None, exact: bool, now: datetime) -> None:
    theirs = LeaderCall.objects.filter(roll_call=call.roll_call_id, membership=call.membership_id)
    theirs.update(state=state, people=None, exact=True, answered_at=now)
    LeaderCall.objects.filter(pk=call.pk).update(people=people, exact=exact)
    call.refresh_from_db()


def _is_same(last: Answer, call: LeaderCall, way: str, state: str, people: int | None, by: Membership | None) -> bool:
    """Whether it says again what was said last by the same way, and still stands."""
    said = (last.way, last.state, last.people, last.by_id)
    return said == (way, state, people, by.pk if by else None) and (call.state, call.people) == (state, people)


def _checked(call: LeaderCall, way: str, state: str, people: int | None) -> int | None:
    if call.roll_call.cancelled_at is not None:
        raise DomainError("roll_call_cancelled", _("This outing does not take place: its roll-call was cancelled."))
    if state not in SAYABLE or way not in Answer.Way.values:
        raise DomainError("answer_unknown", _("Answer yes with a number, or no."))
    if state != CallState.COMES:
        return None
    if people is None or people < 1:
        raise DomainError("people_missing", _("Say how many will come, at least one."))
    most = MOST_BY_HAND if way in (Answer.Way.PHONE, Answer.Way.READ) else MOST
    if people > most:
        raise DomainError("people_too_many", _("At most %(most)s people per team.") % {"most": most})
    return people
