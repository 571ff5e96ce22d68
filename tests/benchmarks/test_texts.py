"""The small figures of `benchmarks.texts`: workers really killed, a Redis really gone."""

from __future__ import annotations

import pytest

from tests.benchmarks.test_benchmarks import run


@pytest.mark.alone
@pytest.mark.timeout(900)
def test_no_text_is_sent_twice_lost_or_stuck_when_workers_and_redis_are_killed() -> None:
    told = run("texts", "--parts", "crashes,redis")

    assert [goal for goal in told["goals"] if not goal["ok"]] == []
    figures = told["figures"]
    assert (figures["crashes: workers killed"], figures["redis: times emptied, killed and started again"]) == (20, 3)
    assert figures["crashes: texts"] >= 500
    assert figures["crashes: of which while handing over"] >= 1
    assert figures["crashes: were in doubt"] >= 20
