"""What the private servers have in common: found by their pid file, started, waited for, ended for certain."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from enum import Enum
from pathlib import Path

from canvass import service_user
from canvass.embedded.places import EmbeddedError, data_dir

SILENCE_SECONDS = 30.0
COMPLAINT = re.compile(r"FATAL|PANIC|\berror\b|No space|Bad file format|Can't|could not", re.IGNORECASE)
LARGEST_LOG = 5_000_000
# Kept so that Python can reap those that end while we live, and says nothing of them when we end.
_started: list[subprocess.Popen[bytes]] = []


class State(Enum):
    """What a server answers."""

    READY = "ready"
    BUSY = "busy"  # it reads its files after a crash, which takes the time it takes
    SILENT = "silent"


class Server(ABC):
    """One private server: its folder, its log, its start, its end."""

    name: str
    stopping: tuple[tuple[signal.Signals, float], ...]  # each signal and the seconds that it is given to work

    def __init__(self, folder: str, pid_file: Path) -> None:
        self.folder = data_dir() / folder
        self.log = data_dir() / f"{folder}.log"
        self.pid_file = pid_file
        self._log_start = 0

    @abstractmethod
    def state(self) -> State: ...

    @abstractmethod
    def prepare(self) -> None:
        """Everything that must be there before the program starts."""

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def mark(self) -> str:
        """What the command line of this server alone contains: a pid may have passed to another process."""

    def is_leaving(self) -> bool:
        """Whether it was asked to end and waits for its last client, which never goes."""
        return False

    def is_missing(self) -> bool:
        return self.pid() is None or self.is_leaving()

    def pid(self) -> int | None:
        """The process that serves the folder, if one runs."""
        pid = read_pid(self.pid_file)
        return pid if pid and runs(pid, self.mark()) else None

    def start(self) -> None:
        """Return when the server answers. Raises EmbeddedError with what the server complained of."""
        if self.is_leaving():
            self.stop()
        if self.state() is State.READY:
            return
        process = None
        if self.pid() is None:
            _reap()
            self.prepare()
            process = self._spawn()
        try:
            self._wait_for_answer(process)
        except BaseException:  # an impatient Ctrl-C included: nothing half-started stays
            if process is not None:
                _end(process)
            raise

    def stop(self) -> None:
        """End the server, politely first. Raises EmbeddedError when even SIGKILL does not."""
        for number, seconds in self.stopping:
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, number)
            if _ends_within(pid, seconds):
                _reap()
                return
        raise EmbeddedError(f"{self.name} (process {pid}) does not end. End it by hand: kill -9 {pid}")

    def said(self) -> str:
        """The log since this start."""
        with self.log.open(errors="replace") as log:
            log.seek(self._log_start)
            return log.read()

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("a") as output:
            self._log_start = output.tell()
            # A session of its own: Ctrl-C in the terminal reaches the supervisor, which stops the servers last.
            process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                cwd="/", **service_user.run_as(),
            )  # fmt: skip
        _started.append(process)
        return process

    def _wait_for_answer(self, process: subprocess.Popen[bytes] | None) -> None:
        deadline = time.monotonic() + SILENCE_SECONDS
        while (state := self.state()) is not State.READY:
            if state is State.BUSY:
                deadline = time.monotonic() + SILENCE_SECONDS
            if process is not None and process.poll() is not None:
                raise EmbeddedError(f"{self.name} did not start: {complaint(self.said())} ({self.log} has it all.)")
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"{self.name} runs but has not answered for {SILENCE_SECONDS:.0f} s; see {self.log}."
                )
            time.sleep(0.05)


def wheel_folder(package: str) -> Path:
    """Where an installed wheel keeps its programs."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EmbeddedError(
            f"The package {package} is not installed. Run bin/run again, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def complaint(text: str) -> str:
    """The line of a log that says what went wrong: the first that sounds like it, else the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if COMPLAINT.search(line)), lines[-1] if lines else "no output.")


def read_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def runs(pid: int, mark: str) -> bool:
    """Whether that process is alive (a zombie is not) and its command line contains the mark."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z" and os.fsencode(mark) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _reap() -> None:
    for process in _started:
        process.poll()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while runs(pid, ""):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
