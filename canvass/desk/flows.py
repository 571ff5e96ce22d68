"""Two stacks of classes and what went from one to the other, as shapes of an SVG. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 760.0, 420.0
SIDE = 190.0  # for the words on either side
THICK, GAP, TOP = 14.0, 12.0, 10.0
LEAST = 0.004  # of everybody; thinner ribbons are not drawn, the table has them


@dataclass(frozen=True)
class Node:
    x: float
    y: float
    height: float
    middle: float
    """Where its word stands."""
    index: int


@dataclass(frozen=True)
class Ribbon:
    path: str
    row: int
    column: int


@dataclass(frozen=True)
class Flow:
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


def draw(counts: Sequence[Sequence[float]]) -> Flow:
    """``counts`` rows × columns: people of each row in each column. Raises ValueError when there is nobody."""
    rows = [sum(row) for row in counts]
    columns = [sum(column) for column in zip(*counts, strict=True)]
    people = sum(rows)
    if people <= 0:
        raise ValueError("nobody to draw")
    gaps = GAP * (max(len(rows), len(columns)) - 1)
    room = HEIGHT - 2 * TOP - gaps
    left = _stack([total / people * room for total in rows], SIDE)
    right = _stack([total / people * room for total in columns], WIDTH - SIDE - THICK)
    starts, ends = [node.y for node in left], [node.y for node in right]
    ribbons = []
    for row, cells in enumerate(counts):
        for column, count in enumerate(cells):
            height = count / people * room
            if count >= LEAST * people:
                ribbons.append(Ribbon(_ribbon(starts[row], ends[column], height), row, column))
            starts[row] += height
            ends[column] += height
    return Flow(left, right, tuple(ribbons))


def _stack(heights: Sequence[float], x: float) -> tuple[Node, ...]:
    nodes, y = [], TOP
    for index, height in enumerate(heights):
        nodes.append(Node(x, round(y, 1), round(height, 1), round(y + height / 2 + 4.5, 1), index))
        y += height + GAP
    return tuple(nodes)


def _ribbon(start: float, end: float, height: float) -> str:
    """From the right edge of a class on the left to the left edge of one on the right."""
    x0, x1 = SIDE + THICK, WIDTH - SIDE - THICK
    bend = (x0 + x1) / 2
    low0, low1 = start + height, end + height
    return (
        f"M{x0:.1f} {start:.1f} C{bend:.1f} {start:.1f} {bend:.1f} {end:.1f} {x1:.1f} {end:.1f} "
        f"V{low1:.1f} C{bend:.1f} {low1:.1f} {bend:.1f} {low0:.1f} {x0:.1f} {low0:.1f} Z"
    )
