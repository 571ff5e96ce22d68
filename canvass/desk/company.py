"""The people of an outing as its leader sees them: who waits, who is to be placed, who walks what, and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from campaigns.people.models import Device, JoinRequest, Outing
from campaigns.turfs.models import Assignment, Turf, Walker


@dataclass(frozen=True)
class Person:
    """Somebody who knocked, or whose phone is in. ``partners``: first names of those who walk with them."""

    name: str
    request: JoinRequest | None = None
    device: Device | None = None
    turf: Turf | None = None
    walker: Walker | None = None
    partners: tuple[str, ...] = ()
    came_at: datetime | None = None

    @property
    def initials(self) -> str:
        """« AK » of « Amel Kaci », « AM » of « Amel »."""
        words = self.name.split()
        letters = words[0][0] + words[-1][0] if len(words) > 1 else self.name.strip()[:2]
        return letters.upper()

    @property
    def remarks(self) -> list[str]:
        """What the leader noted, in words."""
        known = self.walker or Walker()
        found = [_("with %(names)s") % {"names": ", ".join(self.partners)}] if self.partners else []
        told = [(known.has_car, _("drives")), (known.no_stairs, _("no stairs")), (known.newcomer, _("first time"))]
        return found + [words for holds, words in told if holds]

    @property
    def traits(self) -> list[tuple[str, str, bool]]:
        """What may be noted with one tap: its name, its words, whether it holds."""
        known = self.walker or Walker()
        return [
            ("has_car", _("Has a car"), known.has_car),
            ("no_stairs", _("No stairs"), known.no_stairs),
            ("newcomer", _("First time"), known.newcomer),
        ]


def people_of(outing: Outing) -> list[Person]:
    """Those who knocked, then those whose phone is in, in the order they came. Three queries."""
    waiting = JoinRequest.objects.filter(outing=outing, device=None).exclude(status=JoinRequest.Status.REFUSED)
    held = Prefetch("assignments", Assignment.objects.filter(ended_at=None).select_related("turf"), to_attr="held")
    phones = (
        Device.objects.filter(outing=outing, revoked_at=None)
        .select_related("walker")
        .prefetch_related(held)
        .order_by("created_at", "pk")
    )
    known = list(phones)
    pairs: dict[int, list[Device]] = {}
    for phone in known:
        if (number := _pair(phone)) is not None:
            pairs.setdefault(number, []).append(phone)
    found = [Person(row.first_name, request=row, came_at=row.created_at) for row in waiting.order_by("created_at")]
    return found + [_person(phone, pairs) for phone in known]


def _person(phone: Device, pairs: dict[int, list[Device]]) -> Person:
    number = _pair(phone)
    others = [other for other in pairs.get(number, []) if other != phone] if number is not None else []
    held: list[Assignment] = phone.held  # type: ignore[attr-defined]
    return Person(
        phone.first_name,
        device=phone,
        turf=held[0].turf if held else None,
        walker=getattr(phone, "walker", None),
        partners=tuple(other.first_name for other in others),
        came_at=phone.created_at,
    )


def _pair(phone: Device) -> int | None:
    walker: Walker | None = getattr(phone, "walker", None)
    return walker.pair if walker else None
