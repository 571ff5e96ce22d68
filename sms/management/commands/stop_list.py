"""``stop_list``: how many numbers want no more texts, and whether this site has the key by which it knows them."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils import timezone

from campaigns.errors import DomainError
from sms import opt_out_key, opt_outs
from sms.models import OptOut

E164 = re.compile(r"\+[1-9]\d{6,14}")
LOST = (
    "{held} numbers said STOP under the former key; {found} are known again under this one. The others would be "
    "written to again: ask whoever may remember them, and add each with --add."
)


class Command(BaseCommand):
    help = "Tell whether the list of who wants no more texts can be read; begin it anew when its key is lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when NOTES_KEY is not the key of the list")
        parser.add_argument(
            "--add", metavar="NUMBER", help="+33612345678: its owner said so by another way than a text"
        )
        parser.add_argument("--new-key", action="store_true", help="the former NOTES_KEY is lost: go on with this one")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"] and not opt_out_key.fits():
            renewed = opt_out_key.renew(now=timezone.now())
            self._tell(options["json"], LOST.format(held=renewed.held, found=renewed.found), held=renewed.held,
                       found=renewed.found)  # fmt: skip
            return
        if options["check"]:
            self._check()
        if options["add"]:
            self._add(options["add"])
        counts = dict(OptOut.objects.values_list("source").annotate(Count("pk")).order_by("source"))
        total, fits = sum(counts.values()), opt_out_key.fits()
        told = f"Numbers that want no more texts: {total}." if fits else opt_out_key.OTHER_KEY
        self._tell(options["json"], told, numbers=total, by_source=counts, fits=fits)

    def _check(self) -> None:
        try:
            opt_out_key.note(now=timezone.now())
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal

    def _add(self, number: str) -> None:
        if not E164.fullmatch(number):
            raise CommandError(f"--add {number}: expected a number in the form +33612345678.")
        try:
            opt_outs.opt_out(number, source=opt_outs.Source.HAND, now=timezone.now())
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal

    def _tell(self, as_json: bool, sentence: str, **figures: Any) -> None:
        self.stdout.write(json.dumps(figures) if as_json else sentence)
