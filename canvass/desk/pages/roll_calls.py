"""The roll-calls of the outings to come: which run, which are still to be opened."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of
from sms.rollcall import opening
from sms.rollcall.models import CallState, LeaderCall, RollCall

SILENT = (CallState.WAITING, CallState.TO_CALL)


@require_safe
@allowed(Action.SEE_OUTINGS)
def roll_calls(request: MemberRequest) -> HttpResponse:
    """``/appel/``: each outing to come with how far its roll-call is, the next one first."""
    outings = Outing.objects.visible_to(request.member).filter(ends_at__gt=timezone.now(), closed_at=None)
    rows = list(outings.select_related("meeting_point").prefetch_related("teams").order_by("starts_at"))
    running = {row.outing_id: row for row in RollCall.objects.filter(outing__in=rows)}
    calls = LeaderCall.objects.filter(roll_call__outing__in=rows, team__outings=F("roll_call__outing"))
    figures = {row["roll_call__outing"]: row for row in calls.order_by().values("roll_call__outing").annotate(
        comes=Count("pk", filter=Q(state=CallState.COMES)),
        silent=Count("pk", filter=Q(state__in=SILENT, started_at=None)),
        reading=Count("pk", filter=Q(state=CallState.NEEDS_READING)),
        people=Sum("people"),
    )}  # fmt: skip
    told = [(row, running.get(row.pk), figures.get(row.pk)) for row in rows]
    page = {"rows": told, "now": timezone.now(), "may_prepare": request.member.may(Action.PREPARE_OUTINGS)}
    return render(request, "desk/roll_call/list.html", page)


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def open_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Open the roll-call of an outing: its texts leave by themselves from then on."""
    outing = outing_of(request.member, pk)
    try:
        opening.open_for(outing, by=request.member, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("roll-calls")
    return redirect("roll-call", outing.pk)
