"""Hostile calls that pretend to come from the gateway, at a site as `bin/run` starts it: none is taken, none fails it.

Between them genuine calls, signed by Twilio's own library with either algorithm: all are taken, in less than 200 ms.
"""

from __future__ import annotations

import http.client
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

from benchmarks import site
from benchmarks.fake_gateway import ACCOUNT, SHA256, TOKEN, Key
from benchmarks.report import Report
from benchmarks.texts import hostile
from benchmarks.texts.hostile import Attempt, Target
from canvass.staticfiles import collect_when_changed

CALLS, CALLS_FULL = 500, 10_000
GENUINE_EVERY = 5
SLOWEST = 200  # milliseconds
BASE = "https://canvass.example.org"
SHARED = Key("shared secret of the stand-in", "K1", SHA256)
SETTINGS = {
    "SMS_GATEWAY": "twilio",
    "SMS_SENDER": "36123",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_WEBHOOK_KEYS": f"{SHARED.id}:{SHARED.secret}",
    "PUBLIC_BASE_URL": BASE,
    "LOG_LEVEL": "CRITICAL",
}


def target() -> Target:
    """A site with these settings, and the address of a text of its own."""
    from campaigns.doors.identifiers import uuid7
    from sms import reports

    status = "/sms/status/" + reports.address(uuid7()).rpartition("/")[2]
    return Target(BASE, status, "/sms/inbound", (Key(TOKEN), SHARED))


def measure(report: Report, *, full: bool) -> None:
    """Django must be set up on a database of its own."""
    attacked, count = target(), CALLS_FULL if full else CALLS
    chance = random.Random(2)
    hostile_answers: Counter[int] = Counter()
    genuine_answers: Counter[int] = Counter()
    times: list[float] = []
    before = _stored()
    collect_when_changed()  # pages that say "not found" name their style sheets
    with _environment(SETTINGS), site.server() as server:
        for number, attempt in enumerate(hostile.attempts(attacked, seed=1, count=count)):
            hostile_answers[_answer(server.port, attempt)] += 1
            if number % GENUINE_EVERY == 0:
                began = time.perf_counter()
                genuine_answers[_answer(server.port, hostile.genuine(attacked, chance))] += 1
                times.append((time.perf_counter() - began) * 1_000)
    taken = sum(genuine_answers.values())
    report.figures["webhooks: hostile calls"] = sum(hostile_answers.values())
    report.figures["webhooks: genuine calls"] = taken
    report.at_most("webhooks: hostile calls answered with 2xx", _of(hostile_answers, 200), 0)
    report.at_most("webhooks: calls answered with 5xx", _of(hostile_answers, 500) + _of(genuine_answers, 500), 0)
    report.at_most("webhooks: genuine calls refused", taken - genuine_answers[204], 0)
    report.at_most("webhooks: rows beyond the genuine calls", _stored() - before - taken, 0)
    report.at_most("webhooks: genuine calls, ms at the 99th percentile", quantiles(times, n=100)[98], SLOWEST)


def _answer(port: int, attempt: Attempt) -> int:
    """The status; 0 for a line that was closed without one, as for what is no HTTP. Each call has a line of its own: a
    server may close one on which it was told too much."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request(attempt.method, attempt.path.replace("é", "%C3%A9"), attempt.body, dict(attempt.headers))
        return line.getresponse().status
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        line.close()


def _of(answers: Counter[int], hundred: int) -> int:
    return sum(times for status, times in answers.items() if hundred <= status < hundred + 100)


def _stored() -> int:
    from sms.models import InboundSms, StatusReport

    return InboundSms.objects.count() + StatusReport.objects.count()


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    held = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(held)
