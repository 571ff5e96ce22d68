"""Sentences that pure modules say to people: English words apart from their values, so that they can be translated.

Whoever may use Django says them in the reader's language, see `wording`. Pure.
"""

from __future__ import annotations

from collections.abc import Callable


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogue, as Django's function of the same name does."""
    return text


def listed(value: object, translate: Callable[[str], str] = str) -> object:
    return "; ".join(map(translate, value)) if isinstance(value, list) else value


class Said(Exception):
    """A sentence and the values that fill it in; ``str()`` is the English one. A list is one of sentences."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % {name: listed(value) for name, value in values.items()})
        self.template = template
        self.values = values
