"""``rebuild_projection``: doors and figures computed again from the visits they are a cache of."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.people.models import Campaign
from campaigns.visits import folding, rebuilding


class Command(BaseCommand):
    help = "Compute the state of doors and the figures again from the visits; phones may go on sending meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", help="its short name; all campaigns when left out")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is wrong")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        began, found = time.monotonic(), {}
        for campaign in _campaigns(options["campaign"]):
            found[campaign.slug] = asdict(rebuilding.rebuild(campaign, write=not options["check"]))
            if not options["check"]:
                folding.fold(campaign.pk)
        wrong = sum(each["wrong_doors"] + each["wrong_figures"] for each in found.values())
        if options["json"]:
            seconds = round(time.monotonic() - began, 3)
            self.stdout.write(json.dumps({"campaigns": found, "wrong": wrong, "seconds": seconds}))
        else:
            for slug, each in found.items():
                self.stdout.write(
                    f"{slug}: {each['doors']} doors and {each['visits']} visits read; "
                    f"{each['wrong_doors']} doors and {each['wrong_figures']} figures were wrong."
                )
        if options["check"] and wrong:
            raise CommandError("The projection is not what the visits say. Run it again without --check.")


def _campaigns(slug: str | None) -> list[Campaign]:
    found = list(Campaign.objects.filter(**({"slug": slug} if slug else {})).order_by("slug"))
    if slug and not found:
        raise CommandError(f"There is no campaign “{slug}”.")
    return found
