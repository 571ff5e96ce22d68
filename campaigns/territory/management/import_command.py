"""What the import commands share: files in, progress on a terminal, a report at the end."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.territory.reading import FileProblem
from campaigns.territory.report import Report

BLINK = 0.2
COUNTED = ("read", "imported", "updated", "unchanged", "duplicates", "set_aside", "ambiguous", "stations",
           "stations_without_results", "placed", "outlines")  # fmt: skip


class ImportCommand(BaseCommand):
    """Imports each file named and tells what became of its rows."""

    kind: ClassVar[str]
    importer: ClassVar[Callable[..., Report]]
    files: ClassVar[str] = "CSV files, gzip or not"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help=self.files)
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = [self._import(path, options) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(_together(reports), ensure_ascii=False))

    def extra(self, options: dict[str, Any]) -> dict[str, Any]:
        """Arguments of the importer beyond the common ones."""
        return {}

    def _import(self, path: Path, options: dict[str, Any]) -> Report:
        aside = Path(settings.MEDIA_ROOT) / "imports" / f"{path.name}.set-aside.csv"
        try:
            report = type(self).importer(path, set_aside=aside, progress=self._progress(), **self.extra(options))
        except FileProblem as problem:
            raise CommandError(str(problem)) from problem
        if not options["json"]:
            self._tell(path, report)
        return report

    def _progress(self) -> Callable[[int, int, int], None] | None:
        """A line that rewrites itself on a terminal; nothing in a log."""
        if not sys.stderr.isatty():
            return None
        began = last = time.monotonic()

        def show(rows: int, done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last < BLINK and done < total:
                return
            last = now
            left = (now - began) * (total - done) / done if done else 0
            self.stderr.write(f"\r{rows:,} rows, {100 * done / max(1, total):.0f} %, {left:.0f} s left   ", ending="")

        return show

    def _tell(self, path: Path, report: Report) -> None:
        self.stdout.write(f"{path.name} ({report.layout}), {report.seconds:.1f} s")
        for name in COUNTED:
            if value := getattr(report, name):
                self.stdout.write(f"  {name.replace('_', ' '):<26}{value:>12,}")
        for warning in report.warnings:
            self.stdout.write(f"  warning: {warning}")
        if report.dropped_columns:
            self.stdout.write(f"  columns not kept: {', '.join(report.dropped_columns)}")
        if report.set_aside_file:
            self.stdout.write(f"  rows set aside: {report.set_aside_file}")


def _together(reports: list[Report]) -> dict[str, Any]:
    """One object for all files: the counts added up, each file's own report beside."""
    told: dict[str, Any] = {name: sum(getattr(report, name) for report in reports) for name in COUNTED}
    told["seconds"] = round(sum(report.seconds for report in reports), 3)
    return told | {"files": [report.as_dict() for report in reports]}
