"""What was said between us and one leader about one outing, as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import ngettext

from sms.models import OutboundSms, State
from sms.rollcall.models import Answer, CallState, LeaderCall, Told


@dataclass(frozen=True)
class Bubble:
    """``ours``: whether we wrote it; ``words``: as sent or received, or what was noted; ``note``: what became of a text
    of ours, or by which way an answer came and who noted it; ``failed``: it did not arrive."""

    ours: bool
    words: str
    at: datetime
    note: str
    failed: bool = False


def history(call: LeaderCall) -> list[Bubble]:
    """All texts and answers about this call, the oldest first; four queries."""
    answers = list(call.answers.select_related("inbound", "by__user"))
    told = list(call.told.select_related("inbound"))
    heard = [each.inbound for each in answers] + [each.inbound for each in told]
    sids = [text.provider_sid for text in heard if text is not None]
    bubbles = [_ours(text) for text in _texts(call, sids)]
    bubbles += [_answered(each) for each in answers]
    bubbles += [Bubble(False, _reported(each), each.at, str(Answer.Way.TEXT.label)) for each in told]
    return sorted(bubbles, key=lambda bubble: (bubble.at, bubble.ours))


def _texts(call: LeaderCall, sids: list[str]) -> list[OutboundSms]:
    """Questions, replies to what came in, and what was said on the day."""
    number, member, team = call.roll_call_id, call.membership_id, call.team_id
    begins = [f"rollcall:{number}:{member}:", f"moved:{number}:{team}:"]
    equal = [f"started:{number}:{member}", f"turf:{number}:{team}", *(f"reply:{sid}" for sid in sids)]
    about = Q(dedupe_key__in=equal)
    for start in begins:
        about |= Q(dedupe_key__startswith=start)
    return list(OutboundSms.objects.filter(about, membership=member).order_by("created_at", "pk"))


def _ours(text: OutboundSms) -> Bubble:
    failed = text.state in (State.UNDELIVERED, State.FAILED, State.SUPPRESSED, State.EXPIRED)
    return Bubble(True, text.body, text.created_at, str(State(text.state).label), failed)


def _answered(answer: Answer) -> Bubble:
    by = f", {answer.by.user}" if answer.by else ""
    return Bubble(False, answer.words or _noted(answer), answer.at, f"{Answer.Way(answer.way).label}{by}")


def _noted(answer: Answer) -> str:
    if answer.state == CallState.COMES and answer.people is not None:
        words = ngettext("Comes, %(people)s person", "Comes, %(people)s people", answer.people)
        return words % {"people": answer.people}
    return str(CallState(answer.state).label)


def _reported(told: Told) -> str:
    if told.inbound is not None and told.inbound.body:
        return told.inbound.body
    return f"BILAN {told.doors} {told.opened} {told.conversations}"
