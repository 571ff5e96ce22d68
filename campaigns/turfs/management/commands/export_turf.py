"""``export_turf``: the turfs of an outing as they are stored, for other programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.people.models import Outing
from campaigns.turfs import exporting
from campaigns.turfs.exporting import Export
from campaigns.turfs.formats import FORMATS


class Command(BaseCommand):
    help = "Print the turfs of an outing in walking order, with the minutes of each leg. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outing", type=int, required=True, help="number of the outing, as in its address")
        parser.add_argument("--turf", type=int, metavar="N", help="only the turf of that number")
        parser.add_argument("--campaign", default="", help="refuse an outing that is not of this campaign")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one JSON object on the last line")
        form.add_argument("--format", choices=sorted(FORMATS), help="a table, a map or routes instead")

    def handle(self, *args: Any, **options: Any) -> None:
        export = exporting.of_outing(_outing(options["outing"], options["campaign"]), number=options["turf"])
        _refuse_nothing(export, options["turf"])
        if options["json"]:
            self.stdout.write(json.dumps(exporting.as_json(export), ensure_ascii=False))
        elif options["format"]:
            self.stdout.write(FORMATS[options["format"]](export))
        else:
            for line in exporting.lines(export):
                self.stdout.write(line)


def _outing(pk: int, campaign: str) -> Outing:
    rows = Outing.objects.filter(campaign__slug=campaign) if campaign else Outing.objects.all()
    found = rows.filter(pk=pk).first()
    if found is None:
        whose = f"The campaign “{campaign}” has" if campaign else "There is"
        raise CommandError(f"{whose} no outing {pk}.")
    return found


def _refuse_nothing(export: Export, number: int | None) -> None:
    if not export.turfs:
        raise CommandError("This outing has no turf yet." if number is None else f"This outing has no turf {number}.")
    if not any(turf.stops for turf in export.turfs):
        raise CommandError("No turf of this outing has a stop." if number is None else f"Turf {number} has no stop.")
