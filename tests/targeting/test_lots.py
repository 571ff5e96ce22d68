"""Drawing lots: the same seed, the same lots, on any machine; one held out in each block and nobody chooses which."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.targeting import lots

BLOCKS = st.lists(st.lists(st.uuids().map(str), min_size=4, max_size=4, unique=True), min_size=1, max_size=60)


def test_the_seed_is_the_beginning_of_the_hash_of_salt_and_plan() -> None:
    assert lots.seed_of("demo-salt", "plan-1") == 0x1DBB6DD0D10BB30882685CA1B86DF879


def test_one_uniform_number_per_block_says_who_is_held_out() -> None:
    seed = lots.seed_of("demo-salt", "plan-1")

    fine = lots.draw(seed, 6, 10_000) / 10_000

    assert fine.tolist() == pytest.approx([0.1811, 0.5671, 0.2980, 0.0730, 0.3047, 0.3861], abs=1e-4)
    assert lots.draw(seed, 6, 2).tolist() == [0, 1, 0, 0, 0, 0]


@given(seed=st.integers(0, 2**128 - 1), blocks=BLOCKS)
def test_each_block_holds_out_exactly_one_and_loses_nobody(seed, blocks) -> None:
    drawn = lots.assign(blocks, lots.draw(seed, len(blocks), 4))

    held = [sum(lot.held_out for lot in drawn if lot.block == number) for number in range(len(blocks))]
    assert held == [1] * len(blocks)
    assert [lot.code for lot in drawn] == [code for block in blocks for code in block]


@given(seed=st.integers(0, 2**128 - 1), size=st.integers(2, 20), blocks=st.integers(1, 200))
def test_the_same_seed_draws_the_same_and_further_blocks_change_nothing_before_them(seed, size, blocks) -> None:
    drawn = lots.draw(seed, blocks, size)

    assert ((drawn >= 0) & (drawn < size)).all()
    assert lots.draw(seed, blocks + 1, size)[:blocks].tolist() == drawn.tolist()


def test_every_place_of_a_block_is_as_likely_as_the_others() -> None:
    drawn = lots.draw(lots.seed_of("fair", "plan-1"), 40_000, 5)

    assert np.bincount(drawn, minlength=5) / 40_000 == pytest.approx([0.2] * 5, abs=0.01)


def test_another_plan_is_another_draw() -> None:
    one, two = (lots.draw(lots.seed_of("salt", plan), 64, 2).tolist() for plan in ("plan-1", "plan-2"))

    assert one != two


def test_what_checks_a_draw_uses_numbers_of_its_own() -> None:
    seed = lots.seed_of("demo-salt", "plan-1")

    others = lots.redraws(seed, 64, 20, 50)

    assert others.shape == (50, 64)
    assert others.tolist() != np.random.Generator(np.random.PCG64(seed)).integers(0, 20, (50, 64)).tolist()
    assert lots.redraws(seed, 64, 20, 50).tolist() == others.tolist()


def test_the_written_assignment_says_block_place_unit_and_arm() -> None:
    drawn = lots.assign([["94033-0001", "94033-0002"]], np.array([1]))

    text = lots.written(reversed(drawn))

    assert text == "block,place,unit,arm\n0,0,94033-0001,canvass\n0,1,94033-0002,control\n"
    assert lots.digest(text) == hashlib.sha256(text.encode()).hexdigest()
