"""No address is lost or doubled by any change of the areas, and every change can be taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from campaigns.turfs import layout
from campaigns.turfs.layout import NEW, OUT, Area, Layout

START = Layout({1: Area(1, 1, (11, 12, 13, 14)), 2: Area(2, 2, (21, 22)), 3: Area(3, 3, (31, 32, 33))}, frozenset({9}))
EVERYTHING = sorted([11, 12, 13, 14, 21, 22, 31, 32, 33, 9])


def stored(arranged: Layout, number: int) -> Layout:
    """A new area gets its key, as it does when it is stored."""
    fresh = arranged.areas.get(NEW)
    if fresh is None:
        return arranged
    others = {turf: area for turf, area in arranged.areas.items() if turf != NEW}
    return Layout({**others, number: Area(number, fresh.number, fresh.stops, fresh.pinned)}, arranged.out)


@st.composite
def sequences(draw) -> list[Layout]:
    """The layouts that a few changes in a row lead through."""
    seen = [START]
    for number in range(100, 100 + draw(st.integers(1, 6))):
        now = seen[-1]
        turfs = sorted(now.areas)
        some = draw(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=5))
        turf = draw(st.sampled_from(turfs)) if turfs else NEW
        kind = draw(st.sampled_from(["move", "split", "merge", "reorder", "number", "count", "pin"]))
        if kind == "move" or not turfs:
            now = layout.moved(now, some, draw(st.sampled_from([*turfs, NEW, OUT])))
        elif kind == "split":
            stops = now.areas[turf].stops
            now = layout.split(now, turf, stops[draw(st.integers(0, len(stops))) :])
        elif kind == "merge":
            now = layout.merged(now, turf, draw(st.lists(st.sampled_from(turfs), max_size=3, unique=True)))
        elif kind == "reorder":
            stop = draw(st.sampled_from(now.areas[turf].stops))
            now = layout.reordered(now, turf, stop, draw(st.integers(-1, 9)))
        elif kind == "number":
            now = layout.renumbered(now, turf, draw(st.integers(1, 9)))
        elif kind == "count":
            now = layout.counted(now, turfs[::-1], fixed=draw(st.lists(st.sampled_from(turfs), max_size=2)))
        else:
            now = layout.pinned(now, turf, draw(st.booleans()))
        seen.append(stored(now, number))
    return seen


@given(sequences())
def test_every_address_stands_in_one_place_after_any_changes(steps) -> None:
    last = steps[-1]

    everything = [stop for area in last.areas.values() for stop in area.stops] + list(last.out)

    assert sorted(everything) == EVERYTHING


@given(sequences())
def test_no_two_areas_have_one_number_and_none_is_empty(steps) -> None:
    areas = steps[-1].areas.values()

    assert len({area.number for area in areas}) == len(areas)
    assert all(area.stops for area in areas)


@given(sequences())
def test_what_was_before_comes_back_from_what_was_noted(steps) -> None:
    now = steps[-1]

    for before in reversed(steps[:-1]):
        change = before.difference(now)
        assert layout.snapshot(now, change) == layout.snapshot(now, now.difference(before))
        now = layout.restored(now, layout.snapshot(before, change), change.addresses)
        assert now == before

    assert now == START


def test_the_area_addresses_come_to_is_pinned_and_the_one_they_leave_is_not() -> None:
    after = layout.moved(START, [11], 2)

    assert after.areas[2] == Area(2, 2, (21, 22, 11), pinned=True)
    assert after.areas[1] == Area(1, 1, (12, 13, 14))


def test_an_area_that_gives_its_last_address_is_gone() -> None:
    after = layout.moved(START, [21, 22], OUT)

    assert sorted(after.areas) == [1, 3]
    assert after.out == {9, 21, 22}


def test_an_address_left_out_is_put_back_by_moving_it() -> None:
    after = layout.moved(START, [9], 3)

    assert after.areas[3].stops == (31, 32, 33, 9)
    assert after.out == frozenset()


def test_a_new_area_has_the_next_number() -> None:
    after = layout.moved(START, [12, 31], NEW)

    assert after.areas[NEW] == Area(NEW, 4, (12, 31), pinned=True)


def test_two_areas_change_their_numbers() -> None:
    after = layout.renumbered(START, 1, 3)

    assert {turf: area.number for turf, area in after.areas.items()} == {1: 3, 2: 2, 3: 1}
    assert [area.pinned for area in after.areas.values()] == [True, False, False]


def test_a_number_above_all_others_leaves_a_gap_that_counting_again_closes() -> None:
    after = layout.renumbered(START, 1, 7)

    again = layout.counted(after, [2, 1, 3], fixed=[3])

    assert {turf: area.number for turf, area in again.areas.items()} == {2: 1, 1: 2, 3: 3}


def test_one_stop_moves_and_the_others_keep_their_order() -> None:
    after = layout.reordered(START, 1, 14, 2)

    assert after.areas[1] == Area(1, 1, (11, 14, 12, 13), pinned=True, ordered_by_hand=True)


def test_only_what_differs_is_told() -> None:
    change = START.difference(layout.moved(START, [11], OUT))

    assert change == layout.Difference(frozenset({1}), frozenset({11}))
