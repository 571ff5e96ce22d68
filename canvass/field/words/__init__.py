"""Every word of the phone app, by the key its modules use. The app gets them as one JSON per language.

{name} in a sentence is filled in by the phone; ^e^ marks raised letters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from canvass.field.words import app, building, joining, sending, talking, walking

Plural = Callable[[int], str]

WORDS: dict[str, Any] = {
    key: word for part in (app, joining, walking, building, talking, sending) for key, word in part.WORDS.items()
}


def dictionary(language: str) -> dict[str, str | dict[str, str]]:
    """``{"key": "sentence" | {"one": …, "other": …}}``: the plural classes of `Intl.PluralRules` that we need."""
    with translation.override(language):
        return {key: _forms(word) if callable(word) else str(word) for key, word in WORDS.items()}


def _forms(plural: Plural) -> dict[str, str]:
    return {"one": plural(1), "other": plural(2)}
