"""The length of texts: known traps, the same cases as in the browser, and a codec that really packs them."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.report import Report
from benchmarks.texts import segments
from sms import gsm

CASES = json.loads((settings.BASE_DIR / "tests" / "cases" / "gsm.json").read_text())
WRITTEN = st.text(st.sampled_from("aé€[ç’😀\u0302\u202f\n ÀœZ中«»"), max_size=400)


@pytest.mark.parametrize("case", CASES["lengths"], ids=lambda case: case["name"])
def test_the_length_of_a_text(case) -> None:
    length = gsm.measured(case["text"])

    assert length == gsm.Length(case["alphabet"], case["units"], case["segments"], case["left"], tuple(case["guilty"]))


@pytest.mark.parametrize("case", CASES["simplified"], ids=lambda case: case["plain"])
def test_what_looks_alike_takes_the_place_of_what_is_not_gsm(case) -> None:
    assert gsm.simplified(case["text"]) == case["plain"]


@given(WRITTEN)
def test_a_simplified_text_is_simple_and_keeps_what_was(text) -> None:
    plain = gsm.simplified(text)

    assert gsm.simplified(plain) == plain
    assert {plain[place] for place in gsm.measured(plain).guilty} <= {"😀", "中"}


def test_the_counter_says_what_a_codec_finds() -> None:
    report = Report("texts")

    segments.compare(report, 1_500)

    assert report.figures["segments: strings"] == 1_500
    assert 300 < report.figures["segments: of GSM alone"] < 1_200
    assert [(goal.goal, goal.value) for goal in report.goals if not goal.ok] == []
    assert len(report.goals) == 3


@pytest.mark.parametrize(
    ("broken", "goal"),
    [
        ({"PARTED": {"gsm": 154, "ucs2": 67}}, "segments: counted otherwise than by the codec"),
        ({"EXTENSION": gsm.EXTENSION - {"€"}}, "segments: counted otherwise than by the codec"),
        ({"BASIC": gsm.BASIC | {"ç"}}, "segments: of which the guilty are others"),
    ],
)
def test_the_comparison_would_see_a_fault(monkeypatch, broken, goal) -> None:
    for name, value in broken.items():
        monkeypatch.setattr(gsm, name, value)
    report = Report("texts")

    segments.compare(report, 200)

    assert goal in [missed.goal for missed in report.goals if not missed.ok]


def test_the_codec_gives_the_bytes_of_the_standard() -> None:
    assert segments.pack([segments.CODES[letter][0] for letter in "hello"])[1:].hex() == "e8329bfd06"
    assert segments.packed("€") == [bytes([2]) + bytes.fromhex("9b32")]
    assert segments.unpacked(segments.packed("Répondez 10 €")[0], gsm_only=True) == "Répondez 10 €"
