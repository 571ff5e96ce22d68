"""What the minutes of areas are made of: how often doors open, and how long a conversation lasts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campaigns.doors import openings
from campaigns.doors.housing import Housing
from campaigns.people.models import Campaign
from campaigns.people.roles import Action
from campaigns.turfs import minutes, opening, pace
from canvass.desk.membership import MemberRequest, allowed

KINDS = {
    Housing.HOUSE: _("Houses, 1 or 2 dwellings"),
    Housing.SMALL: _("Small buildings, 3 to 9 dwellings"),
    Housing.LARGE: _("Large buildings, 10 dwellings and more"),
}


class PaceForm(forms.Form):
    minutes = forms.FloatField(
        label=_("Minutes for each door that opens"),
        min_value=pace.SHORTEST,
        max_value=pace.LONGEST,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.SEE_OUTINGS)
def shown(request: MemberRequest) -> HttpResponse:
    """What new cuts are sized by; who manages teams can say how long conversations last (``minutes``)."""
    campaign = request.member.campaign
    may_manage = request.member.may(Action.MANAGE_TEAMS)
    posted = request.POST if request.method == "POST" else None
    form = PaceForm(posted, initial={"minutes": f"{campaign.conversation_minutes:g}"}) if may_manage else None
    if request.method == "POST":
        if form is None:
            return HttpResponse(status=403)
        if form.is_valid():
            pace.talk_for(campaign, form.cleaned_data["minutes"])
            messages.success(request, _("The next cuts will use it. Areas already cut keep their minutes."))
            return redirect("pace")
    page = {"rows": _rows(campaign), "form": form, "talk": campaign.conversation_minutes, "figures": minutes}
    return render(request, "desk/outings/pace.html", page, status=422 if posted is not None else 200)


def _rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Each kind of housing with the rate in use and the visits so far, enough to teach it or not."""
    return [
        {"kind": KINDS[kind], "opening": opening.learned(seen.knocked, seen.opened), "seen": seen}
        for kind, seen in openings.by_housing(campaign).items()
    ]
