"""What every gateway can do, and the three ways in which handing over a text may end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """A text on its way out. ``callback``: the absolute address that hears of its fate."""

    message: UUID
    to: str
    body: str
    sender: str
    validity: timedelta
    callback: str


@dataclass(frozen=True)
class Found:
    """A text that the gateway holds. ``status`` in the gateway's words, ``created_at`` aware."""

    sid: str
    to: str
    body: str
    status: str
    created_at: datetime
    error_code: str = ""


@dataclass(frozen=True)
class Accepted:
    sid: str
    status: str


class NotTaken(Exception):
    """The gateway certainly has not taken the text: it may be handed over again, not before ``after`` when told."""

    def __init__(self, code: str, *, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code, self.after = code, after


class Rejected(Exception):
    """The gateway refused this text, with its code: the same text again would be refused again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Doubtful(Exception):
    """Nobody knows whether the text was taken: it must never be handed over again by itself."""


class Gateway(Protocol):
    def post(self, letter: Letter) -> Accepted:
        """Hand it over, once, without any retry. Raises NotTaken, Rejected or Doubtful."""

    def held_for(self, number: str, *, since: datetime) -> Sequence[Found]:
        """The texts to that number (E.164) which the gateway made since; to settle a doubt. Raises NotTaken."""
