"""The stand-in's side of the line: what is asked of it over HTTP, and the ways in which it answers, or does not."""

from __future__ import annotations

import base64
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

if TYPE_CHECKING:
    from benchmarks.fake_gateway.gateway import FakeGateway
    from benchmarks.fake_gateway.held import Held

MESSAGES = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages\.json")
MESSAGE = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages/(SM[0-9a-f]{32})\.json")
E164 = re.compile(r"\+[1-9]\d{6,14}")
PAGE = "<!DOCTYPE html><title>Somebody on the way</title>"


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    form: tuple[tuple[str, str], ...]


class Server:
    """Listens on a free port of the loopback, each line on a thread of its own."""

    def __init__(self, gateway: FakeGateway) -> None:
        handler = type("Handler", (_Handler,), {"gateway": gateway})
        self._http = _Http(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=lambda: self._http.serve_forever(0.02), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(15)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, *_args: Any) -> None:
        """Lines that break are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: FakeGateway

    def do_POST(self) -> None:
        if self.gateway.next_answers and self.gateway.next_answers[0] == "reset_before":
            self.gateway.next_answers.popleft()
            self._reset()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = tuple(parse_qsl(body, keep_blank_values=True))
        self._note(form)
        if self._is_signed_in() and MESSAGES.fullmatch(urlsplit(self.path).path):
            self._create(dict(form))

    def do_GET(self) -> None:
        self._note(())
        if not self._is_signed_in():
            return
        path = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(path.query).items()}
        message = MESSAGE.fullmatch(path.path)
        if message:
            held = self.gateway.shelf.find(message[2])
            self._json(200, held.told(message[1])) if held else self._refuse(404, 20404)
        elif MESSAGES.fullmatch(path.path):
            self._list(query)
        else:
            self._refuse(404, 20404)

    def _create(self, form: dict[str, str]) -> None:
        refusal = self._faulty(form)
        drawn = self.gateway.drawn(form.get("Body", ""))
        kind, _colon, code = drawn.answer.partition(":")
        if refusal or kind == "refuse":
            self._refuse(400, refusal or int(code))
        elif kind.startswith("accept"):
            self._accept(kind, self.gateway.take(form, drawn))
        else:
            self._turn_down(kind)

    def _faulty(self, form: dict[str, str]) -> int | None:
        """The code with which Twilio refuses such a form."""
        to = form.get("To", "")
        if not E164.fullmatch(to):
            return 21211
        if to in self.gateway.opted_out:
            return 21610
        if not form.get("Body"):
            return 21602
        return None if form.get("From") or form.get("MessagingServiceSid") else 21603

    def _accept(self, kind: str, message: Held) -> None:
        answers: dict[str, Callable[[], None]] = {
            "accept_then_silence": self._say_nothing,
            "accept_then_reset": self._reset,
            "accept_then_500": lambda: self._refuse(500, 20500),
            "accept_then_garble": lambda: self._answer(201, "text/html", PAGE),
        }
        if kind == "accept_slowly":
            self.gateway.is_over.wait(self.gateway.slowness)
        answer = answers.get(kind)
        answer() if answer else self._json(201, message.told(self._account()))

    def _turn_down(self, kind: str) -> None:
        answers: dict[str, Callable[[], None]] = {
            "error_500": lambda: self._refuse(500, 20500),
            "reset_before": self._reset,
            "reset_after": self._reset,
            "throttle_429": lambda: self._refuse(429, 20429, wait=2),
            "closed_503": lambda: self._refuse(503, 20503, wait=3),
            "page_503": lambda: self._answer(503, "text/html", PAGE),
            "page_404": lambda: self._answer(404, "text/html", PAGE),
        }
        answers[kind]()

    def _list(self, query: dict[str, str]) -> None:
        if self.gateway.list_fails(query.get("To", "")):
            self._refuse(500, 20500)
            return
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        found = self.gateway.shelf.to(query.get("To", ""), until=self.gateway.clock() - self.gateway.list_delay)
        shown = found[page * size : (page + 1) * size]
        path = urlsplit(self.path).path
        more = f"{path}?To={query.get('To', '').replace('+', '%2B')}&PageSize={size}&Page={page + 1}"
        self._json(
            200,
            {
                "end": page * size + max(0, len(shown) - 1), "first_page_uri": self.path, "page": page,
                "next_page_uri": more if len(found) > (page + 1) * size else None, "page_size": size,
                "previous_page_uri": None, "start": page * size, "uri": self.path,
                "messages": [message.told(self._account()) for message in shown],
            },
        )  # fmt: skip

    def _is_signed_in(self) -> bool:
        told = base64.b64encode(f"{self._account()}:{self.gateway.token}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {told}":
            return True
        self._refuse(401, 20003)
        return False

    def _account(self) -> str:
        return self.path.split("/")[3]

    def _note(self, form: tuple[tuple[str, str], ...]) -> None:
        place = urlsplit(self.path)
        query = tuple(parse_qsl(place.query, keep_blank_values=True))
        self.gateway.asked.append(Asked(self.command, place.path, query, dict(self.headers), form))

    def _refuse(self, status: int, code: int, *, wait: int | None = None) -> None:
        told = {"code": code, "message": f"Error {code}", "more_info": f"https://example.org/{code}", "status": status}
        self._json(status, told, {"Retry-After": str(wait)} if wait else {})

    def _json(self, status: int, told: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self._answer(status, "application/json", json.dumps(told), headers)

    def _answer(self, status: int, kind: str, text: str, headers: Mapping[str, str] | None = None) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _say_nothing(self) -> None:
        self.gateway.is_over.wait(self.gateway.silence)
        self.close_connection = True

    def _reset(self) -> None:
        """Close the line so hard that the other side hears of it (RST)."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_args: Any) -> None:
        """Benchmarks print figures."""
