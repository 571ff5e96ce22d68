"""When something really happened, told by phones whose clocks are wrong. Pure.

Law (silence, retention) never uses these times, only the server's. They order visits and name the day of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD_LIMIT = timedelta(minutes=2)
SUSPICIOUS_OFFSET = timedelta(minutes=5)


@dataclass(frozen=True)
class Envelope:
    """The clocks of one push: the phone's when it was sent, its monotonic clock, and ours when it came."""

    sent_at: datetime
    mono_ms: int | None
    received_at: datetime

    @property
    def offset(self) -> timedelta:
        """Server time minus phone time; the way of the network is left out, it is far below a visit."""
        return self.received_at - self.sent_at

    def effective(self, at: datetime, mono_ms: int | None) -> tuple[datetime, bool]:
        """The event's time on the server's clock, never after its arrival, and whether the phone's clock is suspect.

        Within one run of the phone the monotonic clock tells how long ago the event was, whatever the wall clock did.
        """
        by_wall = at + self.offset
        told = by_wall
        if mono_ms is not None and self.mono_ms is not None and 0 <= mono_ms <= self.mono_ms:
            told = self.received_at - timedelta(milliseconds=self.mono_ms - mono_ms)
            if abs(told - by_wall) > timedelta(days=1):  # another run of the phone: the two clocks share no zero
                told = by_wall
        suspect = abs(self.offset) > SUSPICIOUS_OFFSET or told - self.received_at > AHEAD_LIMIT
        return min(told, self.received_at), suspect
