"""Work that a worker does while a page shows how far it is: what every such row knows of itself, and waking a worker.

The truth is the row. A worker that is killed leaves it running; it counts as lost once nobody has heard of it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, ClassVar, Self

from celery import Task
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


class RunQuerySet(models.QuerySet[Any]):
    def alive(self) -> Self:
        """Held by a worker that was heard lately."""
        return self.filter(state=Run.State.RUNNING, beat_at__gte=timezone.now() - self.model.LOST_AFTER)

    def lost(self) -> Self:
        """Their worker fell silent: it was killed, or its machine was. Nothing of them was kept."""
        return self.filter(state=Run.State.RUNNING, beat_at__lt=timezone.now() - self.model.LOST_AFTER)

    def waiting(self) -> list[int]:
        """Those that a worker may take, the oldest first."""
        rows = self.filter(state=Run.State.WAITING).order_by("created_at", "pk")
        return list(rows.values_list("pk", flat=True))


class Run(models.Model):
    """One piece of work: where it stands, when its worker was last heard, how it ended."""

    LOST_AFTER: ClassVar[timedelta] = timedelta(seconds=20)

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    language = models.CharField(max_length=10, default="en", help_text="Of the sentences in the report")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stop_requested = models.BooleanField(default=False)
    problem = models.TextField(blank=True, help_text="One sentence on what was expected; empty unless failed")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="When the worker was last heard")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_lost(self) -> bool:
        silent = self.beat_at is not None and self.beat_at < timezone.now() - self.LOST_AFTER
        return self.state == self.State.RUNNING and silent

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING) and not self.is_lost


def wake(task: Task, pk: int) -> None:
    """Ask a worker to take it now. A silent broker only delays it: the periodic look at what waits comes round."""
    try:
        task.delay(pk)
    except OperationalError:
        logger.warning("The broker does not answer; %s %s waits.", task.name, pk)
