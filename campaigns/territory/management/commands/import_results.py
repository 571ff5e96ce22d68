"""``import_results``: results per polling station, from any known layout."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from campaigns.territory import results
from campaigns.territory.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import results per polling station: wide, long, or the Ministry's own files. May be run twice."
    kind = "results"
    importer = staticmethod(results.import_file)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--election", default="", help="e.g. 2022-presidentielle-1; else told by the file's name")

    def extra(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"election": options["election"]}
