"""The messages that the stand-in holds, and how it tells them: as Twilio's API does."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4


@dataclass
class Held:
    """One message that was accepted."""

    to: str
    body: str
    sender: str
    callback: str
    created_at: datetime
    status: str
    sid: str = field(default_factory=lambda: f"SM{uuid4().hex}")
    error_code: int | None = None

    def told(self, account: str) -> dict[str, Any]:
        is_service = self.sender.startswith("MG")
        at = format_datetime(self.created_at)
        place = f"/2010-04-01/Accounts/{account}/Messages/{self.sid}"
        return {
            "account_sid": account, "api_version": "2010-04-01", "body": self.body, "date_created": at,
            "date_sent": at if self.status in ("sent", "delivered", "undelivered") else None, "date_updated": at,
            "direction": "outbound-api", "error_code": self.error_code, "error_message": None,
            "from": None if is_service else self.sender, "messaging_service_sid": self.sender if is_service else None,
            "num_media": "0", "num_segments": "1", "price": None, "price_unit": "EUR", "sid": self.sid,
            "status": self.status, "subresource_uris": {"media": f"{place}/Media.json"}, "to": self.to,
            "uri": f"{place}.json",
        }  # fmt: skip


class Shelf:
    """All that is held, for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[Held] = []
        self._tries: Counter[str] = Counter()

    def tried(self, body: str) -> int:
        """Count one more try to hand this body over: 1 for the first."""
        with self._lock:
            self._tries[body] += 1
            return self._tries[body]

    def keep(self, message: Held) -> None:
        with self._lock:
            self._held.append(message)

    def all(self) -> list[Held]:
        with self._lock:
            return list(self._held)

    def find(self, sid: str) -> Held | None:
        return next((message for message in self.all() if message.sid == sid), None)

    def to(self, number: str, *, until: datetime) -> list[Held]:
        """The newest first."""
        found = [message for message in self.all() if message.to == number and message.created_at <= until]
        return sorted(found, key=lambda message: message.created_at, reverse=True)
