"""``purge``: forget now what its time has come for. The worker does the same several times a day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from canvass import purging


class Command(BaseCommand):
    help = "Erase what its time has come for: comments after the vote, traces of outings, old batches. Twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        erased = purging.run_all(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"erased": erased}))
            return
        for purge in purging.PURGES:
            self.stdout.write(f"{purge.name}: {erased[purge.name]} erased ({purge.due}).")
