"""Calls of the API go straight to their view: they have no session, form, account or page that needs guarding."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

PREFIX = "/api/v1/"
_view_at = functools.lru_cache(maxsize=1_024)(resolve)  # a phone asks for the same few addresses all day
SMALL = 4_000  # bytes; packing less saves no time on the way
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class Entrance:
    """Stands before the middlewares of the pages; what is not for the API passes through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        translation.activate(translation.get_language_from_request(request))
        response = _answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        _pack(request, response)
        response.headers["Content-Length"] = str(len(response.content))
        return response


def _answer(request: HttpRequest) -> Any:
    """The view's whole answer; nothing here is sent in pieces."""
    try:
        match = _view_at(request.path_info)
    except Resolver404:
        return JsonResponse({"code": "not_found", "detail": _("There is nothing at this address.")}, status=404)
    request.resolver_match = match
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def _pack(request: HttpRequest, response: Any) -> None:
    """A walk is text that says the same things again and again: on a poor network a fifth of it is enough."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) > SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
