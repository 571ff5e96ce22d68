"""Codes of communes and stations, however a file writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import station_codes


@pytest.mark.parametrize(
    ("department", "within", "code"),
    [
        ("94", "33", "94033"),
        ("94", "033", "94033"),
        ("1", "1", "01001"),
        ("01", "001", "01001"),
        ("2A", "4", "2A004"),
        ("2b", "033", "2B033"),
        ("94", "94033", "94033"),
        ("75", "056", "75056"),
        ("ZA", "101", "97101"),
        ("ZD", "411", "97411"),
        ("974", "11", "97411"),
        ("ZM", "501", "97601"),
        ("ZP", "011", "98711"),
        ("ZN", "801", "98801"),
        ("ZX", "701", "97701"),
        ("ZX", "801", "97801"),
        ("ZZ", "001", "99001"),
        ("96", "1", None),
        ("94", "", None),
        ("", "Paris", None),
    ],
)
def test_a_commune_is_known_by_its_insee_code(department, within, code) -> None:
    assert station_codes.commune_of(department, within) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("1001", "01001"), (" 2a004 ", "2A004"), ("97801", "97801"), ("99001", "99001"), ("96001", None), ("", None)],
)
def test_a_full_code_loses_at_most_a_leading_zero(text, code) -> None:
    assert station_codes.commune(text) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "0001"), ("0001", "0001"), ("00012", "0012"), ("12a", "0012A"), (" 12 B", "0012B"), ("1234", "1234"),
        ("01.1", "01.1"), ("A", None), ("", None), ("12345678901", None), ("12;3", None),
    ],
)  # fmt: skip
def test_a_station_number_is_padded_and_keeps_its_letters(text, number) -> None:
    assert station_codes.number(text) == number


@given(st.integers(1, 9_999), st.integers(0, 6), st.sampled_from(["", "A", "b", "BIS"[:2]]))
def test_leading_zeros_never_make_another_station(number, zeros, letters) -> None:
    assert station_codes.number(f"{'0' * zeros}{number}{letters}") == f"{number:04d}{letters.upper()}"


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text) -> None:
    found = station_codes.number(text), station_codes.commune(text), station_codes.commune_of(text, text)

    assert all(code is None or (code and code == code.upper()) for code in found)
