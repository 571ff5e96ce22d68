"""Practical notes are encrypted at rest: a stolen backup opens no building."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

LONGEST_NOTE = 200


def encrypt(text: str) -> bytes:
    return _cipher().encrypt(text.encode())


def decrypt(token: bytes | memoryview) -> str:
    """The text, or an empty one when the key has changed since: the note is then lost, as it must be."""
    try:
        return _cipher().decrypt(bytes(token)).decode()
    except InvalidToken:
        return ""


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.NOTES_KEY.encode()).digest()))
