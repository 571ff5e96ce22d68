"""``demo``: an invented town and campaign, to see everything at work. Runs twice with the result of once."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.territory.models import Commune
from campaigns.visits.models import Visit
from canvass.demo import campaign as demo_campaign
from canvass.demo import town


class Command(BaseCommand):
    help = "Load the demo campaign: an invented town, teams, outings and some weeks of visits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stations", type=int, default=60, help="size of the town (60)")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes another town (1)")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 3 <= options["stations"] <= 2_000:
            raise CommandError("--stations: expected from 3 to 2000.")
        began = time.monotonic()
        if made := not Campaign.objects.filter(slug=demo_campaign.SLUG).exists():
            if Commune.objects.filter(code=town.INSEE_CODE).exists():
                raise CommandError(f"The commune {town.INSEE_CODE} is there without its campaign; remove it first.")
            with transaction.atomic():
                built = town.build(seed=options["seed"], stations=options["stations"])
                demo_campaign.build(built, now=timezone.now(), seed=options["seed"])
        self._tell(made, time.monotonic() - began, as_json=options["json"])

    def _tell(self, made: bool, seconds: float, *, as_json: bool) -> None:
        visits = Visit.objects.filter(campaign__slug=demo_campaign.SLUG).count()
        accounts = [email for email, _name, _roles in demo_campaign.ACCOUNTS]
        if as_json:
            told = {"campaign": demo_campaign.SLUG, "made": made, "visits": visits, "accounts": accounts}
            self.stdout.write(json.dumps({**told, "password": demo_campaign.PASSWORD, "seconds": round(seconds, 2)}))
            return
        self.stdout.write(f"Demo campaign {'made' if made else 'already there'}: {visits} visits.")
        self.stdout.write(f"Accounts: {', '.join(accounts)}; password: {demo_campaign.PASSWORD}")
