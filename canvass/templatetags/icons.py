"""Outlined icons of the Lucide set, written into the page: no request, and they take the colour of the text."""

from __future__ import annotations

import functools
import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
FOLDER = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"


@register.simple_tag
def icon(name: str, size: int = 24) -> SafeString:
    """``{% icon "moon" %}``: decorative, so hidden from assistive tools; the word stands beside it."""
    return mark_safe(  # shapes of an installed package, no outside text
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shapes(name)}</svg>'
    )


@register.simple_tag
def symbol(name: str) -> SafeString:
    """``{% symbol "moon" %}``: the same for a sprite, used from scripts as ``#i-moon``."""
    return mark_safe(f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes(name)}</symbol>')  # as above


@functools.cache
def shapes(name: str) -> str:
    """The inner shapes of one icon. Raises FileNotFoundError for a name the set does not have."""
    drawing = (FOLDER / f"{name}.svg").read_text()
    inner = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    return re.sub(r"\s+", " ", inner[1]).strip() if inner else ""
