"""The one way a layout refuses a row."""

from __future__ import annotations

from campaigns.territory.sentences import Said


class BadRow(Said):
    """A row that cannot be taken; the sentence is the reason shown beside it."""
