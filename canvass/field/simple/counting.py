"""Welcome and topic counts of the plain pages, gathered on the phone as the app does: in a cookie, five at least.

A form without a script has no store of its own, so the answer to it hands the counts back to the browser, signed.
Nothing is kept here until enough of them travel together, or the walk ends: one count arriving with its visit would
tell, in the tables, the logs or a backup, which door it came from (law:P1, sync.md section 6).
"""

from __future__ import annotations

import contextlib
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from campaigns.errors import DomainError
from campaigns.people.models import Device
from campaigns.visits import tallies

COOKIE = "counts"
PATH = "/s/"
SALT = "canvass.field.simple.counting"
MARKS = 6

Item = tuple[str, str, str]
"""Station, ``welcome`` or ``topic``, and which."""


@dataclass
class Counts:
    """What this browser has gathered. ``marks``: forms counted lately; ``last``: what the last one said, to undo it."""

    batch: str = field(default_factory=lambda: str(uuid.uuid4()))  # random: an ordered one would carry the time
    items: Counter[Item] = field(default_factory=Counter)
    marks: list[str] = field(default_factory=list)
    last: list[Item] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest, device: Device) -> Counts:
        """Those in the request's cookie; none when it has none of this outing."""
        try:
            raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
            if raw["outing"] != device.outing_id:
                return cls()
            items = Counter({(station, kind, value): n for station, kind, value, n in raw["items"]})
            return cls(raw["batch"], items, raw["marks"], [(s, k, v) for s, k, v in raw["last"]])
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return cls()

    def add(self, mark: str, said: list[Item]) -> None:
        """Count what one discussion said, once for each form, which is what ``mark`` tells apart."""
        if mark in self.marks:
            return
        self.items.update(said)
        self.marks = [*self.marks, mark][-MARKS:]
        self.last = said

    def undo(self, mark: str) -> None:
        """Take back what the form with this mark said, while it is the last one."""
        if self.marks and self.marks[-1] == mark:
            self.items.subtract(self.last)
            self.last = []

    def send(self, device: Device, *, now: datetime, ending: bool = False) -> None:
        """Hand them to the tallies when there are enough to hide in, or at the end of the walk."""
        items = [
            tallies.read({"station": station, kind: value, "n": n}) for (station, kind, value), n in self.items.items()
            if n
        ]  # fmt: skip
        if not items or (not ending and sum(abs(item.n) for item in items) < tallies.SMALLEST_BATCH):
            return
        # A station that has left the outing meanwhile: nobody would ever take its counts.
        with contextlib.suppress(DomainError):
            tallies.add(device, batch=uuid.UUID(self.batch), outing=device.outing, items=items, now=now)
        self.batch, self.items = str(uuid.uuid4()), Counter()

    def keep(self, response: HttpResponse, device: Device) -> None:
        """Hand them back to the browser with this answer."""
        raw: dict[str, Any] = {
            "outing": device.outing_id,
            "batch": self.batch,
            "items": [[*item, n] for item, n in self.items.items() if n],
            "marks": self.marks,
            "last": self.last,
        }
        response.set_cookie(
            COOKIE,
            signing.dumps(raw, salt=SALT),
            expires=device.token_expires_at,
            path=PATH,
            secure=settings.PRODUCTION,
            httponly=True,
            samesite="Strict",
        )
