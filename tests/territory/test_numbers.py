"""Numbers and house numbers as files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1 240", 1_240), ("1\u202f240", 1_240), ("163,0000", 163), ("12.0", 12), ("", None), ("NA", None),
     ("NaN", None), ("-3", -3), ("0012", 12)],
)  # fmt: skip
def test_a_whole_number_is_read_in_its_french_dress(text, number) -> None:
    assert numbers.whole(text) == number


@pytest.mark.parametrize("text", ["douze", "1,5", "inf", "1e999", "--", "1,240,000"])
def test_what_is_no_whole_number_is_refused_by_name(text) -> None:
    with pytest.raises(numbers.NotANumber, match="not a number"):
        numbers.whole(text)


@pytest.mark.parametrize(("text", "number"), [("2,47", 2.47), ("48.85", 48.85), ("NA", None), ("-0,5", -0.5)])
def test_a_decimal_has_a_comma_or_a_point(text, number) -> None:
    assert numbers.decimal(text) == number


@given(st.integers(0, 10**12))
def test_spaces_between_thousands_never_change_a_number(number) -> None:
    assert numbers.whole(f"{number:,}".replace(",", "\xa0")) == number


@given(st.floats(-1e6, 1e6).map(lambda value: round(value, 6)))
def test_a_comma_never_changes_a_decimal(number) -> None:
    assert numbers.decimal(f"{number:.6f}".replace(".", ",")) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_none_or_a_refusal(text) -> None:
    for read, kinds in ((numbers.whole, int | None), (numbers.decimal, float | None)):
        try:
            number = read(text)
        except numbers.NotANumber:
            continue
        assert isinstance(number, kinds)


@pytest.mark.parametrize(
    ("text", "suffix"), [("BIS", "bis"), (" ter ", "ter"), ("B", "b"), ("QUAT", "quater"), ("", ""), ("NA", "")]
)
def test_a_suffix_is_a_word_or_a_letter(text, suffix) -> None:
    assert numbers.suffix(text) == suffix


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("12BIS RUE DU BAC", (12, "bis", "RUE DU BAC")),
        ("12 bis, rue du Bac", (12, "bis", "rue du Bac")),
        ("12 B RUE DU BAC", (12, "b", "RUE DU BAC")),
        ("12", (12, "", "")),
        ("12 R", (12, "r", "")),
        ("31   RÉSIDENCE DU VAL", (31, "", "RÉSIDENCE DU VAL")),
        ("5 L'ORME", (5, "", "L'ORME")),
        ("12 R DU BAC", (12, "", "R DU BAC")),
        ("14 R RUE DU BAC", (14, "r", "RUE DU BAC")),
        ("19   21 GRANDE RUE", (19, "", "GRANDE RUE")),
        ("28- 30 RUE DU BAC", (28, "", "RUE DU BAC")),
        ("2 2BIS RUE DU BAC", (2, "", "RUE DU BAC")),
        ("1A 5 RUE DU 136EME", (1, "a", "RUE DU 136EME")),
        ("12 8 MAI 1945", (12, "", "8 MAI 1945")),
        ("RUE DU 8 MAI", (None, "", "RUE DU 8 MAI")),
        ("123456 RUE", (None, "", "123456 RUE")),
        ("", (None, "", "")),
    ],
)
def test_a_house_is_a_number_a_suffix_and_a_street(text, house) -> None:
    assert numbers.house(text) == house


@given(st.integers(1, 9_999), st.sampled_from(["", "bis", "ter", "b"]), st.sampled_from(["rue du Bac", "place Haute"]))
def test_a_house_is_read_back_as_it_is_written(number, suffix, street) -> None:
    assert numbers.house(f"{number}{suffix} {street}") == (number, suffix, street)
