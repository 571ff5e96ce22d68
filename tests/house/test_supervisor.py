"""The supervisor's parts: children that are kept alive, a worker that must work, the address that is told."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys

import pytest
from celery.beat import SchedulingError

from canvass import child, listening
from canvass.celery import in_one_line
from canvass.child import Child
from canvass.embedded import EmbeddedError
from canvass.supervisor import Supervisor
from tests.house.running import children, command, kill, until

SILENT = {"database": "ok", "broker": "ok", "worker": "silent"}
GRANDCHILD = "import subprocess; subprocess.run(['sleep', '600'])"


@pytest.fixture
def program():
    """A child that has a child."""
    started = Child("web", [sys.executable, "-c", GRANDCHILD])
    started.start()
    until(lambda: [command(pid) for pid in children(started.process.pid)] == ["sleep 600"])
    yield started
    started.kill()


def test_a_dead_child_comes_back_and_what_it_left_is_gone(program, monkeypatch) -> None:
    first, left = program.process.pid, children(program.process.pid)
    monkeypatch.setattr(child, "LONGEST_PAUSE", 0.01)
    kill(first)
    program.process.wait()

    told = program.revive()
    until(lambda: program.revive() is None and program.runs())

    assert told == "web ended (-9); it starts again in 0 s."
    assert program.process.pid != first
    until(lambda: [command(pid) for pid in left] == [""], 10)


def test_a_child_that_dies_at_once_waits_longer_each_time(monkeypatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(child.time, "monotonic", lambda: clock[0])
    dying = Child("worker", ["false"])
    dying.start()
    told = []

    for _ in range(4):
        dying.process.wait()
        told.append(dying.revive())
        clock[0] = dying.not_before
        dying.revive()
    dying.kill()

    assert told == [f"worker ended (1); it starts again in {pause} s." for pause in (1, 2, 4, 8)]


def test_a_worker_that_takes_no_work_is_started_anew(data, program, capsys) -> None:
    supervisor = Supervisor("127.0.0.1", 1)
    supervisor.worker = program
    (data / "beat.db").write_text("unreadable")

    supervisor._revive_deaf_worker(SILENT)
    patient = program.runs()
    supervisor._revive_deaf_worker(SILENT)

    assert (patient, program.runs(), list(data.iterdir())) == (True, False, [])
    assert capsys.readouterr().out == "The worker takes no work; it is started anew.\n"


def test_a_stop_while_the_preparation_starts_ends_it_too(monkeypatch) -> None:
    supervisor, spawned = Supervisor("127.0.0.1", 1), []
    spawn = subprocess.Popen

    def interrupted(*_command: object, **options: object) -> subprocess.Popen:
        spawned.append(spawn(["sleep", "600"], stdout=options["stdout"], text=True))
        supervisor._asked_to_stop(signal.SIGTERM, None)
        return spawned[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        supervisor._prepare()
    ended = spawned[0].poll()
    spawned[0].kill()
    spawned[0].communicate()

    assert ended == -signal.SIGTERM


@pytest.mark.parametrize(
    "told", [None, {}, SILENT | {"worker": "ok"}, SILENT | {"broker": "no answer"}, SILENT | {"database": "no answer"}]
)
def test_a_worker_without_its_servers_is_left_in_peace(data, program, told) -> None:
    supervisor = Supervisor("127.0.0.1", 1)
    supervisor.worker = program

    for _ in range(3):
        supervisor._revive_deaf_worker(told)

    assert program.runs()


def test_a_port_of_root_is_refused_with_one_for_everybody(monkeypatch) -> None:
    def refuse(host: str, port: int) -> None:
        if port < 8001:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(listening, "_listen_once", refuse)

    with pytest.raises(EmbeddedError) as refusal:
        listening.check_port("127.0.0.1", 80)

    assert str(refusal.value) == (
        "Port 80 on 127.0.0.1 cannot be used (Permission denied). Choose another: PORT=8001 bin/run"
    )


@pytest.mark.parametrize(
    ("host", "told"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000"), ("10.0.0.7", "http://10.0.0.7:8000")],
)
def test_the_address_is_one_to_type(host, told) -> None:
    assert listening.address(host, 8000) == told


def test_a_site_open_to_the_network_tells_an_address_that_others_can_reach() -> None:
    assert listening.address("0.0.0.0", 8000) not in {"http://0.0.0.0:8000", "http://:8000"}


def test_nothing_that_answers_is_told_from_something_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert listening.health("127.0.0.1", port) is None


def test_a_silent_broker_is_one_line_in_the_log() -> None:
    try:
        raise SchedulingError("Couldn't apply scheduled task heartbeat: timed out")
    except SchedulingError:
        record = logging.LogRecord("celery.beat", logging.ERROR, "", 0, "Message Error: %s", ("long",), sys.exc_info())

    assert in_one_line(record)
    assert logging.Formatter().format(record) == "Couldn't apply scheduled task heartbeat: timed out"
