"""A gateway whose answers a test writes down beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sms.gateways import Accepted, Found, Letter, NotTaken

Step = Exception | Callable[[Letter], Accepted] | None


class Scripted:
    """Answers each call with the next step of its script, then accepts; keeps what it accepted and what it holds."""

    def __init__(self, *script: Step) -> None:
        self.script = list(script)
        self.letters: list[Letter] = []
        self.held: list[Found] = []
        self.asked = 0
        self.silent = False

    def post(self, letter: Letter) -> Accepted:
        self.letters.append(letter)
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        return step(letter) if step else Accepted(f"SM{letter.message.hex}", "queued")

    def held_for(self, number: str, *, since: datetime) -> list[Found]:
        self.asked += 1
        if self.silent:
            raise NotTaken("no answer")
        return [found for found in self.held if found.to == number and found.created_at >= since]


class Clock:
    """Stands still until it is slept on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
