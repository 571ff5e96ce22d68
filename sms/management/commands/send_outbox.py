"""``send_outbox``: send the texts that are due, without Celery and without a broker."""

from __future__ import annotations

import json
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from sms import sweeping
from sms.sending import Round

PAUSE_SECONDS = 5.0


class Command(BaseCommand):
    help = "Send the texts that are due, read what came in, settle doubts. It may run beside the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="until it is told to stop, for a site without worker")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        handed_over = self._loop() if options["loop"] else self._once()
        if options["json"]:
            self.stdout.write(json.dumps({"handed_over": handed_over}))
        else:
            self.stdout.write(f"{handed_over} handed over.")

    def _once(self) -> int:
        """Until nothing is due any more, at the pace of the senders."""
        handed_over, done = 0, Round(0, more=True)
        while done.more:
            done = sweeping.sweep()
            handed_over += done.handed_over
        return handed_over

    def _loop(self) -> int:
        told, handed_over = threading.Event(), 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: told.set())
        while not told.is_set():
            handed_over += self._round()
            told.wait(PAUSE_SECONDS)
        return handed_over

    def _round(self) -> int:
        """A database that is away is waited for."""
        close_old_connections()
        try:
            return sweeping.sweep().handed_over
        except OperationalError as error:
            self.stderr.write(f"The database does not answer: {str(error).splitlines()[0]}")
            return 0
