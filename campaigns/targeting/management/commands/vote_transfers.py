"""``vote_transfers``: where the votes of one election went in another, or the rows of any table of counts per unit."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting.transfers import between, classes, estimating, table_file, units
from campaigns.targeting.transfers.estimating import Transfers
from campaigns.targeting.transfers.mixture import Floats
from campaigns.territory.models import Election
from campaigns.territory.reading import FileProblem

DIGITS = 6


class Command(BaseCommand):
    help = (
        "Estimate what share of each row went to each column, from counts per polling station. "
        "About areas, never about people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="first", default="", metavar="ELECTION", help="its code, e.g. 2022-legislatives-1"
        )
        parser.add_argument("--to", dest="second", default="", metavar="ELECTION", help="its code")
        parser.add_argument("--campaign", default="", help="only its communes, in blocs as it counts them")
        parser.add_argument("--csv", type=Path, metavar="FILE", help="instead: a table, gzip or not, one row a unit")
        parser.add_argument("--rows", default="", help="the columns of the file that are rows, separated by commas")
        parser.add_argument("--cols", default="", help="the columns of the file that are columns, separated by commas")
        parser.add_argument("--merge-below", type=float, metavar="SHARE", help="smaller classes as one (0.04; CSV: 0)")
        parser.add_argument("--seed", type=int, default=1, help="of the draws of the range (1)")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        least = options["merge_below"]
        if least is not None and not 0 <= least < 0.5:
            raise CommandError("--merge-below: expected a share from 0 to 0.5, such as 0.04.")
        if options["seed"] < 0:
            raise CommandError("--seed: expected a whole number, 0 or more.")
        try:
            told = self._of_file(options) if options["csv"] else self._of_elections(options)
        except (FileProblem, DomainError) as problem:
            raise CommandError(str(problem)) from problem
        told["seconds"] = round(time.monotonic() - began, 3)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in _lines(told):
            self.stdout.write(line)

    def _of_file(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["first"] or options["second"] or options["campaign"]:
            raise CommandError("Give either --csv with --rows and --cols, or --from and --to.")
        rows, columns = _names(options["rows"]), _names(options["cols"])
        if not rows or not columns:
            raise CommandError("--csv needs --rows and --cols: the names of columns, separated by commas.")
        counts = table_file.read(options["csv"], rows, columns)
        usable = units.usable(counts.first, counts.second)
        if not len(usable.first):
            raise CommandError(f"{options['csv'].name}: no row can be used. Left out: {_told(usable.left_out)}.")
        least = options["merge_below"] or 0.0
        first = _together(rows, usable.first, least)
        second = _together(columns, usable.second, least)
        found = estimating.estimate(first[1], second[1], seed=options["seed"])
        return _as_json(first[0], second[0], found, usable.carried, usable.left_out)

    def _of_elections(self, options: dict[str, Any]) -> dict[str, Any]:
        if not (options["first"] and options["second"]):
            raise CommandError("Give --from and --to, or --csv with --rows and --cols.")
        least = classes.LEAST if options["merge_below"] is None else options["merge_below"]
        told = between.estimate(
            _election(options["first"]),
            _election(options["second"]),
            campaign=_campaign(options["campaign"]),
            seed=options["seed"],
            least=least,
        )
        names = [["+".join(parts) for parts in side.names] for side in (told.first, told.second)]
        return _as_json(names[0], names[1], told.found, told.carried, told.left_out)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")] if text.strip() else []


def _together(names: list[str], counts: Floats, least: float) -> tuple[list[str], Floats]:
    """As they were named, empty ones too, unless small ones are to be put together."""
    if not least:
        return names, counts
    made = classes.together(names, counts, least=least)
    return ["+".join(parts) for parts in made.names], made.counts


def _election(code: str) -> Election:
    found = Election.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Election.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no election “{code}”. Imported: {known}.")
    return found


def _campaign(slug: str) -> Campaign | None:
    if not slug:
        return None
    found = Campaign.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no campaign “{slug}”.")
    return found


def _as_json(
    rows: Sequence[str], columns: Sequence[str], found: Transfers, carried: int, left_out: dict[str, int]
) -> dict[str, Any]:
    return {
        "rows": list(rows),
        "cols": list(columns),
        "table": _rounded(found.table),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "bound_low": _rounded(found.bound_low),
        "bound_high": _rounded(found.bound_high),
        "row_totals": _rounded(found.row_totals),
        "col_totals": _rounded(found.column_totals),
        "units": found.units,
        "carried": carried,
        "left_out": left_out,
        "rounds": found.rounds,
        "converged": found.converged,
        "range": "drawn" if found.drawn else "bounds",
    }


def _rounded(numbers: Floats) -> Any:
    return numbers.round(DIGITS).tolist()


def _told(left_out: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in left_out.items()) or "none"


def _lines(told: dict[str, Any]) -> list[str]:
    """A table for a terminal: share and range in percent."""
    cells = [
        [f"{100 * share:5.1f} ({100 * low:.0f}-{100 * high:.0f})" for share, low, high in zip(*row, strict=True)]
        for row in zip(told["table"], told["low"], told["high"], strict=True)
    ]
    width = max(16, *(len(name) + 2 for name in told["cols"]))
    first = max(12, *(len(name) + 1 for name in told["rows"]))
    lines = [" " * first + "".join(name.rjust(width) for name in told["cols"])]
    lines += [
        name.ljust(first) + "".join(cell.rjust(width) for cell in row)
        for name, row in zip(told["rows"], cells, strict=True)
    ]
    range_is = "range of nine tenths" if told["range"] == "drawn" else "certain bounds: too few units to draw from"
    lines.append(f"{told['units']} units, {told['carried']} carried to their present size; in brackets the {range_is}")
    lines.append(f"left out: {_told(told['left_out'])}")
    return lines
