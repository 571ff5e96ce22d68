"""A worker of the outbox in a process of its own, on a clock that others put forward; it is there to be killed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized

import django
from django.conf import settings

django.setup()

from campaigns.law import territories, texting  # noqa: E402
from sms import sweeping  # noqa: E402
from sms.gateways import one_call, twilio  # noqa: E402

NINE = datetime(2027, 2, 13, 8, 0, tzinfo=UTC)
"""A Saturday in Paris, far from any vote: everything is open until 20 h."""

# Loaded once, before the first worker is forked: a worker that lives for a second has no time for it.
_ = twilio._client(one_call.OneCall()).messages
_ = texting.next_opening(NINE, territories.METROPOLE)


@dataclass(frozen=True)
class Clock:
    """Shows nine o'clock at first, and goes on only when it is put forward: time passes with the work that is done, so
    that a slow machine does not look like a text that is stuck. Shared by all processes."""

    passed: Synchronized[float]
    sweeps: Synchronized[float]

    def __call__(self) -> datetime:
        return NINE + timedelta(seconds=self.passed.value)

    def sleep(self, _seconds: float) -> None:
        time.sleep(0.02)

    def forward(self, seconds: float) -> None:
        with self.passed.get_lock():
            self.passed.value += seconds


def work(clock: Clock, gateway: str) -> None:
    """Sweep until somebody kills us."""
    settings.TWILIO_BASE_URL = gateway
    while True:
        sweeping.sweep(clock=clock, sleep=clock.sleep)
        clock.sleep(2)
        with clock.sweeps.get_lock():
            clock.sweeps.value += 1
