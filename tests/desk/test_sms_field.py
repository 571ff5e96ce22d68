"""The field in which a text message is written, as the server shows it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings as configured
from django.template.loader import render_to_string
from django.utils import translation

from canvass.desk import sms_field
from canvass.desk.sms_field import SmsField

CASES = json.loads((configured.BASE_DIR / "tests" / "cases" / "sms.json").read_text())


class TextForm(forms.Form):
    text = SmsField(label="Text", known=["prenom", "jour"])


def form(text: str, receivers=(), **kwargs) -> TextForm:
    made = TextForm({"text": text}, **kwargs)
    made.fields["text"].receivers = receivers
    return made


@pytest.fixture
def price(settings) -> None:
    settings.SMS_SEGMENT_EUROS = Decimal("0.08")


@pytest.mark.usefixtures("price")
@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_the_page_says_of_a_text_what_is_said_while_it_is_typed(case) -> None:
    others = [case["receivers"][0]] * (case["people"] - len(case["receivers"])) if case["receivers"] else []
    with translation.override("en"):
        field = form(case["text"], case["receivers"] + others)["text"]

        said = {name: getattr(field, name) for name in ("count", "price", "guilty", "tight")}

        assert said | {"longest": field.longest.text} == {name: case[name] for name in (*said, "longest")}


@pytest.mark.usefixtures("price")
def test_the_script_is_told_what_it_needs(settings) -> None:
    with translation.override("en"):
        told = json.loads(form("x", [{"prenom": "Luc"}, {"prenom": "Anaïs"}, {"prenom": "Zoé"}])["text"].told)

    assert told == CASES["told"] | {"receivers": [{"prenom": "Anais"}], "people": 3}


@pytest.mark.parametrize(
    ("typed", "stored"), [(" Bonjour {prenom}\r\nà samedi ", "Bonjour {prenom}\nà samedi"), ("e\u0301te\u0301", "été")]
)
def test_a_text_is_tidied_before_it_is_kept(typed, stored) -> None:
    made = form(typed)

    assert made.is_valid()
    assert made.cleaned_data["text"] == stored


@pytest.mark.parametrize("typed", ["", "  \r\n ", "Bonjour {nom}", "Bonjour {}", "x" * (sms_field.LONGEST + 1)])
def test_what_nobody_should_get_is_refused(typed) -> None:
    assert list(form(typed).errors) == ["text"]


def test_a_field_that_nothing_fills_is_named() -> None:
    assert form("{nom} {prenom} {age}").errors["text"] == ["Rien ne remplit {nom}, {age}. Retirez-le ou corrigez."]


def test_what_is_outside_the_alphabet_is_marked_in_the_page() -> None:
    shown = render_to_string("ui/_fields.html", {"form": form("Êtes-vous <b>prêts</b> ?")})

    assert "<mark>Ê</mark>tes-vous &lt;b&gt;pr<mark>ê</mark>ts&lt;/b&gt; ?" in shown
    assert "Hors de l’alphabet des SMS\u202f: Ê ê." in shown
    assert "2 SMS" not in shown
