"""The page of texts: what became of them, what they cost, and what only a person can decide."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from canvass.desk import messages_shown
from canvass.desk.membership import MemberRequest, allowed
from sms import buckets, inbound, outbox
from sms.gateways import choosing
from sms.models import InboundSms, OutboundSms, Purpose

LASTS = timedelta(hours=3)
"""So long a text that is sent again may wait for an open hour."""


@require_safe
@allowed(Action.SEE_MESSAGES)
def shown(request: MemberRequest) -> HttpResponse:
    """``etat``: one of the groups of states, all of them by default."""
    now, member = timezone.now(), request.member
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    group = request.GET.get("etat", "")
    may_handle = member.may(Action.HANDLE_MESSAGES)
    to_read = InboundSms.objects.visible_to(member).filter(read_as__in=inbound.WAITS_FOR_A_PERSON)
    page = {
        "day": messages_shown.day(member, midnight=midnight, now=now),
        "alerts": messages_shown.warnings(member, now=now),
        "doubts": messages_shown.in_doubt(member, now=now),
        "to_read": to_read.select_related("membership__user").order_by("received_at"),
        "strays": inbound.strays()[: messages_shown.SHOWN] if may_handle else (),
        "bad_numbers": messages_shown.bad_numbers(member),
        "may_correct": member.may(Action.WRITE_NUMBERS),
        "tabs": messages_shown.tabs(member),
        "group": group,
        "rows": messages_shown.rows(member, group),
        "may_handle": may_handle,
        "has_console": choosing.is_console(),
    }
    return render(request, "desk/messages/messages.html", page)


@require_POST
@allowed(Action.HANDLE_MESSAGES)
def send_again(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send a roll-call of which nobody knows whether it arrived a second time; it may arrive twice. 404 for others."""
    asked = OutboundSms.objects.visible_to(request.member).filter(purpose=Purpose.ROLLCALL)
    text = get_object_or_404(asked, pk=pk)
    try:
        outbox.send_again(text, lasts=LASTS, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The text goes out once more."))
    return redirect("messages")


@require_POST
@allowed(Action.HANDLE_MESSAGES)
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """A text that no program could read. ``answer``: ``read``, or ``stop`` for "no more texts to this number"; for one
    of nobody's, which any campaign may see to, ``ours`` as well: it is this campaign's from then on."""
    text = get_object_or_404(inbound.readable_by(request.member), pk=pk)
    answer = request.POST.get("answer")
    if answer == "ours" and text.campaign_id is None:
        inbound.claim(text, by=request.member)
        messages.success(request, _("It is yours: it now stands under “To be read”."))
    elif answer == "stop":
        inbound.take_for_stop(text, now=timezone.now())
        messages.success(request, _("Nothing more is sent to this number."))
    elif answer == "read":
        inbound.mark_read(text)
        messages.success(request, _("Marked as read."))
    else:
        raise Http404
    return redirect("messages")


@require_POST
@allowed(Action.HANDLE_MESSAGES)
def resume(request: MemberRequest) -> HttpResponse:
    """Let a sender go on that the gateway had refused, since what it complained of was put right. ``name``."""
    if buckets.resume(request.POST.get("name", "")):
        messages.success(request, _("Texts leave again. If the gateway still refuses, they stop at the first one."))
    else:
        messages.info(request, _("This sender was not stopped."))
    return redirect("messages")
