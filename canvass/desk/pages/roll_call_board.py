"""The board of a roll-call: who comes, who is silent, whom to call. It asks by itself whether anything changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from campaigns.people.roles import Action
from canvass.desk import called
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import number
from sms.rollcall import history, reminding
from sms.rollcall.answering import MOST_BY_HAND
from sms.rollcall.board import board
from sms.rollcall.models import RollCall


@require_safe
@allowed(Action.SEE_OUTINGS)
def shown(request: MemberRequest, pk: int) -> HttpResponse:
    """``/appel/<outing>``; ``?chef=<call>`` opens what was said with one leader."""
    roll_call = called.roll_call_of(request.member, pk)
    mark, answers = called.mark(roll_call), called.answers(roll_call)  # before: what comes meanwhile is told as new
    seen, now = board(roll_call), timezone.now()
    rows = called.rows_for(request.member, seen)
    chosen = next((row for row in rows if row.call.pk == number(request.GET.get("chef", ""))), None)
    may_act = request.member.may(Action.PREPARE_OUTINGS) and roll_call.outing.closed_at is None
    page: dict[str, Any] = {
        "outing": roll_call.outing,
        "roll_call": seen.roll_call,
        "board": seen,
        "rows": [called.told(row) for row in rows],
        "steps": [(step, called.STEPS[step.kind]) for step in seen.steps],
        "parts": called.parts(seen),
        "mark": mark,
        "answers": answers,
        "silent": reminding.silent(roll_call).count(),
        "chosen": called.told(chosen) if chosen else None,
        "bubbles": history.history(chosen.call) if chosen else [],
        "may_act": may_act,
        "may_remind": may_act and _is_running(seen.roll_call, now),
        "on_the_day": now >= roll_call.outing.starts_at,
        "most": MOST_BY_HAND,
    }
    return render(request, "desk/roll_call/board.html", page)


@require_safe
@allowed(Action.SEE_OUTINGS)
def state(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked every few seconds, with the mark of the board that is shown: 304 while it is still the same.

    Else JSON ``{"mark", "answers", "told"}``; ``?connu=<n>``: how many answers the board shows.
    """
    roll_call = called.roll_call_of(request.member, pk)
    mark = called.mark(roll_call)
    etag = f'"{mark}"'
    if (same := get_conditional_response(request, etag=etag)) is not None:
        return same
    answers = called.answers(roll_call)
    told = called.changes(number(request.GET.get("connu", "")), answers)
    response = JsonResponse({"mark": mark, "answers": answers, "told": told})
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _is_running(roll_call: RollCall, now: Any) -> bool:
    asked = roll_call.invited_at is not None
    return asked and roll_call.closed_at is None and roll_call.cancelled_at is None and now < roll_call.close_at
