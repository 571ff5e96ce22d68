"""The form of the public page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.calendar.signing_up import LONGEST_NAME
from campaigns.contacts import reaching
from campaigns.law import territories
from campaigns.people.models import Campaign, Outing

UNREACHABLE = _("This is no number that we can write to. Example: 06 12 34 56 78.")
AT_HOME = {place.phone_region for place in (territories.METROPOLE, *territories.OVERSEAS.values())}


class SignUpForm(forms.Form):
    """Which outing, a first name, and a number for whoever wants to be reminded by text."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Open the page again.")})
    outing = forms.ModelChoiceField(
        queryset=Outing.objects.none(),
        error_messages={"required": _("Choose a date."), "invalid_choice": _("Choose one of these dates.")},
    )
    first_name = forms.CharField(label=_("First name"), max_length=LONGEST_NAME)
    phone = forms.CharField(label=_("Mobile number"), max_length=reaching.LONGEST_TYPED, required=False)

    def __init__(self, *args: Any, campaign: Campaign, outings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid4()
        self.home = territories.of_time_zone(campaign.time_zone).phone_region
        field = self.fields["outing"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = outings

    def clean_phone(self) -> str:
        """E.164, or nothing. Only numbers of the country: texts to others may cost anything."""
        typed = str(self.cleaned_data["phone"]).strip()
        if not typed:
            return ""
        try:
            number = reaching.phone(typed, home=self.home)
        except reaching.NotReachable as error:
            raise forms.ValidationError(UNREACHABLE) from error
        if reaching.region(number) not in AT_HOME:
            raise forms.ValidationError(UNREACHABLE)
        if not reaching.takes_texts(number):
            raise forms.ValidationError(_("This is a landline: texts do not reach it. You may leave the field empty."))
        return number
