"""``manage.py prepare``: bring a data folder up to this release. Cheap when nothing changed."""

from __future__ import annotations

import os

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from canvass.catalogues import compile_changed
from canvass.staticfiles import collect_when_changed


class Command(BaseCommand):
    help = "Migrate, compile translations, collect the static files, and load the demo into an empty private database."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)
        compile_changed()
        collect_when_changed()
        if "DATABASE_URL" not in os.environ:
            self._load_demo_once()

    def _load_demo_once(self) -> None:
        # Only the demo of a new private database: never beside somebody's own campaign.
        from campaigns.people.models import Campaign

        if "demo" in get_commands() and not Campaign.objects.exists():
            call_command("demo", stdout=self.stdout)
