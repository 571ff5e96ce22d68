"""Our estimators are held against towns whose truth is known."""

from __future__ import annotations

from tests.benchmarks.test_benchmarks import run


def test_estimators_find_what_is_there_and_nothing_else() -> None:
    told = run("effects", "--designs", "12", "--seed", "3")

    assert (told["name"], told["ok"]) == ("effects", True)
    assert len(told["goals"]) == 10
    assert 6_500 < told["figures"]["people in a town"] < 8_500
