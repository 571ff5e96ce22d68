"""What the page of the areas shows: each area with its addresses, what was left out, the streets, the balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.people.models import Outing
from campaigns.territory.models import Address, Street
from campaigns.turfs import balance, journal
from campaigns.turfs.balance import Weight
from campaigns.turfs.journal import Seen
from campaigns.turfs.models import Edit, Turf, TurfStop

MOST_NAMED = 3


@dataclass(frozen=True)
class Row:
    """An address to tick: where it stands, with its doors and, in an area, its place in the walk."""

    address: Address
    doors: int | None
    position: int
    ticked: bool

    @property
    def place(self) -> str:
        """« 2.470100,48.850000 » for the map; empty where the address has no position."""
        lon, lat = self.address.lon, self.address.lat
        return f"{lon:.6f},{lat:.6f}" if lon is not None and lat is not None else ""


@dataclass(frozen=True)
class Shown:
    """An area as the page shows it. ``share`` compares its minutes with the longest."""

    turf: Turf
    rows: list[Row]
    weight: Weight
    share: float
    ticked: bool

    @property
    def may_change(self) -> bool:
        return self.turf.state != Turf.State.DONE


@dataclass(frozen=True)
class Asked:
    """What somebody ticked and chose before a change was refused, so that nothing is asked twice."""

    addresses: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: QueryDict) -> Asked:
        return cls(frozenset(form.getlist("address")), frozenset(form.getlist("area")), form.dict())  # type: ignore[arg-type]


NOTHING_ASKED = Asked()


def board(outing: Outing, asked: Asked = NOTHING_ASKED) -> dict[str, Any]:
    """Everything of the page, in seven queries."""
    seen = Seen.of(outing)
    turfs = list(outing.turfs.select_related("team").order_by("number"))
    rows: dict[int, list[Row]] = {turf.pk: [] for turf in turfs}
    stops = TurfStop.objects.filter(turf__outing=outing).select_related("address__street").order_by("turf", "position")
    for stop in stops:
        ticked = str(stop.address_id) in asked.addresses
        rows.setdefault(stop.turf_id, []).append(Row(stop.address, stop.doors, stop.position, ticked))
    out = outing.left_out.select_related("address__street").order_by("address__street__name", "address__number")
    left = [Row(each.address, None, 0, str(each.address_id) in asked.addresses) for each in out]
    weights = balance.weigh([(turf.number, turf.minutes) for turf in turfs])
    longest = max((turf.minutes for turf in turfs), default=0) or 1
    return {
        "outing": outing,
        "areas": [
            Shown(turf, rows[turf.pk], weight, turf.minutes / longest, str(turf.pk) in asked.areas)
            for turf, weight in zip(turfs, weights, strict=True)
        ],
        "left_out": left,
        "streets": _streets([row.address for some in [*rows.values(), left] for row in some]),
        "uneven": uneven(weights),
        "seen": str(seen),
        "last": journal.last(outing),
        "asked": {name.replace("-", "_"): value for name, value in asked.fields.items()},
    }


def _streets(addresses: Collection[Address]) -> list[tuple[Street, int]]:
    """The streets of these addresses with how many each has, by name."""
    counts = Counter(address.street for address in addresses if address.street is not None)
    return sorted(counts.items(), key=lambda pair: (pair[0].name, pair[0].pk))


def uneven(weights: Collection[Weight]) -> str:
    """Which areas are far from the mean, in words; empty with fewer than two."""
    if len(weights) < 2:
        return ""
    off = sorted((weight for weight in weights if weight.is_uneven), key=lambda weight: -abs(weight.off))
    if not off:
        return _("All areas are within 20 % of the mean.")
    named = [
        (_("area %(number)s, %(share)d %% longer") if weight.off > 0 else _("area %(number)s, %(share)d %% shorter"))
        % {"number": weight.number, "share": round(abs(weight.off) * 100)}
        for weight in off[:MOST_NAMED]
    ]
    more = len(off) - len(named)
    others = [ngettext("%(n)d more", "%(n)d more", more) % {"n": more}] if more else []
    return _("More than 20 %% from the mean: %(areas)s.") % {"areas": _("; ").join([*named, *others])}


def told(edit: Edit) -> str:
    """What a change did, with who and when: « adresses déplacées, Inès Karim »."""
    kind = Edit.Kind(edit.kind).label
    return f"{kind}, {edit.by.user.name}" if edit.by else str(kind)
