"""How Celery talks to Redis, chosen so that a lost, frozen or emptied broker delays work and never loses it.

The truth is in PostgreSQL; the broker only wakes workers up. Every value answers a known trap: a publish that waits
for ever on a frozen Redis, a worker that is alive but deaf after a reconnection, a task that runs twice because its
date lay beyond the visibility timeout.
"""

from __future__ import annotations

from typing import Any

HEARTBEAT_SECONDS = 30.0
FOLD_SECONDS = 20.0
IMPORTS_SECONDS = 15.0
CUTS_SECONDS = 15.0
REPLAY_SECONDS = 300.0
TEXTS_SECONDS = 30.0
PURGE_SECONDS = 6 * 3600.0  # several times a day: one missed while the site slept does no harm

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "canvass.tasks.heartbeat", "schedule": HEARTBEAT_SECONDS, "options": {"expires": 60}},
    "fold-figures": {"task": "campaigns.visits.fold_figures", "schedule": FOLD_SECONDS, "options": {"expires": 60}},
    "imports": {
        "task": "campaigns.territory.take_up_waiting", "schedule": IMPORTS_SECONDS, "options": {"expires": 60},
    },
    "cuts": {"task": "campaigns.turfs.take_up_waiting", "schedule": CUTS_SECONDS, "options": {"expires": 60}},
    "upgraded-events": {
        "task": "canvass.api.replay_upgraded", "schedule": REPLAY_SECONDS, "options": {"expires": 240},
    },
    "tally-batches": {
        "task": "campaigns.visits.forget_tally_batches", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
    "walkers": {
        "task": "campaigns.turfs.forget_walkers", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
    "tombstones": {
        "task": "campaigns.doors.forget_tombstones", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
    "series": {
        "task": "campaigns.calendar.plan_series", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
    "sign-ups": {
        "task": "campaigns.calendar.forget_sign_ups", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
    "texts": {"task": "sms.sweep", "schedule": TEXTS_SECONDS, "options": {"expires": 60}},
    "old-texts": {"task": "sms.forget", "schedule": PURGE_SECONDS, "options": {"expires": 3600}},
    "comments": {
        "task": "campaigns.doors.forget_comments", "schedule": PURGE_SECONDS, "options": {"expires": 3600},
    },
}  # fmt: skip


def settings(redis_url: str) -> dict[str, Any]:
    """The CELERY_* settings for a broker at that address."""
    return {
        "CELERY_BROKER_URL": redis_url.replace("unix://", "redis+socket://"),
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": 600,
            "socket_timeout": 5,
            "socket_connect_timeout": 3,
            "socket_keepalive": not redis_url.startswith("unix://"),
            "health_check_interval": 25,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
        },
        "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {"visibility_timeout": 600},
        "CELERY_VISIBILITY_TIMEOUT": 600,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_SOFT_TIME_LIMIT": 55,
        "CELERY_TASK_TIME_LIMIT": 60,
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_WORKER_POOL": "prefork",
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 500,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 20.0,
        "CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE": True,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_TIMEOUT": 3,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_BEAT_SCHEDULE": BEAT_SCHEDULE,
        "CELERY_TIMEZONE": "UTC",
    }
