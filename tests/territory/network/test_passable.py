"""Who may walk where, by the tags of the map."""

from __future__ import annotations

import pytest

from campaigns.territory.network.passable import MAIN_CROSSING, passage


@pytest.mark.parametrize(
    ("highway", "tags"),
    [
        ("residential", {}),
        ("footway", {}),
        ("steps", {}),
        ("service", {"access": "private", "foot": "yes"}),
        ("trunk", {"sidewalk": "both"}),
        ("trunk_link", {"foot": "designated"}),
        ("cycleway", {"foot": "designated"}),
        ("path", {"access": "no", "foot": "permissive"}),
        ("residential", {"foot": "use_sidepath"}),
        ("pedestrian", {"access": "destination"}),
    ],
)
def test_these_may_be_walked(highway, tags) -> None:
    assert passage(highway, tags) is not None


@pytest.mark.parametrize(
    ("highway", "tags"),
    [
        ("motorway", {}),
        ("motorway", {"foot": "yes"}),
        ("motorway_link", {}),
        ("construction", {}),
        ("proposed", {}),
        ("corridor", {}),
        ("raceway", {}),
        ("trunk", {}),
        ("cycleway", {}),
        ("bridleway", {}),
        ("residential", {"foot": "no"}),
        ("service", {"access": "private"}),
        ("footway", {"access": "no"}),
        ("footway", {"indoor": "yes"}),
        ("service", {"access": "customers"}),
    ],
)
def test_these_may_not(highway, tags) -> None:
    assert passage(highway, tags) is None


def test_stairs_are_felt_twice_and_wide_roads_are_dear_to_cross() -> None:
    assert (passage("steps", {}).factor, passage("residential", {}).factor) == (2.0, 1.0)
    costs = [passage(kind, {"foot": "yes"}).crossing for kind in ("footway", "residential", "tertiary", "primary")]
    assert costs == sorted(set(costs))
    assert all(passage(kind, {"foot": "yes"}).crossing >= MAIN_CROSSING for kind in ("trunk", "primary", "secondary"))
    assert passage("tertiary", {}).crossing < MAIN_CROSSING
