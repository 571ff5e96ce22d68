"""Outings: the list, a new one, and closing it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.people import meeting_places
from campaigns.people.models import Membership, Outing, Team
from campaigns.people.roles import Action, Scope
from campaigns.territory.models import PollingStation
from campaigns.turfs import walkers
from campaigns.visits import tallies
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.outing import outing_of
from canvass.desk.pages import my_calendar

STARTS, HOURS = 10, 2


class OutingForm(forms.Form):
    """When, where, with whom."""

    name = forms.CharField(label=_("Name"), max_length=120)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Meeting point"), max_length=160, required=False)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        field = self.fields["teams"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Team.objects.visible_to(member)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.keys() >= {"day", "starts", "ends"}:
            self._clean_times(data)
        if not data.get("teams") and self.member.reach(Action.SEE_OUTINGS) is Scope.TEAMS:
            self._clean_own_teams(data)
        return data

    def _clean_times(self, data: dict[str, Any]) -> None:
        """``starts_at`` and ``ends_at`` in UTC: only there are the hours of a day that changes its clock in order."""
        zone = ZoneInfo(self.member.campaign.time_zone)
        try:
            for edge in ("starts", "ends"):
                data[f"{edge}_at"] = datetime.combine(data["day"], data[edge], tzinfo=zone).astimezone(UTC)
        except OverflowError:
            self.add_error("day", _("Check the year."))
            return
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", _("The end comes after the start."))
        elif data["ends_at"] <= timezone.now():
            self.add_error("day", _("This outing would already be over: choose a day to come."))

    def _clean_own_teams(self, data: dict[str, Any]) -> None:
        """A leader's outing is for their teams when they tick none: without a team they would not see it themselves."""
        mine = list(Team.objects.visible_to(self.member))
        if not mine:
            self.add_error(None, _("You lead no team yet. Ask headquarters for one, then prepare its outing."))
        data["teams"] = mine

    def create(self) -> Outing:
        data, campaign = self.cleaned_data, self.member.campaign
        place = meeting_places.at(campaign, data["place"]) if data["place"] else None
        outing = Outing.objects.create(
            campaign=campaign,
            name=data["name"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            meeting_point=place,
        )
        outing.teams.set(data["teams"])
        return outing


@require_safe
@allowed(Action.SEE_OUTINGS)
def outings(request: MemberRequest) -> HttpResponse:
    """Coming and past outings, the next first; one that was closed is past."""
    rows = Outing.objects.visible_to(request.member).select_related("meeting_point", "called_off")
    rows = rows.prefetch_related("teams", "turfs")
    now = timezone.now()
    coming = [row for row in rows if row.ends_at >= now and row.closed_at is None]
    return render(
        request,
        "desk/outings/list.html",
        {
            "coming": sorted(coming, key=lambda row: row.starts_at),
            "past": [row for row in rows if row not in coming],
            "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
            "my_calendar": my_calendar.address(request.member),
            "to_subscribe": my_calendar.to_subscribe(request.member),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def new_outing(request: MemberRequest) -> HttpResponse:
    """``?bureau=94033-0001&bureau=…`` are carried over to the cut."""
    form = OutingForm(request.POST or None, member=request.member, initial=_next_saturday(request.member))
    codes = request.GET.getlist("bureau")
    if request.method == "POST" and form.is_valid():
        outing = form.create()
        query = "&".join(f"bureau={code}" for code in _known(request.member, codes))
        return redirect(f"/sorties/{outing.pk}/decouper" + (f"?{query}" if query else ""))
    status = 422 if request.method == "POST" else 200
    return render(
        request, "desk/outings/new.html", {"form": form, "codes": _known(request.member, codes)}, status=status
    )


@require_POST
@allowed(Action.PREPARE_OUTINGS)
def close_outing(request: MemberRequest, pk: int) -> HttpResponse:
    """The outing is over: its codes die, its welcome counts may be shown, what was noted of people goes."""
    outing = outing_of(request.member, pk)
    now = timezone.now()
    tallies.close_outing(outing, now=now)
    walkers.forget(now=now)
    return redirect("outings")


def _known(member: Membership, codes: list[str]) -> list[str]:
    mine = PollingStation.objects.filter(code__in=codes, commune__campaigns=member.campaign_id)
    return list(mine.order_by("code").values_list("code", flat=True))


def _next_saturday(member: Membership) -> dict[str, Any]:
    """The first Saturday morning whose end is still to come."""
    soonest = timezone.now().astimezone(ZoneInfo(member.campaign.time_zone)) + timedelta(hours=24 - STARTS - HOURS)
    day = soonest.date() + timedelta(days=(5 - soonest.weekday()) % 7)
    return {"day": day.isoformat(), "starts": f"{STARTS}:00", "ends": f"{STARTS + HOURS}:00", "name": ""}
