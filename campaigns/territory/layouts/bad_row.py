"""The one way a layout refuses a row."""

from __future__ import annotations


class BadRow(Exception):
    """A row that cannot be taken; the message is the reason shown beside it."""
