"""What headquarters tells of polling stations whose limits were redrawn, so that their past follows the addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import share_file, vintages
from campaigns.targeting.models import RedrawnStation
from campaigns.targeting.vintages import Compared, Vintage
from campaigns.territory.models import Address, PollingStation, StationResult

Days = dict[date, dict[tuple[str, str], float]]


@dataclass(frozen=True)
class Told:
    """What was kept, and what could not be."""

    since: date
    changed: tuple[str, ...]
    """Old stations that gave ground away."""
    without_results: tuple[str, ...]
    """Of these, those that no imported election speaks of: what they gave ground to has no past yet."""
    unchanged: int
    unsure: tuple[str, ...]
    """Old stations of which fewer than half of the addresses are in the new table: left as they were."""
    found: float | None
    """Share of the old addresses that the new table has; None where the shares were given."""


def standing(campaign: Campaign) -> Days:
    """(old, new) → share, by the day from which it counts, the oldest first. One query."""
    found: Days = {}
    rows = RedrawnStation.objects.filter(campaign=campaign).order_by("since", "old", "new")
    for since, old, new, share in rows.values_list("since", "old", "new", "share"):
        found.setdefault(since, {})[old, new] = share
    return found


def days_of(campaign: Campaign, station: str) -> list[date]:
    """On which days the limits of a station, by its code, changed; the newest first. One query."""
    mine = RedrawnStation.objects.filter(Q(old=station) | Q(new=station), campaign=campaign)
    return list(mine.order_by("-since").values_list("since", flat=True).distinct())


def from_files(campaign: Campaign, since: date, before: Path, after: Path | None = None) -> Told:
    """``before``: a file of shares, or an old table of addresses and stations, compared with ``after`` or, without it,
    with today's imported addresses. Replaces what was told of the same day and communes; all or nothing.

    Raises FileProblem, and DomainError ``redrawn_later``, ``station_unknown``, ``nothing_redrawn``.
    """
    if share_file.is_one(before):
        shares = share_file.read(before)
        return tell(campaign, since, Compared(shares, (), (), 1.0), compared=False)
    communes = set(campaign.communes.values_list("code", flat=True))
    now = vintages.read(after, communes) if after else today(campaign)
    return tell(campaign, since, vintages.compare(vintages.read(before, communes), now))


def today(campaign: Campaign) -> Vintage:
    """The addresses of the campaign's communes as they were imported last. One query."""
    found = Vintage()
    rows = Address.objects.filter(commune__campaigns=campaign, station__isnull=False).order_by()
    for commune, key, station, dwellings in rows.values_list("commune", "key", "station__code", "dwellings"):
        found.add(f"{commune}|{key}", station, float(dwellings or 1))
    return found


@transaction.atomic
def tell(campaign: Campaign, since: date, told: Compared, *, compared: bool = True) -> Told:
    """Keep it. Raises as `from_files` does."""
    if since > timezone.localdate():
        raise DomainError("redrawn_later", _("Limits of a day to come do not count yet: the stations are today’s."))
    if not told.shares:
        raise DomainError("nothing_redrawn", _nothing(told))
    olds, news = {old for old, _new in told.shares}, {new for _old, new in told.shares}
    here = set(PollingStation.objects.filter(commune__campaigns=campaign).values_list("code", flat=True))
    if unknown := sorted(news - here):
        raise DomainError(
            "station_unknown",
            _("Station %(code)s is not one of this campaign’s: import its addresses or results first.")
            % {"code": unknown[0]},
        )
    communes = {old.partition("-")[0] for old in olds}
    for commune in communes:
        RedrawnStation.objects.filter(campaign=campaign, since=since, old__startswith=f"{commune}-").delete()
    RedrawnStation.objects.bulk_create(
        RedrawnStation(campaign=campaign, since=since, old=old, new=new, share=share)
        for (old, new), share in told.shares.items()
        if share > 0
    )
    earlier = StationResult.objects.filter(station__code__in=olds, election__date__lt=since)
    known = set(earlier.order_by().values_list("station__code", flat=True).distinct())
    return Told(
        since=since,
        changed=tuple(sorted(olds)),
        without_results=tuple(sorted(olds - known)),
        unchanged=len(told.unchanged),
        unsure=told.unsure,
        found=told.found if compared else None,
    )


def take_back(campaign: Campaign, since: date) -> int:
    """Forget what was told of that day; how many old stations it was about."""
    rows = RedrawnStation.objects.filter(campaign=campaign, since=since)
    stations = rows.order_by().values("old").distinct().count()
    rows.delete()
    return stations


def sources(days: Days, elections: Mapping[str, date | None]) -> dict[str, dict[str, tuple[str, ...]]]:
    """New station → code of an election before its limits → the old stations its result was made from."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for code, day in elections.items():
        made: dict[str, set[str]] = {}
        for since, told in days.items():
            if day is None or day >= since:
                continue
            olds = {old for old, _new in told}
            step: dict[str, set[str]] = defaultdict(set)
            for old, new in told:
                step[new] |= made.get(old, {old})
            for new in set(step) | set(made):
                stayed = set() if new in olds else made.get(new, {new})
                made[new] = step.get(new, set()) | stayed
        for new, olds_of in made.items():
            if olds_of:
                found[new][code] = tuple(sorted(olds_of))
    return dict(found)


def _nothing(told: Compared) -> str:
    if told.unsure and not told.unchanged:
        return _("The two tables have too few addresses in common: nothing can be told of any station.")
    return _("No station gave ground to another: nothing to tell.")
