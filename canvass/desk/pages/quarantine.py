"""What the server refused from a phone: nothing is lost until a person has looked at it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.contacts.from_phones import REACTIONS
from campaigns.errors import DomainError
from campaigns.people.models import Device
from campaigns.people.roles import Action
from campaigns.visits import quarantine as judging
from campaigns.visits import replaying, rescuing
from campaigns.visits.models import Quarantine
from canvass.desk import refused
from canvass.desk.membership import MemberRequest, allowed

SHOWN = 200
MOST_AT_ONCE = 1_000  # some ten seconds; the button is still there for the rest


@require_safe
@allowed(Action.JUDGE_QUARANTINE)
def quarantine(request: MemberRequest) -> HttpResponse:
    """The refused events that wait, phone by phone, and the last decisions."""
    mine = Quarantine.objects.visible_to(request.member)
    decided = mine.exclude(verdict=Quarantine.Verdict.WAITING).select_related("device", "decided_by__user")
    return render(
        request,
        "desk/quarantine.html",
        {
            "phones": refused.waiting(request.member, most=SHOWN),
            "waiting": mine.waiting().count(),
            "decided": decided.order_by("-decided_at")[:10],
        },
    )


@require_POST
@allowed(Action.JUDGE_QUARANTINE)
def judge(request: MemberRequest) -> HttpResponse:
    """Try events again, in the phone's order, or set them aside; those that wait no more are left alone.

    ``item``: some events; or ``phone``: all that wait of one phone.
    """
    asked = [int(pk) for pk in request.POST.getlist("item")[:SHOWN] if pk.isdecimal() and len(pk) < 19]
    waiting = Quarantine.objects.visible_to(request.member).waiting()
    items = (
        waiting.filter(device=_uuid(request.POST["phone"])) if "phone" in request.POST else waiting.filter(pk__in=asked)
    )
    again = request.POST.get("answer") == "again"
    done, refusals = 0, 0
    for item in items.order_by("device_id", "device_seq", "pk")[:MOST_AT_ONCE]:
        try:
            if again:
                replaying.replay(item, by=request.member, now=timezone.now(), reactions=REACTIONS)
            else:
                judging.dismiss(item, by=request.member, now=timezone.now())
            done += 1
        except DomainError:
            refusals += 1
    _tell(request, again=again, done=done, refusals=refusals)
    return redirect("quarantine")


@require_POST
@allowed(Action.JUDGE_QUARANTINE)
def import_rescue(request: MemberRequest) -> HttpResponse:
    """Take in the file of a phone that could not send: its events then wait on this page."""
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("Choose the file that the phone saved; its name ends in .secours."))
        return redirect("quarantine")
    try:
        if not sent.size or sent.size > rescuing.MOST_BYTES:
            raise DomainError("rescue_unreadable", _("This file is empty, or too large to be a rescue file."))
        taken = rescuing.take(
            sent.read(),
            campaign=request.member.campaign,
            phones=Device.objects.visible_to(request.member),
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("quarantine")
    _tell_rescued(request, taken)
    return redirect("quarantine")


def _tell_rescued(request: MemberRequest, taken: rescuing.Imported) -> None:
    who = {"name": taken.device.first_name}
    if taken.waiting:
        new = ngettext(
            "%(n)s event of %(name)s's phone came in and waits below.",
            "%(n)s events of %(name)s's phone came in and wait below.",
            taken.waiting,
        )
        messages.success(request, new % ({"n": taken.waiting} | who))
    if taken.known or not taken.waiting:
        known = ngettext(
            "%(n)s event of %(name)s's phone was here already.",
            "%(n)s events of %(name)s's phone were here already.",
            taken.known,
        )
        messages.info(request, known % ({"n": taken.known} | who))


def _uuid(text: str) -> UUID:
    """A key out of a form; one that no row has for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _tell(request: MemberRequest, *, again: bool, done: int, refusals: int) -> None:
    if done and again:
        taken = ngettext("%(n)s event was taken.", "%(n)s events were taken.", done)
        messages.success(request, taken % {"n": done})
    elif done:
        aside = ngettext("%(n)s event was set aside.", "%(n)s events were set aside.", done)
        messages.success(request, aside % {"n": done})
    if refusals:
        still = ngettext("%(n)s event is still refused.", "%(n)s events are still refused.", refusals)
        messages.warning(request, still % {"n": refusals})
    if not done and not refusals:
        messages.info(request, _("Nothing there was waiting any more."))
