"""The phone's benchmark holds: what the app weighs, and how soon a cheap phone can be used."""

from __future__ import annotations

import pytest

from tests.benchmarks.test_benchmarks import run


@pytest.mark.alone
@pytest.mark.browser
def test_a_cheap_phone_is_fast_enough(browser) -> None:
    missed = missed_goals()
    if any("kB" not in goal for goal in missed):  # the machine may have been at something else meanwhile
        missed &= missed_goals()

    assert missed == set()


def missed_goals() -> set[str]:
    told = run("phone")
    assert len(told["goals"]) == 9
    return {goal["goal"] for goal in told["goals"] if not goal["ok"]}
