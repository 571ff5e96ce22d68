"""What the schema says of refusals: each status that a call may answer with, and its codes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from canvass.api.errors import STATUS

WHY = {
    400: "Unreadable or invalid: nothing was stored.",
    401: "The phone has no access, or no more; with Clear-Site-Data once its sealed push came.",
    403: "Not for this phone, or not sent by it.",
    404: "Nothing there that this phone may see.",
    409: "Not now, as things stand.",
    410: "Gone: begin anew.",
    413: "Too large: send less at once.",
    422: "Well formed, and cannot be done.",
    423: "The silence before a vote: nobody is sent to doors. Visits made before are taken all the same.",
    429: "Too many tries; Retry-After says how long to wait.",
    503: "The database restarts or is busy; nothing was lost. Retry-After says how long to wait.",
}
PHONE = ("device_unknown", "device_revoked", "busy")
"""What any call of a phone that has joined may hear."""
POSTED = ("header_missing", "unreadable", "too_large", "busy")
"""What any call with a body may hear."""


def errors(*codes: str) -> dict[int, Any]:
    """The error answers of a call, for ``extend_schema(responses=…)``: each status with the codes it may carry."""
    statuses: dict[int, list[str]] = {}
    for code in sorted(set(codes)):
        statuses.setdefault(STATUS[code], []).append(code)
    return {
        status: OpenApiResponse(
            {
                "type": "object",
                "properties": {"code": {"type": "string", "enum": told}, "detail": {"type": "string"}},
                "required": ["code", "detail"],
            },
            description=WHY[status],
        )
        for status, told in sorted(statuses.items())
    }
