"""The page that a leader's link opens: it answers one question, without signing in. Opening it changes nothing, since
messengers look at links before anybody does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from sms import opt_outs
from sms.rollcall import answering, enrolling, started
from sms.rollcall.models import Answer, CallState, LeaderCall
from sms.rollcall.reading import MOST


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """``/a/<code>``: how many come, or none; whether the team has begun; no more texts. 404 a day after it closed."""
    call = answering.by_code(code, timezone.now())
    if call is None:
        return render(request, "desk/roll_call/link_over.html", status=404)
    with timezone.override(call.roll_call.outing.campaign.time_zone):
        return _asked(request, call)


def _asked(request: HttpRequest, call: LeaderCall) -> HttpResponse:
    """Hours are those of the outing's place."""
    now, refusal = timezone.now(), ""
    if request.method == "POST":
        try:
            _take(request, call)
            return redirect("answer-link", call.code)
        except DomainError as error:
            refusal = error.message
    phone = enrolling.number_of(call.membership)
    page = {
        "call": call,
        "outing": call.roll_call.outing,
        "campaign": call.roll_call.outing.campaign,
        "numbers": range(1, MOST + 1),
        "asks_start": started.is_the_question(call, now=now),
        "is_closed": call.roll_call.closed_at is not None,
        "gets_texts": phone is not None and not opt_outs.is_opted_out(phone),
        "refusal": refusal,
    }
    return render(request, "desk/roll_call/link.html", page, status=422 if refusal else 200)


def _take(request: HttpRequest, call: LeaderCall) -> None:
    now, act = timezone.now(), request.POST.get("act", "")
    if act == "stop":
        if phone := enrolling.number_of(call.membership):
            opt_outs.opt_out(phone, source=opt_outs.Source.LINK, now=now)
    elif call.roll_call.cancelled_at is not None:
        raise DomainError("roll_call_cancelled", _("This outing does not take place: its roll-call was cancelled."))
    elif act in ("begun", "not_begun"):
        started.tell(call, begun=act == "begun", now=now)
    elif act == "declines":
        answering.answer(call, way=Answer.Way.LINK, state=CallState.DECLINES, now=now)
    elif act == "comes":
        typed = request.POST.get("people", "")
        people = int(typed) if typed.isdecimal() and len(typed) < 4 else None
        answering.answer(call, way=Answer.Way.LINK, state=CallState.COMES, people=people, now=now)
    else:
        raise DomainError("answer_unknown", _("Answer yes with a number, or no."))
