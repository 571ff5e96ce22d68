"""Vote transfers where every move is known: ours beside independence and beside Goodman's regression.

    python -m benchmarks.transfers [--file CSV --rows a,b --cols c,d --cells ac,ad,bc,bd] [--full] [--json]

The error is the part of all people who stand in the wrong cell of the table. Towns are invented in which people of one
class differ from station to station, and lean, more or less, to where many of their neighbours stand. A file of your
own has counts per unit and, in ``--cells``, the columns of the true joint counts, row by row.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import nnls

from benchmarks.report import Report, arguments
from campaigns.targeting.transfers import estimating, mixture, table_file, units
from campaigns.targeting.transfers.mixture import Floats

LEANINGS = (0.0, 0.1, 0.2)
OURS, INDEPENDENCE, GOODMAN = "ours", "independence", "Goodman"


@dataclass(frozen=True)
class Known:
    """Counts of units, and what really happened to all people: rows × columns."""

    first: Floats
    second: Floats
    truth: Floats


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--file", type=Path, help="a table with counts and truth, instead of invented towns")
    parser.add_argument("--rows", default="", help="its columns that are rows")
    parser.add_argument("--cols", default="", help="its columns that are columns")
    parser.add_argument("--cells", default="", help="its columns of joint counts, row by row")
    options = parser.parse_args()
    report = Report("transfers")
    if options.file:
        names = [text.split(",") for text in (options.rows, options.cols, options.cells)]
        compare(report, options.file.name, [of_file(options.file, *names)])
    else:
        for leaning in LEANINGS:
            towns = [invented(seed, leaning=leaning) for seed in range(40 if options.full else 8)]
            compare(report, f"leaning {leaning}", towns, against_goodman=leaning > 0)
    for size in (60, 70_000) if options.full else (60,):
        report.figures[f"seconds for {size:,} stations, 8 × 8"] = seconds(size)
    report.at_most("seconds for a city of 60 stations", report.figures["seconds for 60 stations, 8 × 8"], 2.0)
    report.close(as_json=options.json)


def compare(report: Report, name: str, known: list[Known], *, against_goodman: bool = True) -> None:
    """The mean error of each way. Where nobody leans Goodman's model holds to the letter: nothing is asked of us."""
    ways = {INDEPENDENCE: mixture.independent, GOODMAN: goodman, OURS: ours}
    errors = {
        way: float(np.mean([misplaced(share(one.first, one.second), one) for one in known]))
        for way, share in ways.items()
    }
    for way, error in errors.items():
        report.figures[f"misplaced, {name}, {way}"] = error
    report.at_most(f"{name}: less than independence", errors[OURS], errors[INDEPENDENCE])
    if against_goodman:
        report.at_most(f"{name}: less than Goodman", errors[OURS], errors[GOODMAN])


def ours(first: Floats, second: Floats) -> Floats:
    return estimating.estimate(first, second, resamples=1).table


def goodman(first: Floats, second: Floats) -> Floats:
    """The shares of columns regressed on the shares of rows, none below zero, each row made to add up to 1."""
    people = first.sum(axis=1, keepdims=True)
    root = np.sqrt(people)
    found = [nnls(root * first / people, (root * second / people)[:, column])[0] for column in range(second.shape[1])]
    table = np.array(found).T
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def misplaced(shares: Floats, known: Known) -> float:
    """The part of all people who stand in the wrong cell."""
    estimated = shares * known.first.sum(axis=0)[:, None]
    return float(np.abs(estimated - known.truth).sum() / 2 / known.truth.sum())


def invented(seed: int, *, size: int = 150, classes: int = 4, alike: float = 40.0, leaning: float = 0.0) -> Known:
    """Units of 600 to 1,200 people whose every move is known. The larger ``alike``, the less units differ; with
    ``leaning`` people move towards where many of their neighbours stand, as they do in real towns."""
    random = np.random.default_rng(seed)
    shares = 0.5 * np.eye(classes) + 0.5 * random.dirichlet(np.ones(classes), classes)
    mix = random.dirichlet(random.uniform(2.0, 5.0, classes), size)
    first = random.multinomial(random.integers(600, 1_200, size), mix)
    moves = np.zeros((size, classes, classes))
    for row in range(classes):
        here = shares[row] * np.exp(leaning * (mix - mix.mean(axis=0)) / mix.std(axis=0))
        local = random.gamma(alike * here / here.sum(axis=1, keepdims=True) + 0.001)
        moves[:, row] = random.multinomial(first[:, row], local / local.sum(axis=1, keepdims=True))
    return Known(first.astype(float), moves.sum(axis=1), moves.sum(axis=0))


def of_file(path: Path, rows: list[str], columns: list[str], cells: list[str]) -> Known:
    counts = table_file.read(path, rows, columns)
    usable = units.usable(counts.first, counts.second)
    joint = table_file.read(path, cells, columns).first.sum(axis=0)
    return Known(usable.first, usable.second, joint.reshape(len(rows), len(columns)))


def seconds(size: int) -> float:
    """To estimate one table with its range."""
    town = invented(1, size=size, classes=8)
    began = time.perf_counter()
    estimating.estimate(town.first, town.second)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
