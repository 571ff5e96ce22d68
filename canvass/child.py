"""A program that the supervisor keeps alive, with whatever processes it starts itself."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from dataclasses import dataclass

LONGEST_PAUSE = 30.0
LONG_LIFE_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # loaded here: little is safe between fork and exec


def die_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor is killed, so that nothing is left running."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """The program, and what is known of its last lives."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    not_before: float = 0.0
    started: float = 0.0

    def start(self) -> None:
        """Each child leads a group of its own: Ctrl-C in the terminal reaches the supervisor alone."""
        self.process = subprocess.Popen(self.command, preexec_fn=die_with_parent, start_new_session=True)
        self.started = time.monotonic()

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> str | None:
        """Start again if dead, after a pause that doubles with each quick death; the sentence to tell, if any."""
        if self.process is None or self.runs():
            return None
        now = time.monotonic()
        if not self.not_before:
            self.kill()
            self.deaths = self.deaths + 1 if now - self.started < LONG_LIFE_SECONDS else 1
            pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1))
            self.not_before = now + pause
            return f"{self.name} ended ({self.process.returncode}); it starts again in {pause:.0f} s."
        if now >= self.not_before:
            self.not_before = 0.0
            self.start()
        return None

    def ask_to_end(self) -> None:
        """The first process alone: it tells its own children, each when its work is done."""
        if self.process is not None and self.runs():
            self.process.terminate()

    def kill(self) -> None:
        """End whatever is left of it and its children, which may outlive it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
