"""Where the private servers live: their data, their sockets, and the addresses that follow from them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import stat
from pathlib import Path

from canvass import service_user

ROOT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes, one of them NUL; Redis and PostgreSQL add their file names
PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)
LEAST_FREE_MB = 50  # under this PostgreSQL may start and fail at its first checkpoint


class EmbeddedError(Exception):
    """The private services cannot run; the message says what is wrong and what to do."""


def data_dir() -> Path:
    """Where the private servers keep their files: CANVASS_DATA, else var/, else for root a folder all may enter."""
    if chosen := os.environ.get("CANVASS_DATA"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        # The servers refuse to run as root, and another user may not enter root's home.
        return Path("/var/lib/canvass") / f"{ROOT.name.replace(' ', '-')}-{_short_hash(ROOT)}"
    return ROOT / "var"


def socket_dir() -> Path:
    """The folder of the Unix sockets: short, because the kernel limits the length of a socket's path, and plain,
    because blanks and quotes are written differently for each program that must find it."""
    inside = data_dir() / "run"
    if PLAIN_PATH.fullmatch(str(inside)) and len(str(inside / ".s.PGSQL.5432.lock")) < SOCKET_PATH_LIMIT:
        return inside
    return Path("/tmp") / f"canvass-{_short_hash(data_dir())}"


def database_url() -> str:
    return f"postgresql://canvass@{str(socket_dir()).replace('/', '%2F')}:5432/canvass"


def redis_url() -> str:
    return f"unix://{socket_dir()}/redis.sock"


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def make_data_dir() -> None:
    """Make the data folder. Raises EmbeddedError when it cannot be written or its disk is full."""
    folder = data_dir()
    try:
        # Not with the caller's umask: for root, the servers' own user must be able to enter.
        for missing in [part for part in (*reversed(folder.parents), folder) if not part.exists()]:
            missing.mkdir(exist_ok=True)
            missing.chmod(0o711)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(0, "no right to write there")
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot hold Canvass's data ({error.strerror}). Set CANVASS_DATA to a folder of your own."
        ) from error
    require_space(LEAST_FREE_MB)


def require_space(megabytes: int) -> None:
    """Raise EmbeddedError when the disk of the data folder has less room than that."""
    free = shutil.disk_usage(data_dir()).free // 1_000_000
    if free < megabytes:
        raise EmbeddedError(
            f"The disk of {data_dir()} has {free} MB left and Canvass needs {megabytes} MB. "
            "Free some space, or set CANVASS_DATA to a folder on another disk."
        )


def make_socket_dir() -> None:
    """Make the folder of the sockets, which only the servers' user may enter. Raises EmbeddedError."""
    folder = socket_dir()
    try:
        folder.mkdir(exist_ok=True)
        found = folder.lstat()
        # Under /tmp anybody could have made it first, or made it point elsewhere.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in service_user.identities():
            raise PermissionError(0, "it belongs to somebody else")
        folder.chmod(0o700)
        service_user.own(folder)
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot be used for sockets ({error.strerror}). Remove it and try again."
        ) from error


def remove_socket_dir() -> None:
    """Leave nothing under /tmp once the servers have ended; inside the data folder it may stay."""
    if socket_dir().parent != data_dir():
        with contextlib.suppress(OSError):
            socket_dir().rmdir()
