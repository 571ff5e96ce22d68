"""The phone app's page, worker, manifest and words. They know nobody: each may be kept on a phone."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from canvass.field import assets, words

TURF = re.compile(r"t-([0-9]{1,18})/")

# Every icon that the modules name; a test compares the two.
ICONS = (
    "armchair",
    "arrow-right",
    "ban",
    "bell",
    "book-open",
    "building",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "clipboard-pen",
    "clock",
    "contact",
    "cloud-check",
    "cloud-off",
    "cloud-upload",
    "contact",
    "dog",
    "door-closed",
    "download",
    "ellipsis-vertical",
    "euro",
    "file-lock",
    "flag",
    "hand-heart",
    "hard-drive",
    "info",
    "key",
    "list",
    "locate",
    "lock",
    "map",
    "mails",
    "message-circle",
    "minus",
    "moon",
    "phone",
    "plus",
    "refresh-cw",
    "rotate-cw",
    "scale",
    "search",
    "shield-check",
    "skip-forward",
    "smartphone",
    "stamp",
    "sticky-note",
    "thumbs-down",
    "thumbs-up",
    "triangle-alert",
    "undo-2",
    "users",
    "x",
)


@require_safe
@gzip_page
def shell(request: HttpRequest, code: str = "", screen: str = "") -> HttpResponse:
    """The one page of the app, the same for everybody; its modules read the address and draw. Changes nothing."""
    context = {"modules": assets.modules(), "icons": ICONS, "instance": settings.INSTANCE_NAME, "tiles": assets.tiles()}
    response = render(request, "field/shell.html", context | {"plain": _plain(code, screen)})
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """``/t/sw.js``: rendered because import maps do not reach workers, and the list changes with each release."""
    context = {"release": assets.release(), "precache": list(assets.precache())}
    response = render(request, "field/sw.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone shows once the app is installed."""
    icons = [
        {"src": static(f"img/field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    described = {
        "name": settings.INSTANCE_NAME,
        "short_name": settings.INSTANCE_NAME,
        "description": _("Door to door, with or without network"),
        "start_url": "/t/",
        "scope": "/t/",
        "display": "standalone",
        "background_color": "#122a66",
        "theme_color": "#1b3b8b",
        "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
    }
    return JsonResponse(described, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@require_safe
@gzip_page
def dictionary(request: HttpRequest, language: str) -> JsonResponse:
    """``/t/words/fr.json``: every word of the app in that language. 404 for a language the site does not have."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return JsonResponse(
        words.dictionary(language), json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "no-cache"}
    )


def _plain(code: str, screen: str) -> str:
    """Where the same walk stands as plain forms, for a browser that the app does not run in."""
    if code:
        return reverse("simple-join", kwargs={"code": code})
    turf = TURF.match(screen)
    return reverse("simple-walk", kwargs={"turf": turf[1]}) if turf else reverse("simple-home")
