"""Texts with fields: filled without surprises, and counted on the longest receiver."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sms import gsm, wording
from sms.rollcall import texts

DESIGN = (
    "Bonjour {prenom}, porte-à-porte samedi 10 h, RDV 3 place de la Halle. Combien serez-vous ? Répondez OUI + le "
    "nombre (ex. OUI 3) ou NON. STOP pour ne plus recevoir."
)
OUTING = {
    "jour": "samedi",
    "heure": "10 h 30",
    "lieu": "3 place de la Halle",
    "lien": "https://valmont.example/a/abcdefgh2345",
}
NAMES = st.text(st.sampled_from("aéï€-Жn"), min_size=1, max_size=30)


def named(*names: str) -> list[dict[str, str]]:
    return [{"prenom": name} | OUTING for name in names]


def test_the_text_of_the_design_is_counted_on_its_longest_receiver() -> None:
    alone = wording.longest(DESIGN, named("Nadia"))
    longest = wording.longest(DESIGN, named("Nadia", "Jean-Baptiste", "Luc"))

    assert (alone.length.units, alone.length.segments, alone.is_tight) == (160, 1, True)
    assert (longest.length.units, longest.length.segments) == (168, 2)
    assert longest.text.startswith("Bonjour Jean-Baptiste, ")


def test_a_name_whose_accent_is_not_of_gsm_does_not_double_the_price() -> None:
    filled = wording.filled("Bonjour {prenom}, à samedi.", {"prenom": "Anaïs"})

    assert (filled.text, filled.length.alphabet) == ("Bonjour Anais, à samedi.", "gsm")


def test_a_shorter_name_in_another_alphabet_may_be_the_dearest() -> None:
    text = "Bonjour {prenom}, " + "x" * 80

    assert wording.longest(text, named("Jean-Baptiste", "Иван")).text.startswith("Bonjour Иван")


def test_values_are_filled_once_and_other_braces_stay() -> None:
    assert wording.fill("{prenom} {lieu} {x} {}", {"prenom": "{lieu}", "lieu": "Halle"}) == "{lieu} Halle {x} {}"


def test_what_nothing_fills_is_named() -> None:
    assert wording.unknown("{prenom} {nom} {lieu} {nom} {}", ["prenom", "lieu"]) == ("nom", "")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("  Oui\r\nnon \n", "Oui\nnon"), ("e\u0301te\u0301", "été"), ("a\rb", "a\nb"), ("   ", "")],
)
def test_what_was_typed_is_tidied(typed, stored) -> None:
    assert wording.tidied(typed) == stored


@given(st.lists(NAMES, min_size=1, max_size=12), st.integers(0, 200), st.booleans())
@example(["€€€", "nnnn"], 66, True)
def test_the_few_sent_to_the_browser_hold_the_longest(names, letters, accent) -> None:
    text = "{prenom}" + "x" * letters + "ê" * accent
    everybody = named(*names)

    few = wording.extremes(everybody)

    assert len(few) <= 3
    worst, told = wording.longest(text, everybody), wording.longest(text, few)
    assert (told.length.segments, told.length.units) == (worst.length.segments, worst.length.units)


STANDARD = {
    name: value for name, value in vars(texts).items() if name.isupper() and isinstance(value, str) and len(value) > 20
}


@pytest.mark.parametrize("name", STANDARD)
def test_the_standard_texts_are_of_gsm_alone(name) -> None:
    assert gsm.measured(STANDARD[name]).guilty == ()


@pytest.mark.parametrize(
    "name", ["QUESTION", "STARTED", "NOTED", "DECLINED", "NOT_UNDERSTOOD", "REPORT_NOT_UNDERSTOOD"]
)
def test_the_standard_texts_have_twenty_units_to_spare_for_a_long_name(name) -> None:
    filled = wording.longest(STANDARD[name], named("Jean-Baptiste"))

    assert (filled.length.segments, filled.is_tight) == (1, False)


@pytest.mark.parametrize("name", ["QUESTION_BY_LINK", "STARTED_BY_LINK"])
def test_the_standard_texts_with_a_link_fit_one_segment(name) -> None:
    assert wording.longest(STANDARD[name], named("Jean-Baptiste")).length.segments == 1
