"""``open_campaign``: the first campaign of a new site, or one more beside the others."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug

from campaigns.errors import DomainError
from campaigns.people import opening


class Command(BaseCommand):
    help = "Open a campaign and make its first member. Set a password with: bin/manage changepassword E-MAIL"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="a short name for addresses and commands, e.g. valmont-2027")
        parser.add_argument("--name", required=True, help="what people read, e.g. “Valmont en commun”")
        parser.add_argument(
            "--vote", required=True, type=date.fromisoformat, help="date of the final round, 2027-06-20"
        )
        parser.add_argument("--admin", required=True, help="e-mail address of the first member")
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_slug(options["slug"])
            validate_email(options["admin"])
            member = opening.open_campaign(
                slug=options["slug"],
                name=options["name"],
                final_round_date=options["vote"],
                admin_email=options["admin"],
                admin_name=options["admin_name"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps({"campaign": options["slug"], "member": member.pk}))
        else:
            self.stdout.write(
                f"The campaign “{options['name']}” is open. {options['admin']} manages and administers it."
            )
