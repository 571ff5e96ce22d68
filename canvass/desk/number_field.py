"""A telephone number in a form: checked while it is typed, written in one way, asked about when it may be several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.contacts import reaching
from campaigns.law import territories
from campaigns.people.models import Campaign


class NumberField(forms.CharField):
    """Its value is E.164, or "". ``readings``: what was typed may mean these, offered as buttons by ui/_fields.html."""

    widget = forms.TelInput
    readings: tuple[str, ...] = ()
    home = "FR"

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=reaching.LONGEST_TYPED, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What static/js/desk/number.js says while one types."""
        return super().widget_attrs(widget) | {
            "autocomplete": "off",
            "data-number": "Europe/Paris",
            "data-missing": gettext_lazy("Digits are missing: {n}."),
            "data-extra": gettext_lazy("Too many digits: {n}."),
            "data-unknown": gettext_lazy("Write it like 06 12 34 56 78, or with its country: +32 470 12 34 56."),
            "data-landline": gettext_lazy("No text reaches this number: whoever has it is called."),
        }

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return reaching.anywhere(typed, home=self.home)
        except reaching.Ambiguous as several:
            self.readings = several.readings
            raise forms.ValidationError(_("This is a number of several territories: choose which.")) from None
        except reaching.NotReachable:
            raise forms.ValidationError(
                _("This is no phone number. Write it like 06 12 34 56 78, or with its country: +32 470 12 34 56.")
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return reaching.shown(value) if isinstance(value, str) and value.startswith("+") else value


def at_home(form: forms.BaseForm, campaign: Campaign) -> None:
    """Numbers in the form are read first as those of the campaign's territory."""
    for field in form.fields.values():
        if isinstance(field, NumberField):
            field.home = territories.of_time_zone(campaign.time_zone).phone_region
            field.widget.attrs["data-number"] = campaign.time_zone
