"""Texts on a Sunday or a holiday: what waits, and the administration's reason to let it leave all the same."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from campaigns.law import texting
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed
from sms import forcing, gate


class ReasonForm(forms.Form):
    because = forms.CharField(label=gettext_lazy("Why they cannot wait"), max_length=forcing.LONGEST)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.FORCE_HOURS)
def free_days(request: MemberRequest) -> HttpResponse:
    """How many texts wait until when; POST lets them leave, on a Sunday or a holiday alone, by day alone."""
    now, campaign = timezone.now(), request.member.campaign
    home = gate.territory(campaign)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = forcing.force(by=request.member, because=form.cleaned_data["because"], now=now)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            told = ngettext("%(n)s text leaves now.", "%(n)s texts leave now.", number) % {"n": number}
            messages.success(request, told)
            return redirect("free-days")
    page = {
        "form": form,
        "number": forcing.waiting(campaign, home, now=now).count(),
        "opening": texting.next_opening(now, home),
        "is_free_day": forcing.is_free_day(home, now=now),
        "is_day": texting.is_open(now, home, texting.FORCED),
    }
    return render(request, "desk/free_days.html", page, status=422 if request.method == "POST" else 200)
