"""Teams and their leaders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campaigns.people.models import Membership, Team
from campaigns.people.roles import Action, Role
from canvass.desk.membership import MemberRequest, allowed


class LeaderField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=80)
    leader = LeaderField(label=_("Team leader"), queryset=Membership.objects.none(), required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        field = self.fields["leader"]
        assert isinstance(field, forms.ModelChoiceField)
        leaders = Membership.objects.visible_to(member).filter(roles__contains=[Role.TEAM_LEADER])
        field.queryset = leaders.select_related("user", "campaign").order_by("user__name")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Team.objects.filter(campaign=self.member.campaign_id, name=name).exists():
            raise forms.ValidationError(_("There is already a team of this name."))
        return name


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.SEE_OUTINGS)
def teams(request: MemberRequest) -> HttpResponse:
    """The teams this member may see; who manages teams can add one."""
    may_manage = request.member.may(Action.MANAGE_TEAMS)
    form = TeamForm(request.POST or None, member=request.member) if may_manage else None
    if request.method == "POST":
        if form is None:
            return HttpResponse(status=403)
        if form.is_valid():
            Team.objects.create(campaign=request.member.campaign, **form.cleaned_data)
            return redirect("teams")
    rows = Team.objects.visible_to(request.member).select_related("leader__user")
    status = 422 if request.method == "POST" else 200
    page = {"teams": rows, "form": form, "may_write_numbers": request.member.may(Action.WRITE_NUMBERS)}
    return render(request, "desk/teams.html", page, status=status)
