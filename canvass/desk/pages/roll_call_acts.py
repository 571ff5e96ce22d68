"""What is done from the board: reminding, noting what was heard by telephone, moving areas to another team."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.errors import DomainError
from campaigns.people.models import Team
from campaigns.people.roles import Action
from canvass.desk import called
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import number
from sms.rollcall import answering, reminding, replacing, started
from sms.rollcall.models import Answer, CallState, LeaderCall


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def remind(request: MemberRequest, pk: int) -> HttpResponse:
    """Repeat the question to the silent, now."""
    roll_call = called.roll_call_of(request.member, pk)
    try:
        told = reminding.remind(roll_call, by=request.member, now=timezone.now())
        text = ngettext("%(n)s leader is reminded.", "%(n)s leaders are reminded.", told)
        messages.success(request, text % {"n": told})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("roll-call", pk)


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def note_answer(request: MemberRequest, pk: int, call: int) -> HttpResponse:
    """``state`` comes (with ``people``) or declines; ``way`` phone for what was heard, read for words that were read.

    A yes that names no number is a yes of one person, and said to be so.
    """
    found = called.call_of(request.member, called.roll_call_of(request.member, pk), call)
    state, typed = request.POST.get("state", ""), request.POST.get("people", "")
    way = Answer.Way.READ if request.POST.get("way") == "read" else Answer.Way.PHONE
    exact = bool(typed.strip())
    people = (number(typed) if exact else 1) if state == CallState.COMES else None

    def act() -> None:
        answering.answer(found, way=way, state=state, people=people, exact=exact, by=request.member, now=timezone.now())

    return _back(request, found, act)


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def note_start(request: MemberRequest, pk: int, call: int) -> HttpResponse:
    """``begun`` 1: the team is out; 0: it is not, and rises at once."""
    found = called.call_of(request.member, called.roll_call_of(request.member, pk), call)
    begun = request.POST.get("begun") == "1"
    return _back(request, found, lambda: started.tell(found, begun=begun, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def replace(request: MemberRequest, pk: int, call: int) -> HttpResponse:
    """The teams that could walk its areas, the least laden first; one more click and their phones get them."""
    roll_call = called.roll_call_of(request.member, pk)
    found = called.call_of(request.member, roll_call, call)
    refusal = ""
    if request.method == "POST":
        to = get_object_or_404(Team, pk=number(request.POST.get("team", "")), campaign=roll_call.campaign_id)
        try:
            moved = replacing.move(found, to=to, by=request.member, now=timezone.now())
            messages.success(request, _moved(moved, to))
            return redirect("roll-call", pk)
        except DomainError as error:
            refusal = error.message
    page = {
        "outing": roll_call.outing,
        "call": found,
        "turfs": replacing.open_turfs(found),
        "offers": replacing.offers(found),
        "refusal": refusal,
    }
    return render(request, "desk/roll_call/replace.html", page, status=422 if refusal else 200)


def _moved(moved: replacing.Moved, to: Team) -> str:
    areas = ngettext("%(n)s area goes to %(team)s.", "%(n)s areas go to %(team)s.", moved.turfs)
    told = areas % {"n": moved.turfs, "team": to}
    if not moved.phones:
        return told + " " + _("No phone of theirs is there yet: the areas wait for the team.")
    phones = ngettext("On %(n)s phone as of now.", "On %(n)s phones as of now.", moved.phones)
    return told + " " + phones % {"n": moved.phones}


def _back(request: MemberRequest, call: LeaderCall, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(reverse("roll-call", args=[call.roll_call.outing_id]) + f"?chef={call.pk}")
