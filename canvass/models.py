"""Signs of life of the machinery."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """Written by a task every 30 seconds: proof that a worker takes work, not only that it runs."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
