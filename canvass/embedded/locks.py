"""Files under the data folder that say who is at work. The kernel lets go of them whatever way a process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from canvass.embedded.places import EmbeddedError, data_dir


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Wait for the lock, and hold it for the length of the block."""
    with _opened(name) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(name: str) -> Iterator[IO[str]]:
    """Be counted among the users for the length of the block."""
    with _opened(name) as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield handle


def is_last(user: IO[str]) -> bool:
    """Whether nobody else is counted any more; the asker is not counted from then on."""
    try:
        fcntl.flock(user, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone(name: str, told: str) -> Iterator[None]:
    """Hold the lock for the length of the block, or raise EmbeddedError with what its holder told of itself."""
    with _opened(name) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise EmbeddedError(
                f"Canvass already runs with the data of {data_dir()}: {handle.read().strip()}. "
                "Stop it first, or set CANVASS_DATA to another folder."
            ) from None
        handle.truncate(0)
        handle.write(told)
        handle.flush()
        yield


def _opened(name: str) -> IO[str]:
    try:
        return (data_dir() / name).open("a+")
    except OSError as error:
        raise EmbeddedError(
            f"{data_dir() / name} cannot be written ({error.strerror}). Set CANVASS_DATA to a folder of your own."
        ) from error
