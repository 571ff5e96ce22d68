"""What was asked for at doors, as the page and the export list it: filtered, counted, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.doors.models import Door
from campaigns.territory.models import PollingStation
from campaigns.visits.asking import Ask, Status
from campaigns.visits.events import REQUESTS

LABELS: dict[str, str | Promise] = {
    "proxy": gettext_lazy("Proxy vote"),
    "registration": gettext_lazy("Registration on the roll"),
    "help": gettext_lazy("Wants to help"),
    "host": gettext_lazy("Meeting at home"),
    "give": gettext_lazy("Wants to give"),
    "call_back": gettext_lazy("Call back"),
}
EVERY = "all"


@dataclass(frozen=True)
class Filters:
    """``?etat=open|taken|done|dropped|all``, ``?demande=…``, ``?bureau=…``; whatever is unknown says nothing."""

    status: str
    request: str
    station: str

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        status, request = query.get("etat", Status.OPEN), query.get("demande", "")
        known = status if status in (*Status.values, EVERY) else str(Status.OPEN)
        return cls(known, request if request in REQUESTS else "", query.get("bureau", "")[:16])

    def address(self, **changed: str) -> str:
        """``?…`` of the same choice with something changed."""
        chosen = {"etat": self.status, "demande": self.request, "bureau": self.station} | changed
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def chosen(self, asks: list[Ask]) -> list[Ask]:
        """Those of the request and the station, whatever their status."""
        return [
            ask
            for ask in asks
            if (not self.request or ask.request == self.request)
            and (not self.station or (station_of(ask) is not None and station_of(ask).code == self.station))  # type: ignore[union-attr]
        ]

    def shown(self, chosen: list[Ask]) -> list[Ask]:
        return [ask for ask in chosen if self.status in (EVERY, ask.status)]


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    door: Door
    place: str
    where: str
    request: str
    label: str | Promise
    station: PollingStation | None
    asked_at: datetime
    status: str
    state: str
    by: str
    reason: str


def rows(asks: list[Ask]) -> list[Row]:
    return [_row(ask) for ask in asks]


def tabs(filters: Filters, chosen: list[Ask]) -> list[dict[str, Any]]:
    """The states with how many are in each, as links."""
    counts = Counter(ask.status for ask in chosen)
    named = [*((value, label.capitalize(), counts[value]) for value, label in Status.choices), (EVERY, _("All"), len(chosen))]  # fmt: skip  # noqa: E501
    return [
        {"label": label, "count": count, "address": filters.address(etat=value), "here": value == filters.status}
        for value, label, count in named
    ]


def station_of(ask: Ask) -> PollingStation | None:
    return ask.visit.station


def stations(asks: list[Ask]) -> list[PollingStation]:
    """Where something was asked for, by code."""
    found = {station.pk: station for station in map(station_of, asks) if station}
    return sorted(found.values(), key=lambda station: station.code)


def _row(ask: Ask) -> Row:
    decision = ask.decision
    return Row(
        door=ask.door,
        place=ask.door.address.label,
        where=_where(ask.door),
        request=ask.request,
        label=LABELS[ask.request],
        station=station_of(ask),
        asked_at=ask.visit.effective_at,
        status=ask.status,
        state=str(Status(ask.status).label),
        by=decision.by.user.name if decision and decision.by else "",
        reason=decision.get_reason_display() if decision and decision.reason else "",
    )


def _where(door: Door) -> str:
    """« A, étage 2, gauche », empty for a house."""
    parts = []
    if door.floor is not None:
        parts = [door.floor.staircase.name, _("floor %(level)s") % {"level": door.floor.level}]
    return ", ".join(part for part in (*parts, door.name) if part)
