"""Outings that come back each week: the list, a new one, the end of one, and its public page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.calendar import opening, repeating
from campaigns.calendar.models import Series
from campaigns.errors import DomainError
from campaigns.people import meeting_places
from campaigns.people.models import Membership, Team
from campaigns.people.roles import Action, Scope
from canvass.desk.membership import MemberRequest, allowed

MOST_SEATS = 10_000


class SeriesForm(forms.Form):
    """Which day, from when to when, with whom."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Day"), choices=list(WEEKDAYS.items()), coerce=int, initial=5)
    starts = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}), initial="10:00"
    )
    ends = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(attrs={"type": "time"}), initial="12:00")
    place = forms.CharField(label=gettext_lazy("Meeting point"), max_length=160, required=False)
    last_day = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places in each outing"), min_value=1, max_value=MOST_SEATS, required=False
    )
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        field = self.fields["teams"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Team.objects.visible_to(member)

    def create(self) -> Series:
        """The series with its first outings and its public page. Raises DomainError, see repeating.begin."""
        data, campaign, now = self.cleaned_data, self.member.campaign, timezone.now()
        teams = list(data["teams"])
        if not teams and self.member.reach(Action.SEE_OUTINGS) is Scope.TEAMS:
            teams = list(Team.objects.visible_to(self.member))  # a leader would not see an outing without one
        series = repeating.begin(
            campaign,
            name=data["name"],
            weekday=data["weekday"],
            starts=data["starts"],
            ends=data["ends"],
            first_day=now.astimezone(ZoneInfo(campaign.time_zone)).date(),
            last_day=data["last_day"],
            meeting_point=meeting_places.at(campaign, data["place"]) if data["place"] else None,
            teams=teams,
            now=now,
        )
        opening.open_page(series=series, seats=data["seats"], now=now)
        return series


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def series(request: MemberRequest) -> HttpResponse:
    """``/sorties/regulieres``: the series with their public addresses, a form for a new one."""
    form = SeriesForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            form.create()
            return redirect("series")
        except DomainError as error:
            form.add_error(None, error.message)
    rows = Series.objects.visible_to(request.member).select_related("meeting_point", "sign_up_page")
    today = timezone.now().astimezone(ZoneInfo(request.member.campaign.time_zone)).date()
    told = {
        "rows": [(row, WEEKDAYS[row.weekday], _address(row), _is_over(row, today)) for row in rows],
        "form": form,
    }
    return render(request, "desk/outings/series.html", told, status=422 if request.method == "POST" else 200)


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def end_series(request: MemberRequest, pk: int) -> HttpResponse:
    """No outing after today; those already planned stay, each can be called off. ``act=resume``: it goes on."""
    row = get_object_or_404(Series.objects.visible_to(request.member), pk=pk)
    if request.POST.get("act") == "resume":
        repeating.resume(row, now=timezone.now())
        messages.success(request, _("%(name)s comes back again.") % {"name": row})
        return redirect("series")
    today = timezone.now().astimezone(ZoneInfo(request.member.campaign.time_zone)).date()
    repeating.end(row, on=today)
    messages.success(
        request, _("%(name)s does not come back any more. The outings already planned stay.") % {"name": row}
    )
    return redirect("series")


def _address(row: Series) -> str:
    page = getattr(row, "sign_up_page", None)
    return settings.PUBLIC_BASE_URL + reverse("sign-up", args=[page.code]) if page else ""


def _is_over(row: Series, today: Any) -> bool:
    """One that ends today has no day left to plan, unless today is one: tomorrow decides."""
    return row.last_day is not None and row.last_day < today + timedelta(days=1)
