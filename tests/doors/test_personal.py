"""Ways to reach a person are found in a text, and ordinary figures of the ground are not taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.doors.personal import Trace, trace_in

GAPS = st.sampled_from(["", " ", ".", "-", "\u202f", " - ", "/"])


@pytest.mark.parametrize(
    "text",
    [
        "écrire à lea.martin@example.org",
        "LEA+tract@exemple.fr, au 3e",
        "lea (at) example.org",
        "lea[at]example[dot]org",
        "lea arobase example point org",
        "lea＠example．org",
        "lea\u200b@exam\u00adple.org",
    ],
)
def test_an_e_mail_address_is_found_however_it_is_written(text) -> None:
    assert trace_in(text) is Trace.EMAIL


@pytest.mark.parametrize(
    "text",
    [
        "la gardienne : 06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06-12-34-56-78 le soir",
        "06 123 456 78",
        "01\u00a043\u202f53 12 00",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "+687 12 34 56",
        "+262 692 12 34 56",
        "０６ １２ ３４ ５６ ７８",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(text) -> None:
    assert trace_in(text) is Trace.PHONE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Du 12 au 148, puis la tour 7 : 96 logements sur 12 étages.",
        "Marché le samedi 13/02/2027 de 8 h à 13 h.",
        "Travaux jusqu’au 30.06.2027, bus 103, 106 et 183.",
        "Bâtiments 12 14 16 18 20, entrées A à F",
        "Code postal 94000, bureau 0107, inscrits 1 024.",
        "Rendez-vous @ la Halle",
        "Réf. cadastrale 94033000AB0123456789012",
    ],
)
def test_figures_of_the_ground_are_let_through(text) -> None:
    assert trace_in(text) is None


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8), st.integers(1, 9), st.lists(GAPS, min_size=9, max_size=9))
def test_ten_digits_from_zero_are_a_phone_number_in_any_grouping(digits, second, gaps) -> None:
    numbers = [0, second, *digits]
    text = "".join(f"{gap}{digit}" for gap, digit in zip(["", *gaps], numbers, strict=True))

    assert trace_in(f"Voir {text}.") is Trace.PHONE
