"""The text and the times of a roll-call: what was not yet done may still be changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.errors import DomainError
from campaigns.people.roles import Action
from canvass.desk import called
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.sms_field import SmsField
from sms.rollcall import asking, opening, texts
from sms.rollcall.models import RollCall
from sms.rollcall.opening import STEPS
from sms.rollcall.schedule import Times

MOST_EXPECTED = 10_000
TYPED = "%Y-%m-%dT%H:%M"


def _when(label: Any, *, required: bool = True) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[TYPED], required=required)


class RollCallForm(forms.Form):
    """Times are typed on the clock of the campaign's territory. What was done already can be read only."""

    text = SmsField(label=gettext_lazy("Question"), known=texts.FIELDS)
    invite_at = _when(gettext_lazy("The question leaves"))
    reminder_at = _when(gettext_lazy("The silent are reminded"), required=False)
    escalate_at = _when(gettext_lazy("The silent rise to be called"))
    close_at = _when(gettext_lazy("The roll-call closes"))
    expected = forms.IntegerField(
        label=gettext_lazy("How many people are hoped for"), min_value=0, max_value=MOST_EXPECTED, required=False
    )

    def __init__(self, *args: Any, roll_call: RollCall, **kwargs: Any) -> None:
        self.roll_call, self.zone = roll_call, ZoneInfo(roll_call.campaign.time_zone)
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **self._known()}
        for name, step in STEPS.items():
            self.fields[name].disabled = getattr(roll_call, step) is not None
        field = self.fields["text"]
        assert isinstance(field, SmsField)
        field.receivers = asking.receivers(roll_call.outing)

    def _known(self) -> dict[str, Any]:
        row = self.roll_call
        times = {name: getattr(row, name) for name in STEPS}
        local = {name: at.astimezone(self.zone).replace(tzinfo=None) if at else None for name, at in times.items()}
        return {"text": row.text, "expected": row.expected or None, **local}

    def times(self) -> Times:
        return Times(
            self._instant("invite_at") or self.roll_call.invite_at,
            self._instant("reminder_at"),
            self._instant("escalate_at") or self.roll_call.escalate_at,
            self._instant("close_at") or self.roll_call.close_at,
        )

    def _instant(self, name: str) -> datetime | None:
        """What was not touched keeps its seconds, which the form does not show."""
        stored: datetime | None = getattr(self.roll_call, name)
        typed: datetime | None = self.cleaned_data[name]
        if typed is None or self.fields[name].disabled:
            return stored if self.fields[name].disabled else None
        local = typed.replace(tzinfo=self.zone)  # Django read on the site's clock what was typed on the territory's
        same = stored is not None and stored.astimezone(self.zone).strftime(TYPED) == local.strftime(TYPED)
        return stored if same else local


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.PREPARE_OUTINGS)
def shown(request: MemberRequest, pk: int) -> HttpResponse:
    """``/appel/<outing>/texte``: the question as its longest receiver gets it, what it costs, and when it leaves."""
    roll_call = called.roll_call_of(request.member, pk)
    form = RollCallForm(request.POST or None, roll_call=roll_call)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opening.change(
                roll_call,
                now=timezone.now(),
                text=data["text"],
                times=form.times(),
                expected=data["expected"] or 0,
            )
            messages.success(request, _("The roll-call is changed."))
            return redirect("roll-call", pk)
        except DomainError as error:
            form.add_error(None, error.message)
    page = {"outing": roll_call.outing, "form": form, "roll_call": roll_call}
    return render(request, "desk/roll_call/text.html", page, status=422 if request.method == "POST" else 200)
