"""What an import says it did."""

from __future__ import annotations

import csv

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.report import Report, SetAside, harmless
from campaigns.territory.sentences import Said
from campaigns.territory.wording import say


@pytest.mark.parametrize("told", [{"read": 3, "imported": 2}, {"read": 1, "imported": 1, "set_aside": 1}])
def test_a_row_in_no_class_or_in_two_is_an_error(told) -> None:
    with pytest.raises(ValueError, match="rows read"):
        Report(**told).check()


def test_a_class_of_less_than_no_rows_is_an_error() -> None:
    with pytest.raises(ValueError, match="rows read"):
        Report(read=1, imported=2, duplicates=-1).check()


def test_rows_in_one_class_each_are_right() -> None:
    Report(read=15, imported=1, updated=2, unchanged=3, duplicates=4, set_aside=5).check()


def test_no_file_is_made_when_nothing_is_set_aside(tmp_path) -> None:
    with SetAside(tmp_path / "aside.csv") as aside:
        pass

    assert (aside.file_name, list(tmp_path.iterdir())) == ("", [])


def test_rows_set_aside_keep_line_reason_and_cells(tmp_path) -> None:
    with translation.override("en"), SetAside(tmp_path / "deep" / "aside.csv") as aside:
        aside.add(7, BadRow("not a number: “%(text)s”", text="x"), ["a;b", 'c"d', "\udc80\0"])

    with open(aside.file_name, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["line", "reason", "row"]
    assert rows[1][:4] == ["7", "not a number: “x”", "a;b", 'c"d']


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula_wherever_a_spreadsheet_splits_it(text) -> None:
    for separator in ";,\t":
        for cell in harmless(text).split(separator):
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@"))


def test_a_sentence_is_said_in_the_language_in_use_with_its_values() -> None:
    said = BadRow("not a number: “%(text)s”", text="douze")

    with translation.override("fr"):
        assert say(said) == "pas un nombre\u202f: «\u202fdouze\u202f»"
    assert str(said) == "not a number: “douze”"


def test_the_parts_of_a_list_are_translated_one_by_one() -> None:
    said = Said("%(known)s", known=["Base Adresse Locale 1.x", "BANO (no header)"])

    with translation.override("fr"):
        assert say(said).count(";") == 1
        assert "BANO (sans en-tête)" in say(said)
