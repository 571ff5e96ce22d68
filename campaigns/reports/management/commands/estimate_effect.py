"""``estimate_effect``: the effect of what was drawn by lot, from a table of people, buildings or stations."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.errors import DomainError
from campaigns.reports.effects import estimating, table, telling
from campaigns.reports.effects.table import Asked
from campaigns.territory.reading import FileProblem


class Command(BaseCommand):
    help = "Estimate the effect of an assignment drawn by lot: ITT, CACE, randomisation inference. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, gzip or not, one row per person, building or station")
        parser.add_argument("--outcome", required=True, metavar="COL", help="what came out: a number, or yes and no")
        parser.add_argument("--treatment", required=True, metavar="COL", help="the arm that was drawn")
        parser.add_argument("--contact", default="", metavar="COL", help="who was reached, 0 to 1, or yes and no")
        parser.add_argument("--cluster", default="", metavar="COL", help="what was drawn: household, building, station")
        parser.add_argument("--covariate", action="append", default=[], metavar="COL", help="known before; repeat")
        parser.add_argument("--block", default="", metavar="COL", help="inside which the draw was made")
        parser.add_argument("--weight", default="", metavar="COL", help="of rows, e.g. the registered of a station")
        parser.add_argument("--treated", default="", metavar="VALUE", help="the treated arm’s value")
        parser.add_argument("--control", default="", metavar="VALUE", help="the control arm’s value")
        parser.add_argument("--where", action="append", default=[], metavar="COL=VALUE", help="only these rows; repeat")
        parser.add_argument("--redraws", type=int, metavar="N", help="of randomisation (5,000 to 50,000)")
        parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the redraws (0)")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seed"] < 0 or options["redraws"] is not None and options["redraws"] < 1:
            raise CommandError("--redraws must be 1 or more, --seed 0 or more.")
        try:
            read = table.read(options["file"], _asked(options))
            found = estimating.estimate(read.experiment, redraws=options["redraws"], seed=options["seed"])
        except FileProblem as problem:
            raise CommandError(str(problem)) from problem
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(telling.as_json(read, found), ensure_ascii=False, allow_nan=False))
            return
        for line in telling.lines(read, found):
            self.stdout.write(line)


def _asked(options: dict[str, Any]) -> Asked:
    only = []
    for condition in options["where"]:
        name, equals, cell = condition.partition("=")
        if not equals:
            raise CommandError(f"--where takes COL=VALUE, not “{condition}”.")
        only.append((name.strip(), cell.strip()))
    named = {name: options[name] for name in ("outcome", "treatment", "contact", "cluster", "block", "weight")}
    return Asked(
        **named,
        treated=options["treated"],
        control=options["control"],
        covariates=tuple(options["covariate"]),
        only=tuple(only),
    )
