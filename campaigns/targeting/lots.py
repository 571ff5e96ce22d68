"""Drawing lots: who is held out follows from a seed that anybody can compute again. Pure.

The seed comes from a salt, drawn by the machine before the campaign's first plan, and the plan's own name, so nobody
chooses it and nobody can draw again until the result pleases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

SEED_BYTES = 16
STREAM_OF_REDRAWS = 1  # beside the lots themselves: what checks a draw never uses its numbers again


@dataclass(frozen=True, order=True)
class Lot:
    """One unit where the draw put it: its block, its place in the block, and whether it is held out."""

    block: int
    place: int
    code: str
    held_out: bool


def seed_of(salt: str, plan: str) -> int:
    """The first 16 bytes, big-endian, of the SHA-256 of ``salt|plan``."""
    return int.from_bytes(hashlib.sha256(f"{salt}|{plan}".encode()).digest()[:SEED_BYTES], "big")


def draw(seed: int, blocks: int, size: int) -> NDArray[np.int64]:
    """Which unit of each block is held out, counted from 0: ⌊u·size⌋ with one uniform number per block."""
    uniform = Generator(PCG64(seed)).random(blocks)
    return np.asarray(np.floor(uniform * size), dtype=np.int64)


def redraws(seed: int, blocks: int, size: int, times: int) -> NDArray[np.int64]:
    """As many other draws of the same design, one a row, from numbers that the draw itself has not used."""
    generator = Generator(PCG64([seed, STREAM_OF_REDRAWS]))
    return np.asarray(generator.integers(0, size, (times, blocks)), dtype=np.int64)


def assign(blocks: Sequence[Sequence[str]], held: NDArray[np.int64]) -> list[Lot]:
    """Every unit of the blocks, by its code, with what the draw says of it."""
    return [
        Lot(number, place, code, place == int(held[number]))
        for number, block in enumerate(blocks)
        for place, code in enumerate(block)
    ]


def written(lots: Iterable[Lot]) -> str:
    """The assignment as text, a line for each unit: ``block,place,code,arm``. What its SHA-256 is taken of."""
    arms = {True: "control", False: "canvass"}
    lines = [f"{lot.block},{lot.place},{lot.code},{arms[lot.held_out]}" for lot in sorted(lots)]
    return "\n".join(["block,place,unit,arm", *lines, ""])


def digest(text: str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
