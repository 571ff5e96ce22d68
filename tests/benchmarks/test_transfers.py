"""Vote transfers are held against towns whose every move is known, and against a real table."""

from __future__ import annotations

import pytest

from tests.benchmarks.test_benchmarks import run

CELLS = ",".join(f"{row}{column}" for row in ("wh", "bl", "natam") for column in ("dem", "rep", "non"))


def test_fewer_are_misplaced_than_by_older_ways() -> None:
    told = run("transfers")

    assert (told["name"], told["ok"]) == ("transfers", True)
    assert len([goal for goal in told["goals"] if "less than" in goal["goal"]]) == 5


@pytest.mark.samples
def test_so_it_is_where_a_file_tells_the_truth(samples) -> None:
    path = samples / "ecological_inference" / "senc_truth.csv"

    told = run(
        "transfers", "--file", str(path), "--rows", "white,black,natam", "--cols", "dem,rep,non", "--cells", CELLS
    )

    assert told["ok"]
    assert told["figures"]["misplaced, senc_truth.csv, ours"] == pytest.approx(0.0385, abs=0.00005)
