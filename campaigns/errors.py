"""The one way domain code says no."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal that a person can act on: a stable ``code`` for programs and a translated ``message`` for people.

    The desk shows the message, the API answers ``{"code", "detail"}``, the push endpoint answers per event.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
