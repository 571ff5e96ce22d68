"""What was changed in the areas of an outing, by whom, in order: who looks at an older state is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.turfs.models import Edit


@dataclass(frozen=True)
class Seen:
    """The state somebody looked at: the last change, and each area with its version. Written as ``17;4:1;5:3``."""

    edit: int = 0
    versions: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, outing: Outing) -> Seen:
        """How things stand now. Two queries, the journal first: what changes in between is then told, never missed."""
        edit = Edit.objects.filter(campaign_id=outing.campaign_id, outing=outing).values_list("pk", flat=True).first()
        return cls(edit or 0, dict(outing.turfs.values_list("pk", "version")))

    @classmethod
    def read(cls, text: str) -> Seen:
        """Out of a form; what cannot be read has seen nothing, and so is told that things changed."""
        edit, *areas = text[:20_000].split(";")
        try:
            pairs = [area.split(":") for area in areas]
            return cls(int(edit), {int(turf): int(version) for turf, version in pairs})
        except ValueError:
            return cls(-1)

    def __str__(self) -> str:
        return ";".join([str(self.edit), *(f"{turf}:{version}" for turf, version in sorted(self.versions.items()))])


def refuse_stale(
    outing: Outing, seen: Seen, *, versions: Mapping[int, int], turfs: Collection[int], addresses: Collection[int]
) -> None:
    """Raise DomainError ``changed_meanwhile`` unless all that a change touches is as its author saw it.

    ``versions`` are those of the areas as they are, with the outing locked. Changes elsewhere do not matter.
    """
    other_areas = any(turf not in versions or versions[turf] != seen.versions.get(turf) for turf in turfs)
    later = Edit.objects.filter(campaign_id=outing.campaign_id, outing=outing, pk__gt=seen.edit)
    if seen.edit < 0 or other_areas or later.filter(addresses__overlap=list(addresses)).exists():
        raise meanwhile()


def meanwhile() -> DomainError:
    return DomainError(
        "changed_meanwhile",
        _("These areas were changed meanwhile. Nothing was overwritten: look at them as they are now, then ask again."),
    )


def note_cut(outing: Outing, turfs: Collection[int], *, now: datetime) -> None:
    """A cut cannot be undone: it begins the journal anew."""
    Edit.objects.create(
        campaign_id=outing.campaign_id, outing=outing, kind=Edit.Kind.CUT, at=now, turfs=list(turfs), addresses=[]
    )


def last(outing: Outing) -> Edit | None:
    """The change that may be undone now: the latest that was not, unless the areas were cut anew since."""
    edits = Edit.objects.filter(campaign_id=outing.campaign_id, outing=outing).select_related("by__user")
    standing = edits.filter(undone_at=None).exclude(kind=Edit.Kind.UNDONE).first()
    return standing if standing is not None and standing.before is not None else None
