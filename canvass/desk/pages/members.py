"""Members of the campaign and their roles. Only the administration comes here, with its password given lately."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.errors import DomainError
from campaigns.people import opening
from campaigns.people.models import ROLE_CHOICES, Membership
from campaigns.people.roles import Action, Role
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.number_field import NumberField, at_home

# Volunteers join with a code and have no account.
GIVEN_ROLES = [(role.value, label) for role, label in ROLE_CHOICES if role is not Role.VOLUNTEER]


class MemberForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    phone = NumberField(label=gettext_lazy("Phone"), required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=GIVEN_ROLES, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, sent: QueryDict | None, *, by: Membership) -> None:
        super().__init__(sent)
        at_home(self, by.campaign)

    def give_place(self, by: Membership) -> Membership:
        """Raises DomainError ``already_member``."""
        data = self.cleaned_data
        roles = [Role(role) for role in data["roles"]]
        return opening.give_place(by.campaign, email=data["email"], name=data["name"], roles=roles, phone=data["phone"])


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.MANAGE_USERS)
@reauthentication_required(allow_get=True)
def members(request: MemberRequest) -> HttpResponse:
    """Who may enter, and with which roles; POST adds a person and writes to them."""
    form = MemberForm(request.POST or None, by=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            made = form.give_place(request.member)
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            _write_to(made, by=request.member)
            messages.success(request, _("%(name)s has been invited by e-mail.") % {"name": made.user.name})
            return redirect("members")
    rows = Membership.objects.visible_to(request.member).select_related("user").order_by("user__name", "pk")
    page = {"form": form, "rows": rows, "roles": GIVEN_ROLES}
    return render(request, "desk/members.html", page, status=422 if request.method == "POST" else 200)


@require_POST
@allowed(Action.MANAGE_USERS)
@reauthentication_required
def change_roles(request: MemberRequest, pk: int) -> HttpResponse:
    """Replace the roles of a member; none at all closes the door, from the next request on."""
    found = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    known: dict[str, Any] = dict(GIVEN_ROLES)
    roles = [Role(role) for role in request.POST.getlist("roles") if role in known]
    try:
        opening.change_roles(found, roles, by=request.member)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("members")
    gave_it_up = found.pk == request.member.pk and Role.ADMIN not in roles
    return redirect("dashboard" if gave_it_up else "members")


def _write_to(member: Membership, *, by: Membership) -> None:
    """No secret travels in this letter: the code to enter is sent when it is asked for."""
    words = {"name": by.user.name, "campaign": by.campaign.name, "address": f"{settings.PUBLIC_BASE_URL}/compte/login/"}
    subject = _("Your place in “%(campaign)s”") % words
    text = _(
        "%(name)s gave you a place in “%(campaign)s”.\n\n"
        "Sign in with this e-mail address: %(address)s\n"
        "You can ask there for a code by e-mail, then choose a password."
    )
    send_mail(subject, text % words, settings.DEFAULT_FROM_EMAIL, [member.user.email])
