"""Identifiers with a prefix, as JSON and addresses show them."""

from __future__ import annotations

from django.http import Http404


def read_id(text: str, prefix: str) -> int:
    """``read_id("t-12", "t-")`` → 12. Raises Http404: what cannot exist is not there."""
    number = text.removeprefix(prefix)
    if number == text or not number.isdecimal() or len(number) > 15:
        raise Http404
    return int(number)
