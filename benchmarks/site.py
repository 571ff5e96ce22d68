"""A site of its own for one measurement: an empty database on the usual server, and granian as `bin/run` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import psycopg2

from canvass import embedded
from canvass.supervisor import web_command

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
NAME = "canvass_benchmark"


@contextmanager
def empty_database() -> Iterator[None]:
    """Django set up on a database that exists for the length of the block."""
    with embedded.services():
        usual = os.environ.get("DATABASE_URL") or embedded.database_url()
        mine = usual.rpartition("/")[0] + "/" + NAME
        _run(usual, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
        os.environ |= {"DATABASE_URL": mine, "DJANGO_SETTINGS_MODULE": "canvass.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _tell_durability()
        try:
            yield
        finally:
            _run(usual, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _tell_durability() -> None:
    """Figures of a server that may forget are no figures: tests switch these off, `bin/run` and benchmarks do not."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    session = connect()
    with session.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)", [list(names)]
        )
        print("PostgreSQL:", ", ".join(f"{name} {setting}" for name, setting in sorted(cursor.fetchall())))
    session.close()


def _run(url: str, *statements: str) -> None:
    connection = connect(url)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def connect(url: str | None = None) -> psycopg2.extensions.connection:
    """A bare connection that commits each statement, by default to the benchmark's database."""
    parts = dj_database_url.parse(url or os.environ["DATABASE_URL"])
    connection = psycopg2.connect(
        dbname=parts["NAME"], user=parts["USER"] or None, password=parts["PASSWORD"] or None,
        host=parts["HOST"] or None, port=parts["PORT"] or None, options="-c plan_cache_mode=force_generic_plan",
    )  # fmt: skip
    connection.autocommit = True
    return connection


class Server:
    """A running granian, and the processor time that it and its database sessions have used."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def web_seconds(self) -> float:
        return sum(cpu_seconds(pid) for pid in [self.process.pid, *children(self.process.pid)])

    def database_seconds(self) -> float:
        """Of the sessions open now; granian keeps them open between requests."""
        own = connect()
        with own.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
                [f"canvass:{self.port}"],
            )
            seconds = sum(cpu_seconds(pid) for (pid,) in cursor.fetchall())
        own.close()
        return seconds


@contextmanager
def server() -> Iterator[Server]:
    """granian on a free port of the loopback, started as `bin/run` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(web_command("127.0.0.1", port), env=os.environ | {"PGAPPNAME": f"canvass:{port}"})
    try:
        _wait_for(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("granian did not start")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all its threads (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
