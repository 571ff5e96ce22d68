"""When something really happened, told by phones whose clocks are wrong. Pure.

Law (silence, retention) never uses these times, only the server's. They order visits and name the day of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)
AHEAD_LIMIT = timedelta(minutes=2)
SUSPICIOUS_OFFSET = timedelta(minutes=5)
LONGEST_RUN = timedelta(hours=72)  # no walk is longer, as no token lives longer


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

        Within one walk the monotonic clock tells how long ago the event was, even when the wall clock was moved by a
        year meanwhile. Beyond, or where it ran backwards, its readings share no zero: only the wall clock is left.
        """
        told = at + self.offset
        if mono_ms is not None and self.mono_ms is not None:
            ago = timedelta(milliseconds=self.mono_ms - mono_ms)
            if timedelta(0) <= ago <= LONGEST_RUN:
                told = self.received_at - ago
        suspect = abs(self.offset) > SUSPICIOUS_OFFSET or told - self.received_at > AHEAD_LIMIT
        return min(told, self.received_at), suspect
