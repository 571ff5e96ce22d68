"""Classes add up to the registered, row by row, and are carried to today's size."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.targeting.margins import Counts, Fault, carried, faults


def one(registered=1000, turned_out=750, valid=730, votes=(300, 200, 230), there=True) -> Counts:
    """One station, three blocs."""
    return Counts(
        "2022-presidentielle-1",
        *(np.array([float(each)]) for each in (registered, turned_out, valid)),
        np.array([votes], dtype=float),
        np.array([there]),
    )


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, Fault.NONE),
        ({"there": False}, Fault.ABSENT),
        ({"registered": 0, "turned_out": 0, "valid": 0, "votes": (0, 0, 0)}, Fault.NOBODY_REGISTERED),
        ({"turned_out": 0, "valid": 0, "votes": (0, 0, 0)}, Fault.NOBODY_VOTED),
        ({"votes": (300, 200, 229)}, Fault.DOES_NOT_ADD_UP),
        ({"turned_out": 1001}, Fault.DOES_NOT_ADD_UP),
        ({"valid": 751, "votes": (300, 221, 230)}, Fault.DOES_NOT_ADD_UP),
        ({"votes": (-10, 500, 240)}, Fault.DOES_NOT_ADD_UP),
    ],
)
def test_a_row_is_used_only_where_its_classes_are_the_registered(changed, fault) -> None:
    assert faults(one(**changed)).tolist() == [fault]


def test_past_counts_keep_their_shares_at_today_s_size() -> None:
    vote = carried(one(), np.array([True]), np.array([1200.0]))

    assert vote.votes.tolist() == [[360.0, 240.0, 276.0]]
    assert vote.blank.tolist() == [pytest.approx(24.0)]
    assert vote.registered.tolist() == [pytest.approx(1200.0)]


def test_an_absent_result_says_that_it_is_not_known() -> None:
    vote = carried(one(there=False), np.array([False]), np.array([1200.0]))

    assert vote.known.tolist() == [False]
    assert vote.registered.tolist() == [0.0]
