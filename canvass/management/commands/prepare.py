"""``manage.py prepare``: bring a data folder up to this release. Cheap when nothing changed."""

from __future__ import annotations

import io
import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, NotSupportedError, OperationalError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.utils import timezone

from campaigns.people.models import Campaign
from canvass.catalogues import compile_changed
from canvass.demo import campaign as demo
from canvass.demo import phones
from canvass.health import broker_answers
from canvass.models import Heartbeat
from canvass.staticfiles import collect_when_changed

# A full disk, a server that went away or is too old, a user who may not make tables: not faults of ours to trace.
REFUSALS = (OperationalError, NotSupportedError, MigrationSchemaMissing)
NO_CAMPAIGN = "No campaign yet. Open one: bin/manage open_campaign --help"


class Command(BaseCommand):
    help = "Migrate, compile the catalogues, collect static files, load the demo into a new private database."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        self._reach_database()
        try:
            self._prepare()
        except REFUSALS as error:
            raise CommandError(f"The database could not be brought up to date: {_first_line(error)}") from error
        except OSError as error:
            raise CommandError(f"A file could not be written: {error}. Is the disk full?") from error

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("stop_list", check=True, stdout=io.StringIO())
        compile_changed()
        collect_when_changed()
        if not _is_real("DATABASE_URL"):
            # The last life's sign of life says nothing of the worker that is about to start.
            Heartbeat.objects.all().delete()
        self._look_for_broker()
        self._spare_strangers()
        self._welcome()

    def _reach_database(self) -> None:
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            name = "of DATABASE_URL" if _is_real("DATABASE_URL") else "of this machine"
            raise CommandError(f"The database {name} does not answer: {_first_line(error)}") from error

    def _look_for_broker(self) -> None:
        if not broker_answers():
            self._tell("Redis does not answer: pages work, and background work waits for it.")

    def _spare_strangers(self) -> None:
        """The demo's numbers were invented, and some are somebody's."""
        if phones.take_numbers_back(now=timezone.now()):
            self._tell("Texts now leave for real: the leaders of the demo lost their invented numbers.")

    def _welcome(self) -> None:
        """What bin/run tells beside the address, on standard output."""
        private = not _is_real("DATABASE_URL")
        # Never beside somebody's own campaign, and never where strangers could try its passwords.
        if private and not settings.PRODUCTION and not Campaign.objects.exists():
            self._tell("Making the demo campaign…")
            call_command("demo", stdout=io.StringIO())
        if private and Campaign.objects.filter(slug=demo.SLUG).exists():
            accounts = ", ".join(email for email, _name, _roles in demo.ACCOUNTS)
            self.stdout.write(f"Demo accounts: {accounts}; password: {demo.PASSWORD}")
        elif not Campaign.objects.exists():
            self.stdout.write(NO_CAMPAIGN)

    def _tell(self, sentence: str) -> None:
        """On the way, beside what bin/run keeps for the end; not in the red of errors."""
        self.stderr.write(sentence, style_func=str)


def _is_real(setting: str) -> bool:
    """Whether a server was named; the private ones serve elsewhere."""
    return bool(os.environ.get(setting))


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
