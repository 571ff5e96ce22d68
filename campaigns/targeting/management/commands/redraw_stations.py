"""``redraw_stations``: what became of stations whose limits changed, so that their past follows the addresses."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import redrawn
from campaigns.targeting.redrawn import Told
from campaigns.territory.reading import FileProblem


class Command(BaseCommand):
    help = "Tell what became of polling stations whose limits changed: their past results follow the addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "before", type=Path, nargs="?", help="old table of addresses and stations, or columns old, new, share"
        )
        parser.add_argument("after", type=Path, nargs="?", help="new table; without it, today's imported addresses")
        parser.add_argument("--campaign", required=True, help="the campaign's short name, e.g. demo")
        parser.add_argument("--since", required=True, metavar="DAY", help="from when the new limits count: 2023-01-01")
        parser.add_argument("--take-back", action="store_true", help="forget what was told of that day")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign “{options['campaign']}”.")
        since = _day(options["since"])
        if options["take_back"]:
            self._say(options, {"taken_back": redrawn.take_back(campaign, since)})
            return
        if options["before"] is None:
            raise CommandError("Name the old table of addresses and stations, or a file of old, new and share.")
        try:
            told = redrawn.from_files(campaign, since, options["before"], options["after"])
        except (FileProblem, DomainError) as problem:
            raise CommandError(str(problem)) from problem
        self._say(options, _as_json(told))

    def _say(self, options: dict[str, Any], told: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        for name, value in told.items():
            shown = ", ".join(value) or "none" if isinstance(value, list) else value
            self.stdout.write(f"{name.replace('_', ' ')}: {shown}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--since: expected a day such as 2023-01-01, not “{text}”.") from None


def _as_json(told: Told) -> dict[str, Any]:
    found = None if told.found is None else round(told.found, 4)
    lists = {name: list(value) for name, value in asdict(told).items() if isinstance(value, tuple)}
    return {"since": told.since.isoformat(), **lists, "unchanged": told.unchanged, "addresses_found": found}
