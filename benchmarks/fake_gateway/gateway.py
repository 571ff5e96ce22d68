"""The stand-in itself: what it does with a text that is handed over, and whom it calls then."""

from __future__ import annotations

import itertools
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import uuid4

from benchmarks.fake_gateway import faults as drawing
from benchmarks.fake_gateway.calling import Caller, Deliver, Key, over_loopback, signed
from benchmarks.fake_gateway.faults import Drawn, Faults
from benchmarks.fake_gateway.held import Held, Shelf
from benchmarks.fake_gateway.server import Asked, Server

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "token of the stand-in"
STATUSES = ("queued", "sent", "delivered")
APART = 0.05
"""Seconds between the reports of one text."""


@dataclass
class FakeGateway:
    """``with FakeGateway(…) as gateway:`` runs it; ``gateway.url`` is its address.

    ``list_delay``: so long a message is held before the list shows it. ``silence``: seconds until a line that is not
    answered is closed; ``slowness``: until a slow answer comes. ``deliver`` brings calls to us, over loopback unless a
    test does it otherwise.
    """

    seed: int = 1
    faults: Faults = Faults()
    key: Key = Key(TOKEN)
    token: str = TOKEN
    deliver: Deliver = over_loopback
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    list_delay: timedelta = timedelta(0)
    silence: float = 40
    slowness: float = 26
    late: float = 1

    def __post_init__(self) -> None:
        self.shelf = Shelf()
        self.caller = Caller(self.deliver)
        self.asked: list[Asked] = []
        self.opted_out: set[str] = set()
        self.next_answers: deque[str] = deque()
        """Answers to the calls to come, before any is drawn: names of ANSWERS, ``accept`` or ``refuse:CODE``."""
        self.is_over = threading.Event()
        self._server = Server(self)

    @property
    def url(self) -> str:
        return self._server.url

    def __enter__(self) -> Self:
        self.caller.start()
        self._server.start()
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.is_over.set()
        self._server.stop()
        self.caller.stop()

    @property
    def accepted(self) -> list[Held]:
        """All that was taken, the oldest first: what people would have got."""
        return self.shelf.all()

    def taken_twice(self) -> dict[str, int]:
        """How often each body was taken, of those taken more than once."""
        counted = Counter((message.to, message.body) for message in self.accepted)
        return {body: times for (_to, body), times in counted.items() if times > 1}

    def drawn(self, body: str) -> Drawn:
        """What befalls a text with this body that is handed over now."""
        found = drawing.draw(self.faults, seed=self.seed, body=body, times=self.shelf.tried(body))
        return replace(found, answer=self.next_answers.popleft()) if self.next_answers else found

    def list_fails(self, number: str) -> bool:
        """Whether this list cannot be had just now; asked again, it may."""
        body = f"list of {number}"
        drawn = drawing.draw(self.faults, seed=self.seed, body=body, times=self.shelf.tried(body))
        return drawn.order[0] < self.faults.list_500

    def take(self, form: Mapping[str, str], drawn: Drawn) -> Held:
        """Accept a text, and report on it as was drawn."""
        sender = form.get("MessagingServiceSid") or form.get("From", "")
        message = Held(
            to=form["To"],
            body=form.get("Body", ""),
            sender=sender,
            callback=form.get("StatusCallback", ""),
            created_at=self.clock(),
            status="accepted" if sender.startswith("MG") else "queued",
        )
        self.shelf.keep(message)
        self._report(message, drawn)
        return message

    def text_from(self, number: str, body: str, *, at: str, sid: str = "", **more: str) -> int:
        """Let somebody write to us at this address, and wait; the status of the answer."""
        sid = sid or f"SM{uuid4().hex}"
        parameters = {
            "MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "From": number, "To": "36123", "Body": body,
            "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01", **more,
        }  # fmt: skip
        return self.caller.call(at, parameters, signed(at, parameters, self.key))

    def _report(self, message: Held, drawn: Drawn) -> None:
        """In the order of their time, or permuted; the first, if so drawn, before the call itself is answered."""
        statuses = [*STATUSES[:-1], "undelivered" if drawn.fails_with else STATUSES[-1]]
        if "reports_permuted" in drawn.reports:
            statuses = [status for _number, status in sorted(zip(drawn.order, statuses, strict=False))]
        wait = self.late if "report_late" in drawn.reports else 0
        for number, status in zip(itertools.count(1), statuses, strict=False):
            code = drawn.fails_with if status == "undelivered" else None
            self._tell(message, status, code, drawn, in_seconds=wait + number * APART)

    def _tell(self, message: Held, status: str, code: int | None, drawn: Drawn, *, in_seconds: float) -> None:
        def become() -> None:
            if message.status not in ("delivered", "undelivered"):
                message.status, message.error_code = status, code

        if not message.callback or "report_never" in drawn.reports:
            self.caller.do_in(in_seconds, become)
            return
        parameters = self._parameters(message, status, code, drawn)
        headers = signed(message.callback, parameters, self.key)
        if "report_forged" in drawn.reports:
            lie = parameters | {"MessageStatus": "failed", "ErrorCode": "30005"}
            self.caller.call_in(in_seconds, message.callback, lie, headers)
        if "report_unsigned" in drawn.reports:
            del headers["X-Twilio-Signature"]
        if "report_before_answer" in drawn.reports and status == "queued":
            become()
            self.caller.call(message.callback, parameters, headers)
            return
        for _time in range(2 if "report_doubled" in drawn.reports else 1):
            self.caller.call_in(in_seconds, message.callback, parameters, headers, before=become)

    def _parameters(self, message: Held, status: str, code: int | None, drawn: Drawn) -> dict[str, str]:
        told = {
            "AccountSid": ACCOUNT, "MessageSid": message.sid, "SmsSid": message.sid, "MessageStatus": status,
            "SmsStatus": status, "To": message.to, "From": message.sender, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        if code:
            told["ErrorCode"] = str(code)
        return told | ({"Nouveau": "é ', \" &", "Empty": ""} if "report_with_more" in drawn.reports else {})
