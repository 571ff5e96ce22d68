"""The site as it is now and, once told so, as a newer release: a way in that changes the worker's name for it."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Releases(ThreadingHTTPServer):
    """``newer`` names the release that phones find from now on; the files are the same."""

    daemon_threads = True
    newer = ""
    behind = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Way(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Releases

    def do_GET(self) -> None:
        self._pass(None)

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers["Content-Length"] or 0)))

    def _pass(self, body: bytes | None) -> None:
        wanted = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        asked = urllib.request.Request(self.server.behind + self.path, body, wanted, method=self.command)
        try:
            answer = urllib.request.urlopen(asked, timeout=20)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            told = answer.read()
        if self.server.newer and self.path == "/t/sw.js":
            told = re.sub(rb'"canvass-\w+"', f'"canvass-{self.server.newer}"'.encode(), told)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection", "server", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_said: object) -> None:
        """Nothing: the tests read what the phone shows."""


@contextmanager
def releases(site: str) -> Iterator[Releases]:
    server = Releases(("127.0.0.1", 0), _Way)
    server.behind = site
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
