"""QR codes as SVG inside the page: printable, and no request for a picture."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str) -> SafeString:
    """The code of a text, error correction M, to be sized by the style sheet."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # shapes only, the text is drawn as squares
