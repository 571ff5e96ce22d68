"""Where the pace of the last days leads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reports.forecast import Outlook, cumulative, outlook

TODAY = date(2027, 3, 10)
DAYS = st.dictionaries(st.integers(-40, 0).map(lambda back: TODAY + timedelta(days=back)), st.integers(0, 500))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("knocked", "left", "expected"),
    [
        ({}, 10, None),
        ({ago(8): 700}, 10, None),
        ({ago(0): 70}, 10, 170),
        ({ago(6): 70}, 10, 170),
        ({ago(7): 70}, 10, None),
        ({ago(20): 1_000, ago(1): 7}, 10, 1_017),
        ({ago(1): 70}, 0, 70),
        ({ago(1): 70}, -3, 70),
    ],
)
def test_the_pace_of_seven_days_is_carried_to_the_last(knocked, left, expected) -> None:
    found = outlook(knocked, goal=2_000, today=TODAY, last_day=TODAY + timedelta(days=left))

    assert found == Outlook(sum(knocked.values()), 2_000, expected)


def test_what_is_missing_is_never_less_than_nothing_and_unknown_without_a_pace() -> None:
    assert Outlook(10, 100, 60).missing == 40
    assert Outlook(10, 100, 160).missing == 0
    assert Outlook(10, 100, None).missing is None


@given(DAYS, st.integers(0, 60))
def test_no_forecast_is_below_what_was_done(knocked, left) -> None:
    found = outlook(knocked, goal=1, today=TODAY, last_day=TODAY + timedelta(days=left))

    assert found.expected is None or found.expected >= found.done


@given(DAYS, st.integers(0, 40))
def test_the_running_total_ends_with_everything_and_has_a_point_a_day(knocked, back) -> None:
    points = cumulative(knocked, first=ago(back), today=TODAY)

    assert [day for day, _n in points] == [ago(days) for days in range(back, -1, -1)]
    assert points[-1][1] == sum(knocked.values())
    assert all(low <= high for (_d, low), (_e, high) in zip(points, points[1:], strict=False))
