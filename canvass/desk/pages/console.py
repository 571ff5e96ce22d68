"""The demo's phones: what the console gateway took, as its recipients would see it, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.people.models import Membership
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed
from sms import inbound
from sms.gateways import choosing
from sms.models import InboundSms, OutboundSms, State

ON_PHONES = (State.ACCEPTED, State.SENT, State.DELIVERED)
PHONES, BUBBLES = 30, 60
LONGEST = 480


@dataclass(frozen=True)
class Bubble:
    """``waits_until``: of a text that may not leave yet; ``too_late``: of one that could not while it was of use."""

    at: datetime
    body: str
    is_theirs: bool
    waits_until: datetime | None = None
    too_late: bool = False


@dataclass(frozen=True)
class Phone:
    """Somebody who got a text, or will: the last one, by number."""

    number: str
    name: str
    last: OutboundSms


class AnswerForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Answer in their place"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.HANDLE_MESSAGES)
def console(request: MemberRequest) -> HttpResponse:
    """``numero``: whose phone, by default the one that got the last text. POST ``body``: it answers, which goes the way
    of any text that comes in. 404 with any gateway that sends, and for a number that got nothing."""
    if not choosing.is_console():
        raise Http404
    phones = _phones(request.member)
    asked = request.GET.get("numero", "")
    phone = next((each for each in phones if each.number == asked), None) if asked else next(iter(phones), None)
    if phone is None and (asked or request.method == "POST"):
        raise Http404
    form = AnswerForm(request.POST or None)
    if phone is not None and request.method == "POST" and form.is_valid():
        _answer(phone, form.cleaned_data["body"], now=timezone.now())
        return redirect(f"{request.path}?{urlencode({'numero': phone.number})}")
    page = {
        "phones": phones,
        "phone": phone,
        "bubbles": _bubbles(request.member, phone.number) if phone else [],
        "form": form,
        "sender": choosing.sender_for(phone.number) if phone else "",
    }
    return render(request, "desk/messages/console.html", page, status=422 if form.errors else 200)


def _phones(member: Membership) -> list[Phone]:
    """Those that texts of the campaign went or will go to, the last first."""
    sent = _shown(member).exclude(to_e164="")
    last = sent.order_by("to_e164", "-posted_at").distinct("to_e164").select_related("membership__user", "contact")
    phones = [Phone(text.to_e164, _name(text), text) for text in last]
    return sorted(phones, key=lambda phone: phone.last.posted_at or phone.last.created_at, reverse=True)[:PHONES]


def _name(text: OutboundSms) -> str:
    if text.membership is not None:
        return text.membership.user.name
    return text.contact.first_name if text.contact is not None else ""


def _bubbles(member: Membership, number: str) -> list[Bubble]:
    """Both ways, the oldest first."""
    sent = _shown(member).filter(to_e164=number)
    came = InboundSms.objects.visible_to(member).filter(from_e164=number)
    found = [_sent(text) for text in sent.order_by("-pk")[:BUBBLES]]
    found += [Bubble(text.received_at, text.body, True) for text in came.order_by("-pk")[:BUBBLES]]
    return sorted(found, key=lambda bubble: (bubble.at, not bubble.is_theirs))[-BUBBLES:]


def _shown(member: Membership) -> QuerySet[OutboundSms]:
    """Those that arrived, and those that the hours hold back or held back for good: at night or on a Sunday a demo
    would look broken without a word about them."""
    waits = Q(state=State.QUEUED, not_before__gt=timezone.now())
    return OutboundSms.objects.visible_to(member).filter(Q(state__in=(*ON_PHONES, State.EXPIRED)) | waits)


def _sent(text: OutboundSms) -> Bubble:
    waits = text.not_before if text.state == State.QUEUED else None
    at = text.posted_at or text.created_at
    return Bubble(at, text.body, False, waits_until=waits, too_late=text.state == State.EXPIRED)


def _answer(phone: Phone, body: str, *, now: datetime) -> None:
    """Stored and read as what a gateway would bring."""
    sid = f"CO{uuid4().hex}"
    sender = choosing.sender_for(phone.number)
    inbound.store({"MessageSid": sid, "From": phone.number, "To": sender, "Body": body}, now=now)
    inbound.read(InboundSms.objects.get(provider_sid=sid).pk, now=now)
