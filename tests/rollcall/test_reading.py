"""What leaders answer is read as they meant it, or by a person."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from sms.rollcall import reading
from sms.rollcall.reading import Kind

CASES = json.loads((settings.BASE_DIR / "tests" / "cases" / "answers.json").read_text())["answers"]
DECORATION = st.text(alphabet=" \t\n.,;:!+()«»’'\u202f\u00a0\u0301\ufe0f\u200d👍🏽😀🎉", max_size=6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"] or "nothing")
def test_an_answer_is_read_as_written_down(case) -> None:
    read = reading.read(case["words"])

    assert (read.kind, read.people, read.exact, read.weak) == (
        case["kind"], case.get("people"), case.get("exact", True), case.get("weak", False),
    )  # fmt: skip


@given(st.sampled_from(CASES), DECORATION, DECORATION, st.booleans())
def test_capitals_spaces_and_emoji_change_nothing(case, before, after, shouted) -> None:
    words = case["words"].upper() if shouted else case["words"]

    assert reading.read(f"{before} {words} {after}") == reading.read(case["words"])


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_alone_is_how_many_come_up_to_fifteen(number) -> None:
    read = reading.read(f"oui {number}")

    assert (read.kind, read.people) == ((Kind.COMES, number) if 1 <= number <= 15 else (Kind.UNCLEAR, None))


@given(st.integers(min_value=0, max_value=99), st.integers(min_value=0, max_value=99), st.sampled_from(" -,/+à"))
def test_two_numbers_are_for_a_person_to_read(one, other, between) -> None:
    assert reading.read(f"oui {one}{between} {other}").kind is Kind.UNCLEAR


@given(st.text(max_size=200))
def test_whatever_comes_is_read_as_something_that_holds_together(words) -> None:
    read = reading.read(words)

    assert (read.people is not None) == (read.kind is Kind.COMES)
    assert read.people is None or 1 <= read.people <= reading.MOST


@given(st.text(alphabet="bcfghjkxz", min_size=4, max_size=10), st.sampled_from(["oui", "non", "3", "ok 2", "merci"]))
def test_a_word_that_is_not_known_leaves_it_to_a_person(unknown, said) -> None:
    assert reading.read(f"{said} {unknown}").kind is Kind.UNCLEAR


@pytest.mark.parametrize("words", ["ok pour dimanche", "OUI 3 dimanche", "oui, mais lundi", "lundi 3"])
def test_a_yes_for_another_day_is_for_a_person_to_read(words) -> None:
    assert reading.read(words, day="samedi").kind is Kind.UNCLEAR


@pytest.mark.parametrize(("words", "people"), [("OUI 3 samedi", 3), ("oui 2, bon dimanche", 2), ("OK SAMEDI", 1)])
def test_the_day_of_the_outing_and_a_wish_are_part_of_a_yes(words, people) -> None:
    assert reading.read(words, day="samedi").people == people


def test_thanks_that_name_another_day_stay_thanks() -> None:
    assert reading.read("merci, à lundi", day="samedi").kind is Kind.COURTESY
