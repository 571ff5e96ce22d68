"""What a text costs, estimated when it is queued: segments times the price of one."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings

from sms import gsm


def segments(body: str) -> int:
    """How many the text needs as it is written."""
    return gsm.measured(body).segments


def euros(parts: int) -> Decimal:
    """The price of so many segments."""
    price: Decimal = settings.SMS_SEGMENT_EUROS
    return price * parts
