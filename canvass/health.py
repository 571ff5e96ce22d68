"""``/healthz``: each part answers for itself, lately, or the page says which one does not."""

from __future__ import annotations

from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from canvass.models import Heartbeat

WORKER_SILENCE = timedelta(seconds=120)
BROKER_SECONDS = 2


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 ``{"database": "ok", "broker": "ok", "worker": "ok"}``; 503 with a word for each part that is not well."""
    database, worker = _database_and_worker()
    parts = {"database": database, "broker": "ok" if broker_answers() else "no answer", "worker": worker}
    response = JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # a probe each second would fill the log
    return response


def _database_and_worker() -> tuple[str, str]:
    """The worker's sign of life is a row, so it cannot be read without the database."""
    try:
        beat = Heartbeat.objects.filter(name="worker").values_list("beat_at", flat=True).first()
    except DatabaseError:
        connection.close()  # the next request opens a new one
        return "no answer", "unknown"
    if beat is None:
        return "ok", "never heard"
    return "ok", "ok" if timezone.now() - beat < WORKER_SILENCE else "silent"


def broker_answers() -> bool:
    """Asked once, with a deadline: a broker that is frozen must not hold who asks."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
