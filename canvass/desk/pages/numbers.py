"""The telephone number of a member: without it no text reaches them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.contacts import reaching
from campaigns.people.models import Membership
from campaigns.people.roles import Action
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.number_field import NumberField, at_home


class NumberForm(forms.Form):
    phone = NumberField(label=gettext_lazy("Phone"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.WRITE_NUMBERS)
def member_number(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows and changes it; an empty one takes it away. ``?de=membres`` goes back there, else to the teams."""
    found = get_object_or_404(Membership.objects.visible_to(request.member).select_related("user"), pk=pk)
    back = "members" if request.GET.get("de") == "membres" and request.member.may(Action.MANAGE_USERS) else "teams"
    form = NumberForm(request.POST or None, initial={"phone": found.phone})
    at_home(form, request.member.campaign)
    if request.method == "POST" and form.is_valid():
        found.phone = form.cleaned_data["phone"]
        found.save(update_fields=["phone"])
        messages.success(request, _told(found))
        return redirect(back)
    page = {"form": form, "person": found, "back": back}
    return render(request, "desk/number.html", page, status=422 if request.method == "POST" else 200)


def _told(person: Membership) -> str:
    words = {"name": person.user.name, "number": reaching.shown(person.phone)}
    if not person.phone:
        return _("%(name)s has no number any more.") % words
    if not reaching.takes_texts(person.phone):
        return _("%(name)s: %(number)s. No text reaches this number.") % words
    return _("%(name)s: %(number)s.") % words
