"""One process that keeps a whole Canvass up: private servers, web, worker with beat. Started by bin/run.

A child that dies is started again, more slowly each time. Ctrl-C or SIGTERM stops everything, the servers last; a
second one does not wait for requests and tasks under way.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from canvass import embedded, environment
from canvass.child import Child, die_with_parent
from canvass.environment import SettingError
from canvass.listening import address, check_port, health
from canvass.service_user import ServiceUserError

GRACE_SECONDS = 25.0
SERVERS_CHECK_SECONDS = 1.0
# A worker may be alive and take no work: its beat died, or its connection to the broker went deaf.
WORKER_CHECK_SECONDS = 30.0
# Python runs one thread at a time; the others wait for the database. Each has a session there, and a session that
# rests between requests is cold: a visit costs the machine a tenth more with four than with three, and with eight a
# third. Two would cost less still, but then two slow pages hold up every phone.
WEB_THREADS = 3


def web_command(host: str, port: int) -> list[str]:
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", "1", "--blocking-threads", str(WEB_THREADS), "--no-ws", "--respawn-failed-workers",
            "--log-level", "error", "canvass.wsgi:application"]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "canvass.celery", "worker", "--loglevel", "WARNING",
            "--concurrency", "2", "--without-gossip", "--without-mingle",
            "--beat", "--schedule", str(embedded.data_dir() / "beat")]  # fmt: skip


class Supervisor:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.children = [Child("web", web_command(host, port)), Child("worker", worker_command())]
        self.worker = self.children[1]
        self.complaints = 0
        self.stopping = self.hurried = self.greeted = False
        self.interruptible = True

    def run(self) -> None:
        """Block until a signal comes, with everything up."""
        self._listen()
        embedded.make_data_dir()
        told = f"{address(self.host, self.port)}, process {os.getpid()}"
        with embedded.alone("supervisor.lock", told):
            check_port(self.host, self.port)
            with embedded.services():
                welcome = self._prepare()
                self.interruptible = False
                try:
                    for child in self.children:
                        child.start()
                    self._watch(welcome)
                finally:
                    self._stop_children()

    def _listen(self) -> None:
        signals = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to outlive the terminal
            signals.append(signal.SIGHUP)
        for number in signals:
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.hurried = self.stopping
        self.stopping = True
        if self.interruptible:
            self.interruptible = False
            raise KeyboardInterrupt

    def _prepare(self) -> str:
        """Bring the database, the catalogues and the static files up to this release; the demo on the first start.

        Returns what to tell with the address. It says itself what went wrong, then nothing else is started.
        """
        command = [sys.executable, "manage.py", "prepare"]
        self.interruptible = False  # between its start and its number here, it would be lost, and keep the servers
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent, start_new_session=True
        )
        try:
            self.interruptible = True
            if self.stopping:
                raise KeyboardInterrupt
            welcome, _ = process.communicate()
        finally:
            process.terminate()
            process.wait()
        if process.returncode:
            sys.exit(1)
        return welcome

    def _watch(self, welcome: str) -> None:
        servers_check = worker_check = time.monotonic()
        while not self.stopping:
            time.sleep(0.2)
            for child in self.children:
                if told := child.revive():
                    say(told)
            if not self.greeted and health(self.host, self.port) is not None:
                say(f"\n{welcome}Canvass answers at {address(self.host, self.port)}  (Ctrl-C stops it)")
                self.greeted = True
            if (now := time.monotonic()) - servers_check > SERVERS_CHECK_SECONDS:
                self._revive_servers()
                servers_check = now
            if now - worker_check > WORKER_CHECK_SECONDS:
                self._revive_deaf_worker(health(self.host, self.port))
                worker_check = now

    def _revive_deaf_worker(self, told: dict[str, str] | None) -> None:
        """At the second complaint in a row: after a pause of the servers the first beat takes its time."""
        well = [(told or {}).get(part) == "ok" for part in ("database", "broker", "worker")]
        deaf = well == [True, True, False]
        self.complaints = self.complaints + 1 if deaf else 0
        if self.complaints < 2:
            return
        self.complaints = 0
        say("The worker takes no work; it is started anew.")
        for kept in embedded.data_dir().glob("beat*"):  # a schedule that cannot be read would silence the next one too
            kept.unlink()
        self.worker.kill()

    def _revive_servers(self) -> None:
        try:
            for name in embedded.restart_missing():
                say(f"{name} had ended; it runs again.")
        except (embedded.EmbeddedError, ServiceUserError) as error:
            say(str(error))

    def _stop_children(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(child.runs() for child in self.children) and time.monotonic() < deadline and not self.hurried:
            time.sleep(0.05)
        for child in self.children:
            child.kill()


def say(text: str) -> None:
    with contextlib.suppress(OSError):  # the terminal or the reader may have gone; the site goes on
        print(text, flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
    try:
        host = environment.ip_address("HOST", "127.0.0.1")
        port = environment.number("PORT", 8000, least=1, most=65535)
        os.environ.setdefault("PUBLIC_BASE_URL", address(host, port))
        with contextlib.suppress(KeyboardInterrupt):  # asked to stop before everything was up
            Supervisor(host, port).run()
    except (embedded.EmbeddedError, ServiceUserError, SettingError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
