"""A whole site in processes of its own, started as people start it and treated as badly as machines do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from canvass.child import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
WELL = {"database": "ok", "broker": "ok", "worker": "ok"}
FIRST_START_SECONDS = 120  # the demo is made meanwhile, on a machine that has other things to do
SECONDS = 60


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the servers' own user may enter: pytest's are closed to anybody else."""
    folder = Path(tempfile.mkdtemp(prefix="canvass-house.", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_servers(data: Path, **more: str) -> dict[str, str]:
    """The environment of somebody with that data folder and no servers of their own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {"CANVASS_DATA": str(data)} | more


def said(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts to its end."""
    return subprocess.run(
        [ROOT / "bin" / script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


class Site:
    """`bin/run` with a data folder and a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.log = data / "site.log"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return own_servers(self.data, PORT=str(self.port))

    def start(self) -> None:
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [ROOT / "bin" / "run"], env=self.environment(), stdout=output, stderr=output, start_new_session=True,
                preexec_fn=die_with_parent,  # tests that are cut off leave nothing running
            )  # fmt: skip

    def ask(self, path: str = "/healthz") -> tuple[int, str]:
        """Status and body; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError as error:
            return 0, str(error)

    def health(self) -> dict[str, str]:
        status, body = self.ask()
        return json.loads(body) if status else {}

    def wait_until_well(self, seconds: float = SECONDS) -> None:
        until(lambda: self.health() == WELL, seconds, lambda: f"{self.health()}\n{self.log.read_text()}")

    def stop(self, *signals: signal.Signals) -> int:
        """End it; the exit code."""
        for number in signals or (signal.SIGTERM,):
            self.process.send_signal(number)
            time.sleep(0.1)
        return self.process.wait(SECONDS)

    def server(self, name: str) -> int:
        file = {"postgres": "postgres/postmaster.pid", "redis": "run/redis.pid"}[name]
        return int((self.data / file).read_text().split()[0])

    def child(self, name: str) -> int:
        return next(pid for pid in children(self.process.pid) if name in command(pid))

    def processes(self) -> dict[int, str]:
        """Everything alive that was started with this data folder."""
        return {pid: command(pid) for pid in pids() if self._is_mine(pid)}

    def kill_everything(self) -> None:
        for pid in [self.process.pid, *self.processes()]:
            kill(pid)
        self.process.wait()
        until(lambda: not self.processes(), 10)

    def _is_mine(self, pid: int) -> bool:
        # Redis writes its title over its environment.
        mine = f"CANVASS_DATA={self.data}" in read(pid, "environ").split("\0") or f"{self.data}/" in command(pid)
        return mine and "Z" not in read(pid, "stat").rpartition(")")[2][:3]


def until(holds: Callable[[], bool], seconds: float = SECONDS, told: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def children(pid: int) -> list[int]:
    return [int(child) for child in read(pid, f"task/{pid}/children").split()]


def command(pid: int) -> str:
    return read(pid, "cmdline").replace("\0", " ").strip()


def read(pid: int, file: str) -> str:
    try:
        return Path(f"/proc/{pid}/{file}").read_text(errors="replace")
    except OSError:  # it ended meanwhile
        return ""
