"""Watching an import from beside it: how far it is, and whether it must stop.

The import is one transaction, so nobody could read what it writes about itself before it ends. A second thread with
its own connection tells the run's row twice a second, learns there that somebody pressed Stop, and then breaks off
whatever statement the import is in.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from types import TracebackType
from typing import Any, Self

import psycopg2
from django.db import DatabaseError, connection
from django.utils import timezone

from campaigns.territory.models import ImportRun

BEAT_SECONDS = 0.5
logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody stopped the import, or another worker has taken it over."""


class Watch:
    """``with Watch(run) as watch: import_file(…, progress=watch.tell)``. Raises Stopped for the break it made."""

    def __init__(self, run: ImportRun) -> None:
        self._mine = ImportRun.objects.filter(pk=run.pk, attempt=run.attempt, state=ImportRun.State.RUNNING)
        self._told = {"rows_read": 0, "bytes_read": 0}
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"import-{run.pk}", daemon=True)
        self._importing: Any = None

    def tell(self, rows: int, done: int, total: int) -> None:
        """The importer's progress: rows read, bytes read, bytes in all."""
        self._told = {"rows_read": rows, "bytes_read": done}
        if self._stop.is_set():
            raise Stopped

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._importing = connection.connection
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        if error is not None and self._stop.is_set() and not isinstance(error, Stopped):
            raise Stopped from error

    def _watch(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            still_mine = self._mine.filter(stop_requested=False).update(beat_at=timezone.now(), **self._told)
        except DatabaseError:
            # The import's own connection will fail too if this lasts; a hiccup must not end it.
            logger.warning("The progress of an import could not be written.", exc_info=True)
            connection.close()
            return
        if not still_mine:
            self._stop.set()
            with contextlib.suppress(psycopg2.Error):
                self._importing.cancel()
