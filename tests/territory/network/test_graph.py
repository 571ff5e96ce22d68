"""Corners and pavements."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csgraph

from campaigns.territory.network.graph import Network
from tests.territory.network.towns import crossroads, line


def test_a_crossroads_has_a_corner_for_each_street_that_leaves_it() -> None:
    network = crossroads()

    middle = np.flatnonzero(np.hypot(*(network.corners - network.corners.mean(axis=0)).T) < 1)
    assert len(network.lengths) == 4
    assert len(middle) == 4
    assert network.lengths == pytest.approx([100.0] * 4, abs=0.05)


def test_around_it_each_step_crosses_one_street() -> None:
    network = crossroads("primary")
    middle = np.flatnonzero(np.hypot(*(network.corners - network.corners.mean(axis=0)).T) < 1)

    felt = csgraph.dijkstra(network.steps, directed=False, indices=middle)[:, middle]

    # Between opposite corners one crosses the lane (20) and the main road (60).
    assert sorted(set(felt[0].round().tolist())) == [0, 20, 60, 80]


def test_lines_that_meet_in_the_middle_of_both_are_cut_there_and_others_are_not() -> None:
    under = line("rue b", "footway", (3, 0, -100), (6, 0, 0), (4, 0, 100), tunnel="yes")
    network = Network.of([line("rue a", "residential", (1, -100, 0), (5, 0, 0), (2, 100, 0)), under])

    assert len(network.lengths) == 2
    assert sorted(network.part.tolist()) == [0, 1]


def test_a_loop_a_dead_end_and_places_written_twice_are_streets_too() -> None:
    network = Network.of(
        [
            line("", "residential", (1, 0, 0), (2, 50, 0)),
            line("", "residential", (2, 50, 0), (3, 80, 30), (4, 80, -30), (2, 50, 0)),
            line("", "footway", (1, 0, 0), (9, 0, 0)),  # no length at all
        ]
    )

    assert len(network.lengths) == 2
    assert set(network.part.tolist()) == {0}
    assert np.isfinite(csgraph.dijkstra(network.steps, directed=False, indices=[0])).all()


def test_ground_without_any_way_to_walk_is_told() -> None:
    with pytest.raises(ValueError, match="no line that people may walk"):
        Network.of([line("a86", "motorway", (1, 0, 0), (2, 100, 0))])
