"""Every error of the API has one shape: ``{"code", "detail"}``."""

from __future__ import annotations

from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from campaigns.errors import DomainError
from campaigns.people.device_cookie import WIPE
from campaigns.people.devices import Revoked

BUSY_SECONDS = 5
STATUS = {
    "unreadable": 400,
    "invalid": 400,
    "device_unknown": 401,
    "device_revoked": 401,
    "signature_wrong": 401,
    "header_missing": 403,
    "outing_not_yours": 403,
    "station_not_yours": 403,
    "code_unknown": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "code_expired": 410,
    "code_full": 410,
    "reset": 410,
    "challenge_expired": 410,
    "not_accepted": 409,
    "token_taken": 409,
    "not_revoked": 409,
    "turf_held": 409,
    "turf_not_held": 409,
    "outing_over": 409,
    "visits_missing": 409,
    "turf_done": 409,
    "too_large": 413,
    "first_name_missing": 422,
    "silence": 423,
    "too_many_tries": 429,
    "busy": 503,
}


class Refusal(exceptions.APIException):
    """A refusal with its code and status."""

    def __init__(self, code: str, detail: str, *, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(detail, code)
        self.status_code = status or STATUS.get(code, 422)
        self.retry_after = retry_after
        self.refusal_code = code


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's hook: translate whatever was raised, leave real faults to become a 500."""
    wipe = isinstance(error, Revoked) and error.sealed
    if isinstance(error, DomainError):
        error = Refusal(error.code, error.message, retry_after=getattr(error, "wait_seconds", None))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, (RecursionError, UnreadablePostError)):  # nested beyond reason, or cut off on its way
        error = Refusal("unreadable", _("This cannot be read."))
    # The database restarts, or undid one of two that waited for each other.
    if isinstance(error, (OperationalError, InterfaceError)):
        error = Refusal("busy", _("The server is busy; nothing was lost. Try again."), retry_after=BUSY_SECONDS)
    if not isinstance(error, exceptions.APIException):
        return None
    code = getattr(error, "refusal_code", None) or _code(error)
    response = Response({"code": code, "detail": _text(error)}, status=error.status_code)
    wait = getattr(error, "retry_after", None) or getattr(error, "wait", None)
    if wait:
        response["Retry-After"] = str(int(wait))
    response["Cache-Control"] = "no-store"
    if wipe:
        response["Clear-Site-Data"] = WIPE
    return response


def _code(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    if isinstance(error, exceptions.ParseError):
        return "unreadable"
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _text(error: exceptions.APIException) -> str:
    detail = error.detail
    if isinstance(detail, dict):
        return "; ".join(f"{name}: {' '.join(map(str, messages))}" for name, messages in detail.items())
    return " ".join(map(str, detail)) if isinstance(detail, list) else str(detail)
