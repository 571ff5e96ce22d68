"""What the stand-in calls us with: reports and texts, signed as Twilio signs, some late, twice, out of order or forged.

Signatures are made by Twilio's own library, not by the code that is to check them.
"""

from __future__ import annotations

import heapq
import http.client
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator

SHA1, SHA256 = HMAC_SHA1, HMAC_SHA256
FORM = "application/x-www-form-urlencoded; charset=utf-8"
Deliver = Callable[[str, Mapping[str, str], bytes], int]
"""Brings one call to its address, with headers and body; the status of the answer, 0 for none."""


@dataclass(frozen=True)
class Key:
    """What calls are signed with. ``id`` is empty for the account's token, which signs with SHA-1."""

    secret: str
    id: str = ""
    algorithm: str = SHA1


def signed(url: str, parameters: Mapping[str, str], key: Key) -> dict[str, str]:
    """The headers of a call."""
    signature = RequestValidator(key.secret).compute_signature(url, dict(parameters), key.algorithm)
    headers = {"Content-Type": FORM, "X-Twilio-Signature": signature}
    if key.id:
        headers["X-Twilio-Webhooks-Signature-Settings"] = f"key={key.id},algorithm={key.algorithm}"
    return headers


def over_loopback(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Bring a call to an address of this machine. Raises ValueError for any other."""
    place = urlsplit(url)
    if place.hostname != "127.0.0.1":
        raise ValueError(f"{place.hostname} is not this machine")
    line = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    try:
        line.request("POST", place.path + (f"?{place.query}" if place.query else ""), body, dict(headers))
        return line.getresponse().status
    except OSError:
        return 0
    finally:
        line.close()


class Caller:
    """Makes calls when they are due, on a thread of its own; one that is not answered is made again, twice."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._busy = self._over = False
        self.answers: list[int] = []
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._thread.join(15)

    def call(self, url: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> int:
        """Now, and wait for the answer."""
        status = self._deliver(url, headers, urlencode(parameters).encode())
        self.answers.append(status)
        return status

    def call_in(
        self,
        seconds: float,
        url: str,
        parameters: Mapping[str, str],
        headers: Mapping[str, str],
        *,
        before: Callable[[], None] = lambda: None,
        tries: int = 3,
    ) -> None:
        """Later, after ``before`` has been done."""

        def make() -> None:
            before()
            status = self.call(url, parameters, headers)
            if (status == 0 or status >= 500) and tries > 1:
                self.call_in(1, url, parameters, headers, tries=tries - 1)

        self.do_in(seconds, make)

    def do_in(self, seconds: float, act: Callable[[], None]) -> None:
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), act))
            self._changed.notify_all()

    def settle(self, seconds: float = 10) -> bool:
        """Wait until nothing is due any more; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._due and not self._busy, seconds)

    def _work(self) -> None:
        while (act := self._next()) is not None:
            try:
                act()
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._over:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    self._busy = True
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None
