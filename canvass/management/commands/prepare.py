"""``manage.py prepare``: bring a data folder up to this release. Cheap when nothing changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, collect the static files, and load the demo into an empty private database."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)
        self._collect_static()
        if "DATABASE_URL" not in os.environ:
            self._load_demo_once()

    def _collect_static(self) -> None:
        stamp, wanted = Path(settings.STATIC_ROOT) / ".stamp", _fingerprint()
        if not stamp.exists() or stamp.read_text() != wanted:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(wanted)

    def _load_demo_once(self) -> None:
        # Only the demo of a new private database: never beside somebody's own campaign.
        from campaigns.people.models import Campaign

        if "demo" in get_commands() and not Campaign.objects.exists():
            call_command("demo", stdout=self.stdout)


def _fingerprint() -> str:
    """Changes whenever a static file, or the set of installed packages, does."""
    lock = settings.BASE_DIR / "package-lock.json"
    files = [lock, *sorted(file for file in (settings.BASE_DIR / "static").rglob("*") if file.is_file())]
    seen = "\n".join(f"{file}:{file.stat().st_mtime_ns}:{file.stat().st_size}" for file in files)
    return hashlib.sha256(seen.encode()).hexdigest()
