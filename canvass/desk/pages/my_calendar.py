"""A member's own calendar of outings: its address, and another one when it fell into the wrong hands."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.calendar import subscribing
from campaigns.people.models import Membership
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed


def address(member: Membership) -> str:
    """Where telephones and offices read it."""
    return settings.PUBLIC_BASE_URL + reverse("member-calendar", args=[subscribing.token_of(member)])


def to_subscribe(member: Membership) -> str:
    """The same as a link that opens a calendar, which then reads it again, where ``address`` would download it once."""
    return "webcal:" + address(member).partition(":")[2]


@require_POST
@allowed(Action.SEE_OUTINGS)
def change_calendar(request: MemberRequest) -> HttpResponse:
    """``/sorties/mon-agenda``: another address from now on."""
    subscribing.change(request.member)
    messages.success(request, _("Your calendar has another address. Subscribe to it anew."))
    return redirect("outings")
