"""The push benchmark at a tiny size: everything it compares stores its visits, or it would end with a sentence."""

from __future__ import annotations

import pytest

from tests.benchmarks.test_benchmarks import run


@pytest.mark.alone
def test_a_push_over_http_is_measured_beside_its_statement_and_a_serializer() -> None:
    told = run("push", "--tiny")

    assert told["name"] == "push"
    assert [goal["bound"] for goal in told["goals"]] == [0.5, 10, 4, 1]
    # Even a busy machine is far from these: a query for each visit, or one that reads the whole street, is not.
    values = {goal["goal"]: goal["value"] for goal in told["goals"]}
    assert values["HTTP / a ListSerializer"] > 2
    assert values["CPU-ms of server per batch"] < 12
