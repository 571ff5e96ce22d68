"""The importer's benchmark at a tiny size: what it compares is the same rows, in the same table."""

from __future__ import annotations

import pytest

from tests.benchmarks.test_benchmarks import run


@pytest.mark.alone
def test_the_importer_is_measured_beside_a_copy_of_its_rows() -> None:
    told = run("imports", "--rows", "400")

    assert told["name"] == "imports"
    assert [goal["bound"] for goal in told["goals"]] == [0.5, 150, 1]
    assert all(value > 0 for value in told["figures"].values())
