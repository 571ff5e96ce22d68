"""What a code of the gateway makes us do besides ending the text: a number opted out there, a sender that may not send.

Called for a text that was refused when it was handed over, and for one whose report says that it failed afterwards.
"""

from __future__ import annotations

from datetime import datetime

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


def is_bad(number: str) -> bool:
    """Whether the last texts to this number (E.164) say that none will arrive: it is unknown, no mobile, or was
    unreachable twice in a row. A text that arrives afterwards clears it."""
    ended = OutboundSms.objects.filter(to_e164=number, state__in=[*FAILED, State.DELIVERED])
    last = list(ended.order_by("-settled_at").values_list("state", "error_code")[:TIMES_UNREACHABLE])
    if not last or last[0][0] not in FAILED:
        return False
    unreachable = [state in FAILED and code == UNREACHABLE for state, code in last]
    return last[0][1] in codes.BAD_NUMBER or (len(last) == TIMES_UNREACHABLE and all(unreachable))


def _stop(code: str, *, name: str | None, now: datetime) -> None:
    """Let one sender, or all of them, stand still until a person has seen why."""
    if name is None:
        for each in choosing.senders():
            _stop(code, name=each, now=now)
        return
    row, _is_new = Sender.objects.get_or_create(name=name, defaults={"refilled_at": now})
    if row.stopped_at is None:
        Sender.objects.filter(pk=row.pk).update(stopped_at=now, stopped_by=code)
