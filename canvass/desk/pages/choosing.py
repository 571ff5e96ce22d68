"""Somebody who works for several campaigns chooses which one the pages show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from canvass.desk.membership import SESSION_KEY, MemberRequest


@require_POST
@login_required
def choose(request: MemberRequest) -> HttpResponse:
    """Keep the choice in the session; 404 for a campaign this person has no place in."""
    chosen = request.POST.get("campaign", "")
    if chosen not in {str(member.campaign_id) for member in request.memberships}:
        raise Http404
    request.session[SESSION_KEY] = int(chosen)
    return redirect("dashboard")
