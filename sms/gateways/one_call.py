"""One request to a gateway over a line of its own, so that it is known whether a single byte of it can have arrived.

A request on a kept line that dies tells nothing; a line that could not be opened tells that nothing was taken. Nothing
is tried twice, redirections are not followed, and no proxy or password of the machine is used for a stand-in.
"""

from __future__ import annotations

from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient
from twilio.http.response import Response

CONNECT_SECONDS = 10
READ_SECONDS = 30  # the gateway may take 26


class NotConnected(Exception):
    """The line could not be opened, encryption included: nothing was said on it."""


class BrokenOff(Exception):
    """The line was open; what was said on it, and whether it was heard, nobody knows."""


class OneCall(HttpClient):
    """What the library of the gateway speaks through. ``base`` replaces ``https://api.twilio.com`` where it is given.

    Afterwards ``answer`` is what came back, if anything did.
    """

    def __init__(self, base: str = "") -> None:
        self.base = base
        self.is_async = False
        self.answer: requests.Response | None = None

    def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Raises NotConnected or BrokenOff."""
        line = _Line()
        with requests.Session() as session:
            session.mount("https://", line)
            session.mount("http://", line)
            session.trust_env = not self.base
            try:
                self.answer = session.request(
                    method, self._at(url), params=cast(Any, params), data=data, headers=headers, auth=auth,
                    timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False,
                )  # fmt: skip
            except (requests.RequestException, OSError) as error:
                raise (BrokenOff if line.is_open else NotConnected)(type(error).__name__) from error
        return Response(self.answer.status_code, self.answer.text, self.answer.headers)

    def _at(self, url: str) -> str:
        return url.replace("https://api.twilio.com", self.base, 1) if self.base else url


class _Line(HTTPAdapter):
    """Notes when a connection is open: names resolved, connected, encrypted."""

    def __init__(self) -> None:
        super().__init__(max_retries=0, pool_maxsize=1)
        self.is_open = False

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        line = self

        class Noticed(pool.ConnectionCls):  # type: ignore[name-defined]
            def connect(self) -> None:
                super().connect()
                line.is_open = True

        pool.ConnectionCls = Noticed
        return pool
