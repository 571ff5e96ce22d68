"""One round over everything that is due with texts, by the database alone: any process may do it, any number at once.

The worker does it every thirty seconds, ``send_outbox`` without Celery and without a broker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from sms import alerts, inbound, reports, sending, settling, sign_ups
from sms.gateways import Gateway, choosing
from sms.rollcall import ticking
from sms.sending import Round

SECONDS = 10.0
"""A task begins no call after so long: with 10 to connect and 30 to read it ends before its limit of 55."""


def sweep(
    *,
    seconds: float = SECONDS,
    gateway: Gateway | None = None,
    clock: Callable[[], datetime] = timezone.now,
    sleep: Callable[[float], None] = time.sleep,
) -> Round:
    """Tidy, read what came in and what was reported, take what is due of roll-calls and reminders, settle doubts,
    hand over what is due."""
    using = gateway or choosing.gateway()
    settling.tidy(now=clock())
    reports.read_waiting(now=clock())
    inbound.read_waiting(now=clock())  # before the tick: who has just answered is not reminded
    ticking.tick(clock())
    sign_ups.remind(now=clock())
    alerts.stop_filtered_batches(now=clock())
    settling.try_unreachable_again(now=clock())
    began = clock()
    settling.look_up(gateway=using, now=began)
    left = seconds - (clock() - began).total_seconds()
    done = sending.send_due(seconds=left, gateway=using, clock=clock, sleep=sleep)
    reports.read_waiting(now=clock())
    return done
