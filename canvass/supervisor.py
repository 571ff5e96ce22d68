"""One process that keeps a whole Canvass up: private servers, web, worker with beat. Started by bin/run.

A child that dies is started again, more slowly each time. Ctrl-C or SIGTERM stops everything, the servers last.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

from canvass import embedded
from canvass.environment import SettingError
from canvass.service_user import ServiceUserError

GRACE_SECONDS = 25.0
LONGEST_PAUSE = 30.0
SERVERS_CHECK_SECONDS = 3.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program that must run, and what is known of its last lives."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    not_before: float = 0.0
    started: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, start_new_session=True)
        self.started = time.monotonic()

    def revive(self) -> None:
        """Start again if dead, after a pause that doubles with each quick death."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.not_before:
            self.deaths = self.deaths + 1 if now - self.started < 60 else 1
            self.not_before = now + min(LONGEST_PAUSE, 2.0**self.deaths)
            print(f"{self.name} ended ({self.process.returncode}); starting it again.", flush=True)
        elif now >= self.not_before:
            self.not_before = 0.0
            self.start()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def _die_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor is killed, so that nothing is left running."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def children(host: str, port: int) -> list[Child]:
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
           "--blocking-threads", "8", "--no-ws", "--respawn-failed-workers", "--log-level", "warning",
           "canvass.wsgi:application"]  # fmt: skip
    beat_file = str(embedded.data_dir() / "beat")
    worker = [*python, "celery", "-A", "canvass.celery", "worker", "--beat", "--schedule", beat_file,
              "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]  # fmt: skip
    return [Child("web", web), Child("worker", worker)]


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise embedded.EmbeddedError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT={port + 1} bin/run"
            ) from error


class Supervisor:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.children = children(host, port)
        self.stopping = False

    def run(self) -> None:
        """Block until a signal comes, with everything up."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        check_port(self.host, self.port)
        with embedded.services():
            try:
                _prepare()
                for child in self.children:
                    child.start()
                _greet(self.host, self.port)
                self._watch()
            finally:
                self._stop_children()

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _watch(self) -> None:
        last_check = time.monotonic()
        while not self.stopping:
            time.sleep(0.2)
            for child in self.children:
                child.revive()
            if time.monotonic() - last_check > SERVERS_CHECK_SECONDS:
                self._revive_servers()
                last_check = time.monotonic()

    def _revive_servers(self) -> None:
        try:
            for name in embedded.restart_missing():
                print(f"{name} had ended; it runs again.", flush=True)
        except embedded.EmbeddedError as error:
            print(error, flush=True)

    def _stop_children(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.signal(signal.SIGKILL)
                child.process.wait()


def _prepare() -> None:
    """Bring the database, the catalogues and the static files up to this release; the demo on the first start."""
    command = [sys.executable, "manage.py", "prepare"]
    if subprocess.run(command, check=False).returncode:
        raise embedded.EmbeddedError("Canvass could not prepare its data; the lines above say why.")


def _greet(host: str, port: int) -> None:
    shown = "127.0.0.1" if host == "0.0.0.0" else host
    print(f"\nCanvass is starting at http://{shown}:{port}  (Ctrl-C stops it)", flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    os.environ.setdefault("PUBLIC_BASE_URL", f"http://{host}:{port}")
    try:
        Supervisor(host, port).run()
    except (embedded.EmbeddedError, ServiceUserError, SettingError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
