"""What the worker is woken for, and how it talks to a broker that may be lost, frozen or emptied."""

from __future__ import annotations

import importlib.metadata
import re

import pytest
from django.conf import settings

from canvass import health, purging
from canvass.celery import app
from canvass.jobs import BEAT_SCHEDULE

MINUTE, DAY = 60, 86_400
# At most so many seconds between two beats.
DUE = {
    "canvass.tasks.heartbeat": 30,
    "sms.sweep": 30,
    "campaigns.visits.fold_figures": MINUTE,
    "campaigns.territory.take_up_waiting": MINUTE,
    "campaigns.turfs.take_up_waiting": MINUTE,
    "canvass.api.replay_upgraded": 10 * MINUTE,
    "campaigns.calendar.plan_series": DAY,
    "campaigns.calendar.forget_sign_ups": DAY,
    "campaigns.turfs.forget_walkers": DAY,
    "campaigns.doors.forget_comments": DAY,
    "campaigns.doors.forget_tombstones": DAY,
    "campaigns.visits.forget_tally_batches": DAY,
    "sms.forget": DAY,
}
ON_REQUEST = {"campaigns.turfs.run_cut", "campaigns.territory.run_import", "sms.send_due", "sms.read_waiting"}


def ours() -> set[str]:
    app.loader.import_default_modules()
    app.autodiscover_tasks(force=True)
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_each_job_is_beaten_often_enough_or_asked_for() -> None:
    beaten = {entry["task"]: entry["schedule"] for entry in BEAT_SCHEDULE.values()}

    assert set(beaten) == set(DUE)
    assert {task: every for task, every in beaten.items() if every > DUE[task]} == {}
    assert ours() == set(DUE) | ON_REQUEST


def test_a_beat_that_waited_too_long_is_dropped_and_a_later_one_does_its_work() -> None:
    """A worker that comes back finds the last beats, and not those of a whole night."""
    kept = {name: entry["options"]["expires"] for name, entry in BEAT_SCHEDULE.items()}

    assert all(expires <= max(2 * MINUTE, BEAT_SCHEDULE[name]["schedule"]) for name, expires in kept.items())


def test_whatever_may_be_purged_by_hand_is_purged_by_the_worker_too() -> None:
    assert sum("forget" in entry["task"] for entry in BEAT_SCHEDULE.values()) == len(purging.PURGES)


def test_three_beats_may_be_lost_before_the_worker_counts_as_silent() -> None:
    assert health.WORKER_SILENCE.total_seconds() == 120 >= 3 * DUE["canvass.tasks.heartbeat"]


@pytest.mark.parametrize("where", ["broker_transport_options", "result_backend_transport_options"])
def test_a_task_is_longer_hidden_than_it_may_run_everywhere(where: str) -> None:
    """Celery wants it in all three places, and the shortest counts. A task that is seen again while it runs, runs
    twice."""
    hidden = {getattr(app.conf, where)["visibility_timeout"], settings.CELERY_VISIBILITY_TIMEOUT}

    assert hidden == {600}
    assert app.conf.task_time_limit == 60 > app.conf.task_soft_time_limit


def test_a_frozen_broker_holds_nobody_for_long() -> None:
    options = app.conf.broker_transport_options

    assert (options["socket_timeout"], options["socket_connect_timeout"], app.conf.task_publish_retry) == (5, 3, False)
    assert (options["health_check_interval"], app.conf.broker_connection_timeout) == (25, 3)


def test_a_task_that_a_dead_worker_had_is_done_by_another() -> None:
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_cancel_long_running_tasks_on_connection_loss
    assert app.conf.worker_prefetch_multiplier == 1


@pytest.mark.parametrize("name", ["celery", "kombu"])
def test_the_releases_that_go_deaf_after_a_lost_broker_are_not_used(name: str) -> None:
    found = re.match(r"(\d+)\.(\d+)", importlib.metadata.version(name))

    assert (int(found[1]), int(found[2])) >= (5, 7)
