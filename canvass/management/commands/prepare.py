"""``manage.py prepare``: bring a data folder up to this release. Cheap when nothing changed."""

from __future__ import annotations

import os

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from canvass import translations
from canvass.catalogues import compile_changed
from canvass.staticfiles import collect_when_changed


class Command(BaseCommand):
    help = "Migrate, compile the catalogues, collect static files, load the demo into a new private database."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)
        compile_changed()
        translations.compile_all()
        collect_when_changed()
        if "DATABASE_URL" not in os.environ:
            self._load_demo_once()

    def _load_demo_once(self) -> None:
        # Only the demo of a new private database: never beside somebody's own campaign.
        from campaigns.people.models import Campaign

        if "demo" in get_commands() and not Campaign.objects.exists():
            call_command("demo", stdout=self.stdout)
