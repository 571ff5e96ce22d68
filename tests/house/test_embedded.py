"""The private servers: found, started, mended and ended, whatever state their files are in."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import kombu
import psycopg2
import pytest
import redis

from canvass import embedded, jobs
from canvass.embedded import locks, places, server
from canvass.embedded.postgres import Postgres
from canvass.embedded.redis_server import Redis
from tests.house import running


@pytest.fixture
def sockets(data) -> None:
    """The folders that `services` makes before it starts a server."""
    places.make_data_dir()
    places.make_socket_dir()


@pytest.fixture
def private_redis(sockets) -> Redis:
    """One Redis alone, started; ended with the test."""
    started = Redis()
    started.start()
    yield started
    started.stop()


def test_servers_answer_in_a_folder_of_any_name(data, monkeypatch) -> None:
    monkeypatch.setenv("CANVASS_DATA", str(data / "l'été, à “deux”"))

    with embedded.services(durable=False):
        rows = asked("SELECT 1")
        with kombu.Connection(jobs.settings(embedded.redis_url())["CELERY_BROKER_URL"]) as broker:
            broker.ensure_connection(max_retries=1)

    assert rows == [(1,)]
    assert not embedded.socket_dir().exists()


def test_servers_end_with_their_last_user(data) -> None:
    with embedded.services(durable=False):
        with embedded.services(durable=False):
            pass
        shared = asked("SELECT 1")

    assert shared == [(1,)]
    assert [server.pid() for server in (Postgres(), Redis())] == [None, None]


def test_named_servers_leave_nothing_to_start(data, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/site")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")

    with embedded.services():
        assert embedded.restart_missing() == []

    assert list(data.iterdir()) == []


def test_a_folder_that_holds_no_database_is_set_aside(data) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "half").write_text("made")

    with embedded.services(durable=False):
        assert asked("SELECT 1") == [(1,)]

    assert [path.read_text() for path in data.glob("postgres.set-aside-*/half")] == ["made"]


def test_nothing_stays_when_one_server_cannot_start(data) -> None:
    (data / "redis").write_text("a file where a folder should be")

    with pytest.raises(embedded.EmbeddedError, match="Redis did not start"), embedded.services(durable=False):
        pass

    assert Postgres().pid() is None


def test_a_disk_that_fills_up_is_told_in_a_sentence(data) -> None:
    """Files may not grow beyond 1 MB, which stops initdb half-way."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # noqa: E731

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=running.ROOT, env=running.own_servers(data), preexec_fn=limit,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("PostgreSQL could not create its folder: ")
    assert not (data / "postgres").exists()


def test_a_full_disk_is_told_before_anything_starts(data, monkeypatch) -> None:
    monkeypatch.setattr(
        places.shutil, "disk_usage", lambda folder: places.shutil._ntuple_diskusage(10**9, 10**9, 12 * 10**6)
    )

    with pytest.raises(embedded.EmbeddedError) as refusal, embedded.services():
        pass

    assert str(refusal.value) == (
        f"The disk of {data} has 12 MB left and Canvass needs 50 MB. "
        "Free some space, or set CANVASS_DATA to a folder on another disk."
    )


def test_what_redis_cut_short_is_read_as_far_as_it_goes(private_redis) -> None:
    client = redis.Redis.from_url(embedded.redis_url())
    client.set("first", "kept")
    client.set("second", "torn")
    appended = private_redis.folder / "appendonly.aof"
    # Redis answers before it writes while a slow disk is still at its last fsync.
    running.until(lambda: appended.read_bytes().endswith(b"torn\r\n"))
    os.kill(private_redis.pid(), signal.SIGKILL)
    running.until(lambda: private_redis.pid() is None)
    os.truncate(appended, appended.stat().st_size - 3)

    private_redis.start()

    assert [client.get("first"), client.get("second")] == [b"kept", None]
    client.close()


def test_what_redis_cannot_read_is_set_aside(private_redis, data) -> None:
    private_redis.stop()
    (private_redis.folder / "appendonly.aof").write_bytes(b"*1\r\nnonsense, not a command\r\n" * 9)

    private_redis.start()

    assert private_redis.pid() is not None
    assert len(list(data.glob("redis.set-aside-*/appendonly.aof"))) == 1


def test_a_server_that_does_not_listen_is_ended_all_the_same(private_redis, monkeypatch) -> None:
    monkeypatch.setattr(Redis, "stopping", ((signal.SIGTERM, 0.2), (signal.SIGKILL, 10.0)))
    os.kill(private_redis.pid(), signal.SIGSTOP)

    private_redis.stop()

    assert private_redis.pid() is None


def test_a_dead_server_is_started_again_and_named(private_redis, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/site")
    os.kill(private_redis.pid(), signal.SIGKILL)
    running.until(lambda: private_redis.pid() is None)

    assert [embedded.restart_missing(), embedded.restart_missing()] == [["Redis"], []]


def test_the_sockets_are_not_put_where_somebody_else_points(data, monkeypatch) -> None:
    monkeypatch.setenv("CANVASS_DATA", str(data / "a b"))
    places.make_data_dir()
    embedded.socket_dir().symlink_to(data)

    with pytest.raises(embedded.EmbeddedError, match="it belongs to somebody else"):
        places.make_socket_dir()

    embedded.socket_dir().unlink()


def test_one_at_a_time_is_told_who_is_at_work(data) -> None:
    refused = pytest.raises(embedded.EmbeddedError, match="somebody, process 7")

    with locks.alone("some.lock", "somebody, process 7"), refused, locks.alone("some.lock", "another"):
        pass

    with locks.alone("some.lock", "the next"):
        assert (data / "some.lock").read_text() == "the next"


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ("starting\nFATAL: no room\nshut down\n", "FATAL: no room"),
        ("initdb: error: could not write\ninitdb: removing\n", "initdb: error: could not write"),
        ("one\ntwo\n\n", "two"),
        ("", "no output."),
    ],
)
def test_a_log_is_told_by_the_line_that_complains(log: str, line: str) -> None:
    assert server.complaint(log) == line


def test_a_long_path_has_its_sockets_elsewhere(monkeypatch) -> None:
    monkeypatch.setenv("CANVASS_DATA", "/var/" + "long" * 40)

    assert embedded.socket_dir().parent == Path("/tmp")
    assert len(str(embedded.socket_dir())) < 30


def asked(query: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(embedded.database_url())
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    connection.close()
    return rows
