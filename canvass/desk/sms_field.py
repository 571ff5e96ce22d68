"""A text message in a form: counted while it is typed, on its longest receiver, with what it costs.

``{% include "ui/_fields.html" %}`` shows it; the page says who gets it: ``form.fields["text"].receivers = […]``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.figures import NARROW, thousands
from sms import costs, gsm, wording
from sms.wording import Filled, Values

LONGEST = 800
# Said by the server and, while one types, by static/js/desk/sms.js: {names} are filled by both.
SENTENCES: dict[str, str | Promise] = {
    "count": gettext_lazy("{units} of {room} characters: {n} SMS."),
    "price": gettext_lazy("{each} for one person, {all} for {people}."),
    "guilty": gettext_lazy("Outside the alphabet of texts: {letters}. One SMS then holds 70 characters, not 160."),
    "tight": gettext_lazy("Fewer than {spare} characters are free: a longer name or place makes one more SMS."),
}
LABELS: dict[str, str | Promise] = {
    "prenom": gettext_lazy("first name"),
    "jour": gettext_lazy("day"),
    "heure": gettext_lazy("hour"),
    "lieu": gettext_lazy("meeting point"),
    "lien": gettext_lazy("link to answer"),
}


class SmsField(forms.CharField):
    """``known``: the fields in braces that something fills. ``receivers``: the values of each person who gets it."""

    is_sms = True

    def __init__(self, *, known: Sequence[str] = (), **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}))
        super().__init__(max_length=LONGEST, **options)
        self.known = tuple(known)
        self.receivers: Sequence[Values] = ()

    def to_python(self, value: Any) -> str:
        return wording.tidied(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if strange := wording.unknown(value, self.known):
            named = ", ".join(f"{{{name}}}" for name in strange)
            raise forms.ValidationError(_("Nothing fills %(fields)s. Take it out, or correct it.") % {"fields": named})

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundSms:
        return BoundSms(form, self, field_name)


class BoundSms(forms.BoundField):
    """What ui/_sms.html shows, of the text as it stands."""

    field: SmsField

    @property
    def known(self) -> list[tuple[str, str]]:
        """``{prenom}`` with the name of the button that puts it in."""
        return [(f"{{{name}}}", str(LABELS.get(name, name))) for name in self.field.known]

    @cached_property
    def text(self) -> str:
        return wording.tidied(str(self.value() or ""))

    @cached_property
    def longest(self) -> Filled:
        return wording.longest(self.text, self.field.receivers)

    @property
    def count(self) -> str:
        length = self.longest.length
        return str(SENTENCES["count"]).format(units=length.units, room=length.units + length.left, n=length.segments)

    @property
    def price(self) -> str:
        """Of all receivers as if each were the longest; "" when it goes to nobody yet."""
        people, each = len(self.field.receivers), costs.euros(self.longest.length.segments)
        words = {"each": euros(each), "all": euros(each * people), "people": thousands(people)}
        return str(SENTENCES["price"]).format(**words) if people else ""

    @property
    def guilty(self) -> str:
        letters = " ".join(dict.fromkeys(letter for letter, is_guilty in self.marked if is_guilty for letter in letter))
        return str(SENTENCES["guilty"]).format(letters=letters) if letters else ""

    @property
    def tight(self) -> str:
        return str(SENTENCES["tight"]).format(spare=wording.SPARE) if self.longest.is_tight else ""

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """Runs of the text, and whether they are outside the alphabet of texts."""
        places = set(gsm.measured(self.text).guilty)
        runs = itertools.groupby(enumerate(self.text), key=lambda pair: pair[0] in places)
        return [("".join(letter for _place, letter in run), is_guilty) for is_guilty, run in runs]

    @property
    def told(self) -> str:
        """JSON for the script: the sentences, the few receivers that count, how many there are, the price of one."""
        data: Mapping[str, Any] = {
            "sentences": {name: str(sentence) for name, sentence in SENTENCES.items()},
            "receivers": wording.extremes(self.field.receivers),
            "people": len(self.field.receivers),
            "euros": float(costs.euros(1)),
            "spare": wording.SPARE,
            "language": get_language(),
        }
        return json.dumps(data)


def euros(amount: Decimal) -> str:
    """``0.16`` → « 0,16 € »."""
    return f"{number_format(amount, 2)}{NARROW}€"
