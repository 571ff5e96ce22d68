"""Walks handed over from phone to phone: the leader sees who took over, and may take an offer back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.people.roles import Action
from campaigns.turfs import relaying
from campaigns.turfs.models import Relay
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of


@require_POST
@allowed(Action.ADMIT_PHONES)
def close_relay(request: MemberRequest, pk: int, relay: int) -> HttpResponse:
    """The code on the giver's phone lets nobody in any more; a walk already taken stays where it is."""
    outing = outing_of(request.member, pk)
    found = get_object_or_404(Relay.objects.select_related("giver", "turf"), pk=relay, turf__outing=outing)
    relaying.close(found.giver, found.turf, now=timezone.now())
    messages.success(request, _("%(name)s's code lets nobody in any more.") % {"name": found.giver.first_name})
    return redirect("follow", outing.pk)
