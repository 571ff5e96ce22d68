"""What a code of the gateway makes us do besides ending the text: a number opted out there, a sender that may not send.

Called for a text that was refused when it was handed over, and for one whose report says that it failed afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from sms import codes, opt_outs
from sms.codes import Act
from sms.gateways import choosing
from sms.models import OutboundSms, Sender, State

FAILED = (State.FAILED, State.UNDELIVERED)
UNREACHABLE = "30003"
TIMES_UNREACHABLE = 2
"""So often in a row, and a number counts as bad: it is tried once more after the first time."""


def react(text: OutboundSms, code: str, *, now: datetime) -> None:
    """Do what the code asks for, in the caller's transaction."""
    act = codes.act(code)
    if act is Act.OPT_OUT and text.to_e164:
        opt_outs.opt_out(text.to_e164, source=opt_outs.Source.GATEWAY, now=now)
    elif act is Act.STOP_SENDER:
        _stop(code, name=choosing.sender_for(text.to_e164), now=now)
    elif act is Act.STOP_ALL:
        _stop(code, name=None, now=now)


def bad_numbers(texts: QuerySet[OutboundSms]) -> dict[str, OutboundSms]:
    """The numbers (E.164) to which none will arrive, with the last of these texts to each: it is unknown, no mobile, or
    was unreachable twice in a row. A text that arrives afterwards clears it."""
    ended = texts.filter(state__in=[*FAILED, State.DELIVERED]).exclude(to_e164="")
    place = Window(RowNumber(), partition_by="to_e164", order_by=[F("settled_at").desc(), F("pk").desc()])
    last: dict[str, list[OutboundSms]] = defaultdict(list)
    for text in ended.annotate(place=place).filter(place__lte=TIMES_UNREACHABLE).order_by("place"):
        last[text.to_e164].append(text)
    return {number: found[0] for number, found in last.items() if _are_bad(found)}


def _are_bad(last: list[OutboundSms]) -> bool:
    """The last one first."""
    if last[0].state not in FAILED:
        return False
    unreachable = [text.state in FAILED and text.error_code == UNREACHABLE for text in last]
    return last[0].error_code in codes.BAD_NUMBER or (len(last) == TIMES_UNREACHABLE and all(unreachable))


def _stop(code: str, *, name: str | None, now: datetime) -> None:
    """Let one sender, or all of them, stand still until a person has seen why."""
    if name is None:
        for each in choosing.senders():
            _stop(code, name=each, now=now)
        return
    row, _is_new = Sender.objects.get_or_create(name=name, defaults={"refilled_at": now})
    if row.stopped_at is None:
        Sender.objects.filter(pk=row.pk).update(stopped_at=now, stopped_by=code)
