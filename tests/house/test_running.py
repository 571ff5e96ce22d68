"""`bin/run`: everything from one command, through the deaths of its parts, to nothing left."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from canvass import service_user
from canvass.demo import campaign as demo
from tests.house import running
from tests.house.running import WELL, own_servers, said, until

ACCOUNTS = "Demo accounts: " + ", ".join(email for email, _name, _roles in demo.ACCOUNTS)


@pytest.fixture
def other_process():
    """One that belongs to the user of the servers, and is none of them; its number."""
    process = subprocess.Popen(["sleep", "600"], cwd="/", **service_user.run_as())
    yield process.pid
    process.kill()
    process.wait()


def test_the_first_start_tells_the_address_and_the_demo_accounts(first_start) -> None:
    site, told = first_start

    assert told[told.index("Making") :] == (
        "Making the demo campaign…\n\n"
        f"{ACCOUNTS}; password: {demo.PASSWORD}\n"
        f"Canvass answers at http://127.0.0.1:{site.port}  (Ctrl-C stops it)\n"
    )


def test_sigterm_leaves_nothing_and_the_next_start_tells_the_accounts_again(site) -> None:
    assert site.stop() == 0
    assert site.processes() == {}

    site.start()
    site.wait_until_well()

    assert site.log.read_text().count(ACCOUNTS) == 1


def test_a_second_signal_does_not_wait(site) -> None:
    began = time.monotonic()

    code = site.stop(signal.SIGINT, signal.SIGINT)

    assert (code, site.processes()) == (0, {})
    assert time.monotonic() - began < 15


def test_a_start_that_is_interrupted_leaves_nothing(site) -> None:
    site.stop()

    for seconds in (0.5, 1.5):
        site.start()
        time.sleep(seconds)
        assert (site.stop(), site.processes()) in [(0, {}), (-signal.SIGTERM, {})]


def test_a_site_killed_whole_starts_again_by_itself(site, other_process) -> None:
    """The number of each server has passed to another process meanwhile, as after a restart of the machine."""
    site.kill_everything()
    for lock in (site.data / "postgres" / "postmaster.pid", site.data / "run" / "redis.pid"):
        lock.write_text(f"{other_process}\n" + lock.read_text().partition("\n")[2])

    site.start()

    site.wait_until_well()
    assert other_process not in {site.server("postgres"), site.server("redis")}


def test_a_killed_supervisor_takes_its_children_along(site) -> None:
    running.kill(site.process.pid)
    site.process.wait()

    until(lambda: not any("granian" in line or "celery" in line for line in site.processes().values()))


def test_a_second_run_with_the_same_data_is_refused(site) -> None:
    other = own_servers(site.data, PORT=str(running.free_port()))

    done = said("run", **other)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Canvass already runs with the data of {site.data}: http://127.0.0.1:{site.port}, process {site.process.pid}. "
        "Stop it first, or set CANVASS_DATA to another folder.\n"
    )


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_postgresql_comes_back_under_a_running_site(site, end) -> None:
    before = site.server("postgres")

    os.kill(before, end)

    until(lambda: (site.data / "postgres" / "postmaster.pid").exists() and site.server("postgres") != before)
    site.wait_until_well()
    assert site.ask("/compte/login/")[0] == 200
    assert seconds_of_a_task(site) < 20


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_redis_comes_back_under_a_running_site(site, end) -> None:
    before = site.server("redis")

    os.kill(before, end)

    until(lambda: (site.data / "run" / "redis.pid").exists() and site.server("redis") != before)
    site.wait_until_well()
    assert seconds_of_a_task(site) < 20


def test_a_frozen_redis_is_told_within_seconds(site) -> None:
    frozen = site.server("redis")
    os.kill(frozen, signal.SIGSTOP)
    try:
        began = time.monotonic()

        told = site.ask()

        assert told == (503, '{"database": "ok", "broker": "no answer", "worker": "ok"}')
        assert time.monotonic() - began < 5
        assert site.ask("/compte/login/")[0] == 200
    finally:
        os.kill(frozen, signal.SIGCONT)


def test_texts_leave_by_hand_while_redis_is_frozen(site) -> None:
    frozen = site.server("redis")
    os.kill(frozen, signal.SIGSTOP)
    try:
        done = said("manage", "send_outbox", "--json", **site.environment())
    finally:
        os.kill(frozen, signal.SIGCONT)

    assert (done.returncode, list(json.loads(done.stdout.splitlines()[-1]))) == (0, ["handed_over"])


@pytest.mark.parametrize("name", ["granian", "celery"])
def test_a_killed_child_is_started_again_without_leftovers(site, name) -> None:
    program = site.child(name)
    family = {pid for pid, line in site.processes().items() if name in line}

    running.kill(program)

    until(lambda: any(name in line for pid, line in site.processes().items() if pid not in family))
    site.wait_until_well()
    assert seconds_of_a_task(site) < 20
    assert family & set(site.processes()) == set()


def test_commands_share_the_servers_of_a_running_site(site) -> None:
    before = site.server("postgres")

    done = said("manage", "check", **site.environment())

    assert (done.returncode, site.server("postgres"), site.health()) == (0, before, WELL)


def test_a_taken_port_is_one_sentence_with_a_free_one(data) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        done = said("run", **own_servers(data, PORT=str(port)))

    told = f"Port {port} on 127.0.0.1 cannot be used (Address already in use). Choose another: PORT="
    assert (done.returncode, done.stderr.count("\n"), done.stderr.startswith(told)) == (1, 1, True)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("PORT=abc", "PORT='abc': expected a whole number."),
        ("PORT=70000", "PORT='70000': expected a number from 1 to 65535."),
        ("HOST=here", "HOST='here': expected an address such as 127.0.0.1 or 0.0.0.0."),
        ("CANVASS_DATA=/proc/canvass", "/proc/canvass cannot hold Canvass's data (No such file or directory). "
         "Set CANVASS_DATA to a folder of your own."),
    ],
)  # fmt: skip
def test_an_unusable_setting_is_one_sentence(data, setting, sentence) -> None:
    name, value = setting.split("=")

    done = said("run", **own_servers(data) | {name: value})

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")


def test_a_database_that_does_not_answer_is_one_sentence(data) -> None:
    named = own_servers(data, DATABASE_URL="postgresql://somebody:secret@127.0.0.1:1/site")

    done = said("manage", "prepare", **named)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "CommandError: The database of DATABASE_URL does not answer: "
        'connection to server at "127.0.0.1", port 1 failed: Connection refused\n'
    )


def test_a_command_ended_by_sigterm_takes_its_servers_along(data) -> None:
    site = running.Site(data)
    waiting = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", "print('up', flush=True); import time; time.sleep(60)"],
        cwd=running.ROOT, env=site.environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert waiting.stdout.readline() == "up\n"
    assert {"postgres", "redis-server"} <= {line.split()[0].rpartition("/")[2] for line in site.processes().values()}

    waiting.terminate()

    assert (waiting.wait(running.SECONDS), site.processes()) == (143, {})
    waiting.stdout.close()


def seconds_of_a_task(site: running.Site) -> float:
    """From sending a task to its row, through the broker and the worker."""
    script = (
        "from canvass.models import Heartbeat; from canvass.tasks import heartbeat\n"
        "Heartbeat.objects.all().delete(); heartbeat.delay()\n"
        "import time; began = time.monotonic()\n"
        "while not Heartbeat.objects.exists() and time.monotonic() < began + 30: time.sleep(0.05)\n"
        "print(time.monotonic() - began)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", script],
        cwd=running.ROOT, env=site.environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)
