"""``new_epoch``: to be run once after a backup was restored, before phones call again."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.people import counter
from campaigns.people.models import Campaign


class Command(BaseCommand):
    help = "After a restore: phones load their walks again and send all events of the last 14 days again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--campaign", help="the campaign's short name, e.g. demo")
        which.add_argument("--all", action="store_true", help="every campaign of the restored database")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        campaigns = Campaign.objects.order_by("slug")
        if not options["all"]:
            campaigns = campaigns.filter(slug=options["campaign"])
            if not campaigns:
                raise CommandError(f"There is no campaign “{options['campaign']}”.")
        epochs = {campaign.slug: counter.new_epoch(campaign, now=timezone.now()) for campaign in campaigns}
        if options["json"]:
            self.stdout.write(json.dumps({"epochs": epochs}))
            return
        for slug, epoch in epochs.items():
            self.stdout.write(f"{slug}: epoch {epoch}. Its phones will send the last 14 days again.")
