"""What a text costs, estimated when it is queued: segments times the price of one."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings

LONGEST_PART = 67  # UTF-16 units of each part of a long text that is not GSM-7 (3GPP TS 23.038, 23.040)


def segments(body: str) -> int:
    """How many the text needs at most: as if no character of it were of the short alphabet."""
    return max(1, -(-len(body.encode("utf-16-be")) // 2 // LONGEST_PART))


def euros(parts: int) -> Decimal:
    """The price of so many segments."""
    return settings.SMS_SEGMENT_EUROS * parts
