"""Codes in the addresses that people are sent: long enough that nobody guesses one, short enough for a text. Pure."""

from __future__ import annotations

import secrets

# Capitals and digits without the look-alikes 0 O, 1 I L; thirty-one signs, so 59 bits and a half.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def new_code() -> str:
    """Twelve signs."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
