"""What the ranking of stations is worth, in invented towns whose truth is known.

    python -m benchmarks.targeting [--full] [--json] [--seeds 1000-1019] [--families base,flat] [--hours 400,1000]
                                   [--overrides FILE]

Each seed makes one town in each family. In each town the same campaign is played by the product's ranking, by simple
rules and by an oracle that knows everything; capture says where the product stands between going everywhere (0) and the
oracle (1). The product is given past elections, doors and its own visits, never the truth.

Without --full and without --seeds: two seeds and 1,000 hours, while the goals want ten seeds or more, three budgets and
all families. With --overrides one family only, called unseen: the defaults with the changes of a JSON file, such as
{"S": 40, "t_target": [0.5, 0.6]}.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

from benchmarks.report import Report, arguments
from benchmarks.targeting import families, figures, speed
from benchmarks.targeting.campaign import HOURS_PER_SHIFT
from benchmarks.targeting.families import FAMILIES, UNSEEN
from benchmarks.targeting.runs import Job, all_played

SEEDS, SEEDS_FULL = range(1_000, 1_002), range(1_000, 1_020)
ENOUGH = 10  # seeds for the goals to be sure; then a whole country is scored as well
HOURS, HOURS_FULL = (1_000.0,), (400.0, 1_000.0, 2_400.0)


def main() -> None:
    options = _options()
    report = Report("targeting")
    small = not options.full and options.seeds is None
    changes = {UNSEEN: families.overrides(options.overrides)} if options.overrides else FAMILIES
    seeds = options.seeds or (SEEDS if small else SEEDS_FULL)
    jobs = [
        Job(seed, family, changes[family], options.hours or (HOURS if small else HOURS_FULL))
        for family in options.families or changes
        for seed in seeds
    ]
    began = time.perf_counter()
    towns = figures.Towns(list(all_played(jobs)))
    report.figures["seconds"] = time.perf_counter() - began
    figures.tell(report, towns)
    speed.measure(report, country=len(seeds) >= ENOUGH)
    report.close(as_json=options.json)


def _options() -> argparse.Namespace:
    parser = arguments(__doc__ or "")
    parser.add_argument("--seeds", type=_seeds, help="first and last, such as 1000-1019")
    parser.add_argument("--families", type=_families, help=f"some of {','.join(FAMILIES)}")
    parser.add_argument("--hours", type=_hours, help="canvasser-hours of each campaign, such as 400,1000,2400")
    parser.add_argument("--overrides", type=Path, help="a JSON file of settings: the one family that is played")
    options = parser.parse_args()
    if options.overrides and options.families:
        parser.error("--overrides plays one family of its own: leave --families out")
    return options


def _seeds(text: str) -> range:
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise argparse.ArgumentTypeError(
            f"{text}: expected two numbers, the first not above the last, such as 1000-1019"
        )
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def _families(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in FAMILIES]:
        raise argparse.ArgumentTypeError(f"no family is called {unknown[0]}; there are {', '.join(FAMILIES)}")
    return figures.in_known_order(set(names))


def _hours(text: str) -> tuple[float, ...]:
    try:
        hours = tuple(sorted({float(number) for number in text.split(",")}))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: expected numbers, such as 400,1000,2400") from None
    if hours[0] < HOURS_PER_SHIFT:
        raise argparse.ArgumentTypeError(
            f"{text}: a campaign has {HOURS_PER_SHIFT} hours at least, one shift of a pair"
        )
    return hours


if __name__ == "__main__":
    main()
