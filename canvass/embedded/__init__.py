"""A private PostgreSQL and Redis for a machine that has none.

With no DATABASE_URL a PostgreSQL from the installed wheel serves one folder through a Unix socket, and with no
REDIS_URL a Redis does the same. Both stop when the last process that uses them leaves. No Django here: the
settings read the addresses from this package.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from canvass import service_user
from canvass.embedded import locks
from canvass.embedded.locks import alone
from canvass.embedded.places import (
    EmbeddedError,
    data_dir,
    database_url,
    make_data_dir,
    make_socket_dir,
    redis_url,
    remove_socket_dir,
    socket_dir,
)  # fmt: skip
from canvass.embedded.postgres import Postgres
from canvass.embedded.redis_server import Redis
from canvass.embedded.server import Server

__all__ = [
    "EmbeddedError", "alone", "data_dir", "database_url", "make_data_dir", "redis_url", "restart_missing", "services",
    "socket_dir",
]  # fmt: skip


@contextmanager
def services(*, durable: bool = True, broker: bool = True) -> Iterator[None]:
    """Keep the private servers up for the length of the block; ``durable=False`` trades safety for speed (tests),
    without ``broker`` Redis is left as it is.

    Raises EmbeddedError with one sentence when a server cannot start.
    """
    if not (wanted := _wanted(durable=durable, broker=broker)):
        yield
        return
    make_data_dir()
    service_user.check_reachable(data_dir())
    make_socket_dir()
    with locks.shared("users.lock") as user:
        try:
            _start(wanted)
            yield
        finally:
            with locks.exclusive("starting.lock"):
                if locks.is_last(user):
                    Redis().stop()
                    Postgres().stop()
                    remove_socket_dir()


def restart_missing() -> list[str]:
    """Start again whatever private server has died; its names. Called now and then by the supervisor."""
    missing = [server for server in _wanted() if server.is_missing()]
    if missing:
        _start(missing)
    return [server.name for server in missing]


def _start(servers: list[Server]) -> None:
    with locks.exclusive("starting.lock"):
        for server in servers:
            try:
                server.start()
            except OSError as error:
                raise EmbeddedError(f"{server.name} did not start: {error}.") from error


def _wanted(*, durable: bool = True, broker: bool = True) -> list[Server]:
    servers: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(Postgres(durable=durable))
    if broker and not os.environ.get("REDIS_URL"):
        servers.append(Redis())
    return servers
