"""What a cut takes of its stations: one side, some streets, a lasso, not the doors seen lately. Checked first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.doors.models import DoorState
from campaigns.errors import DomainError
from campaigns.territory import street_names
from campaigns.territory.models import Address, PollingStation, Street
from campaigns.turfs.lasso import Lasso

SIDES = ("even", "odd")
SEEN = frozenset({DoorState.CONVERSATION, DoorState.REFUSED})  # a “come back” was asked for: it is never left out
LONGEST_AGO = 365


@dataclass(frozen=True)
class Choice:
    """Without anything, all of the stations. Doors not to be knocked at are left out whatever is chosen."""

    side: str = ""
    """``even`` or ``odd``: numbers of that side only, and no address without a number."""
    streets: tuple[str, ...] = ()
    """Names of streets, in any spelling; nothing else is cut."""
    seen_since: datetime | None = None
    """Doors where somebody opened since are left out."""
    not_home_too: bool = False
    """So are those where nobody was home."""
    lasso: Lasso | None = None
    """Nothing outside of it, and no address without a position."""

    def of(self, addresses: Sequence[Address]) -> list[Address]:
        """Those that stand on the side and within the lasso."""
        if self.lasso is not None:
            within = self.lasso.around([(address.lon, address.lat) for address in addresses])
            addresses = [address for address, taken in zip(addresses, within, strict=True) if taken]
        return [address for address in addresses if self._on_side(address)]

    def _on_side(self, address: Address) -> bool:
        return not self.side or (address.number is not None and SIDES[address.number % 2] == self.side)

    def seen(self) -> Q:
        """The doors that were seen lately; none when that is no matter."""
        if self.seen_since is None:
            return Q(pk__in=[])
        outcomes = SEEN | {DoorState.NOT_HOME} if self.not_home_too else SEEN
        return Q(state__in=sorted(outcomes), last_at__gte=self.seen_since)

    def streets_in(self, stations: Iterable[PollingStation]) -> list[Street]:
        """The chosen streets, all of which have addresses there. Raises DomainError ``unknown_street``."""
        wanted = {street_names.key(name): name for name in self.streets}
        found = Street.objects.filter(addresses__station__in=stations, key__in=wanted).distinct()
        if missing := wanted.keys() - {street.key for street in found}:
            names = ", ".join(name for key, name in wanted.items() if key in missing)
            raise DomainError(
                "unknown_street",
                _("These streets have no address in the polling stations: %(names)s.") % {"names": names},
            )
        return list(found)


EVERYTHING = Choice()


def choose(
    *,
    side: str = "",
    streets: Iterable[str] = (),
    seen_within_days: int | None = None,
    not_home_too: bool = False,
    lasso: str = "",
    now: datetime,
) -> Choice:
    """A choice as somebody asks for it, the lasso as `Lasso.read` takes it.

    Raises DomainError ``unknown_side``, ``days_out_of_range`` or ``lasso_unreadable``.
    """
    if side not in ("", *SIDES):
        raise DomainError("unknown_side", _("A street has an even and an odd side."))
    if seen_within_days is not None and not 1 <= seen_within_days <= LONGEST_AGO:
        problem = _("Doors seen within 1 to %(longest)d days can be left out.") % {"longest": LONGEST_AGO}
        raise DomainError("days_out_of_range", problem)
    if not_home_too and seen_within_days is None:
        raise DomainError("days_out_of_range", _("Say within how many days nobody was home."))
    names = tuple(name.strip() for name in streets if name.strip())
    since = None if seen_within_days is None else now - timedelta(days=seen_within_days)
    drawn = _drawn(lasso) if lasso else None
    return Choice(side=side, streets=names, seen_since=since, not_home_too=not_home_too, lasso=drawn)


def _drawn(lasso: str) -> Lasso:
    try:
        return Lasso.read(lasso)
    except ValueError as error:
        raise DomainError(
            "lasso_unreadable", _("The lasso cannot be read. Draw it again around the ground to cut.")
        ) from error
