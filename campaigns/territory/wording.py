"""What the pure modules have to say, in the language in use."""

from __future__ import annotations

from django.utils.translation import gettext

from campaigns.territory.sentences import Said, listed


def say(sentence: Said) -> str:
    return gettext(sentence.template) % {name: listed(value, gettext) for name, value in sentence.values.items()}
