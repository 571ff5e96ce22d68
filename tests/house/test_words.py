"""Numbers, times and icons as people read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from canvass.templatetags import icons, words

N = "\u202f"


@pytest.mark.parametrize(
    ("value", "told"), [(None, "–"), (0, "0"), (999, "999"), (1_240, f"1{N}240"), (1_234_567.6, f"1{N}234{N}568")]
)
def test_thousands_stand_apart(value, told) -> None:
    assert words.thousands(value) == told


@pytest.mark.parametrize(("value", "told"), [(None, "–"), (0, f"0{N}%"), (0.374, f"37{N}%"), (1, f"100{N}%")])
def test_a_share_is_told_in_percent(value, told) -> None:
    assert words.percent(value) == told


@pytest.mark.parametrize(("value", "told"), [(None, 0), (0.374, 37), (1.0, 100)])
def test_a_bar_is_as_long_as_its_share(value, told) -> None:
    assert words.hundredths(value) == told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, f"0{N}min"), (59.4, f"59{N}min"), (59.6, f"1{N}h{N}00"), (105, f"1{N}h{N}45"), (600, f"10{N}h{N}00")],
)
def test_minutes_become_hours_when_they_are_one(minutes, told) -> None:
    assert words.duration(minutes) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.42, f"0,4{N}s"), (9.94, f"9,9{N}s"), (40.2, f"40{N}s"), (99.4, f"99{N}s"), (200, f"3{N}min"),
     (7_200, f"2{N}h{N}00")],
)  # fmt: skip
def test_seconds_are_told_in_the_unit_that_fits(value, told) -> None:
    with translation.override("fr"):
        assert words.seconds(value) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "just now"), (89, "just now"), (100, "2 min ago"), (5_300, "88 min ago"), (5_500, "2 hours ago"),
     (90_000, "25 hours ago"), (140_000, "2 days ago"), (86_400 * 40, "40 days ago")],
)  # fmt: skip
def test_a_moment_is_told_in_the_largest_fitting_unit(seconds, told) -> None:
    with translation.override("en"):
        assert words.ago(timezone.now() - timedelta(seconds=seconds)) == told


def test_what_never_was_has_no_moment() -> None:
    with translation.override("en"):
        assert words.ago(None) == "never"


def test_the_phrases_have_their_french() -> None:
    with translation.override("fr"):
        told = [words.ago(moment) for moment in (None, timezone.now(), timezone.now() - timedelta(hours=5))]

    assert told == ["jamais", "à l’instant", "il y a 5 heures"]


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (9.9, True), (10.1, False)])
def test_a_sign_is_fresh_for_ten_minutes(minutes, fresh) -> None:
    assert words.is_fresh(timezone.now() - timedelta(minutes=minutes)) is fresh
    assert words.is_fresh(None) is False


def test_roles_have_names_and_unknown_ones_none() -> None:
    with translation.override("fr"):
        assert words.role_names(["treasurer", "gone", "team_leader"]) == "mandataire financier, chef d’équipe"


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=8))
def test_the_parts_of_a_stacked_bar_follow_one_another_and_fill_it(votes) -> None:
    whole = sum(votes)
    parts = words.stacked([(f"bloc {n}", "", count, count / whole) for n, count in enumerate(votes)])

    edges = [edge for edge, _width, _bloc in parts]
    assert edges[0] == 0
    assert all(abs(left + width - right) < 0.02 for (left, width, _b), right in zip(parts, edges[1:], strict=False))
    assert abs(parts[-1][0] + parts[-1][1] - 100) < 0.02


def test_an_icon_is_hidden_from_those_who_hear_the_page() -> None:
    drawn = icons.icon("moon", 18)

    assert drawn.startswith('<svg class="icon" width="18" height="18"')
    assert 'aria-hidden="true"' in drawn
    assert icons.shapes("moon") in drawn
    assert icons.symbol("moon") == f'<symbol id="i-moon" viewBox="0 0 24 24">{icons.shapes("moon")}</symbol>'


def test_an_icon_that_the_set_has_not_is_no_silent_gap() -> None:
    with pytest.raises(FileNotFoundError):
        icons.shapes("no-such-icon")
