"""``translations``: bring the French catalogues up to the code and compile them; ``--check`` changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canvass import translations
from canvass.catalogues import compile_changed


class Command(BaseCommand):
    help = "Bring the French catalogues up to the code and compile them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail when a sentence lacks its French; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = []
        for part in translations.PARTS:
            faults = translations.missing(part) if options["check"] else translations.update(part)
            lacking += [f"{part}: {text}" for text in faults]
            if options["check"]:
                lacking += [f"{part}: no longer used: {text}" for text in translations.superfluous(part)]
        compile_changed()
        for line in lacking:
            self.stdout.write(line)
        if lacking and options["check"]:
            raise CommandError(f"{len(lacking)} sentences to see to; run “bin/manage translations”.")
        self.stdout.write(f"{len(lacking)} sentences lack their French.")
