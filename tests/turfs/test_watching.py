"""Late, silent, not begun: words from times alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.turfs.watching import Walking, signs
from tests.builders import SATURDAY

ENDS = SATURDAY + timedelta(hours=2)


def at(minutes: int):
    """So many minutes after the outing began."""
    return SATURDAY + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "begun", "given", "heard", "left", "told"),
    [
        (-5, False, -60, None, 90, []),  # before the outing nobody is late
        (19, False, -60, None, 60, []),
        (20, False, -60, None, 60, [("not_begun", 20)]),
        (70, False, 60, None, 30, []),  # given ten minutes ago
        (60, True, 0, 41, 40, []),
        (60, True, 0, 40, 40, [("silent", 20)]),
        (60, True, 30, None, 40, [("silent", 30)]),  # never heard of since it was given
        (60, True, 0, 60, 74, []),
        (60, True, 0, 60, 75, [("late", 15)]),
        (60, True, 0, 30, 90, [("silent", 30), ("late", 30)]),
        (134, True, 0, 134, 10, []),
        (135, True, 0, 134, 10, [("over", 15)]),  # too late to be late
    ],
)
def test_what_a_leader_should_look_after(now, begun, given, heard, left, told) -> None:
    walk = Walking(begun, at(given), at(heard) if heard is not None else None, left)

    found = signs(walk, starts_at=SATURDAY, ends_at=ENDS, now=at(now))

    assert [(sign.worry, sign.minutes) for sign in found] == told
