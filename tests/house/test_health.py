"""`/healthz`: 200 only when each part truly answered lately, and soon in any case."""

from __future__ import annotations

import json
import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from canvass.models import Heartbeat

pytestmark = pytest.mark.django_db


def beat(seconds_ago: int) -> None:
    Heartbeat.objects.create(name="worker", beat_at=timezone.now() - timedelta(seconds=seconds_ago))


@pytest.mark.parametrize(
    ("seconds_ago", "status", "worker"),
    [(1, 200, "ok"), (110, 200, "ok"), (130, 503, "silent"), (None, 503, "never heard")],
)
def test_the_worker_is_well_while_it_takes_work(client, seconds_ago, status, worker) -> None:
    if seconds_ago is not None:
        beat(seconds_ago)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (status, {"database": "ok", "broker": "ok", "worker": worker})
    assert "no-store" in answer["Cache-Control"]


def test_a_broker_that_is_gone_is_told(client, settings) -> None:
    beat(1)
    settings.REDIS_URL = "redis://127.0.0.1:1"

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "no answer")


def test_a_broker_that_accepts_and_is_silent_is_told_within_seconds(client, settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        settings.REDIS_URL = f"redis://127.0.0.1:{frozen.getsockname()[1]}"
        began = time.monotonic()

        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "no answer")
    assert time.monotonic() - began < 4


def test_probes_do_not_fill_the_log(client, caplog) -> None:
    assert client.get("/healthz").status_code == 503

    assert caplog.records == []


def test_health_is_only_read(client) -> None:
    assert client.post("/healthz").status_code == 405


def test_health_is_told_without_a_sign_in_and_without_secrets(client) -> None:
    beat(1)

    answer = client.get("/healthz")

    assert json.loads(answer.content) == {"database": "ok", "broker": "ok", "worker": "ok"}
    assert answer.cookies == {}
