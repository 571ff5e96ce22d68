"""What the ranking of a campaign rests on: values that anybody at headquarters can see, change and trace back.

Nothing is overwritten: each change is a row with its author and its day, and the latest of a name counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Membership
from campaigns.targeting.models import Assumption
from campaigns.targeting.priors import PRIORS, Assumptions, Prior

PRIOR = {prior.name: prior for prior in PRIORS}
OWN, REFERENCE, COMPARABLE, PERSUASION = "own", "reference", "comparable", "persuasion"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What headquarters set, by name, with the latest change of each."""

    rows: Mapping[str, Assumption]

    @property
    def values(self) -> dict[str, Any]:
        return {name: row.value for name, row in self.rows.items() if row.value is not None}


def standing(campaign: Campaign) -> Said:
    """What is in force. One query."""
    rows = Assumption.objects.filter(campaign=campaign).standing().select_related("by__user")
    return Said({row.name: row for row in rows})


def history(campaign: Campaign, most: int = 20) -> Sequence[Assumption]:
    """The last changes, the newest first. One query."""
    return list(Assumption.objects.filter(campaign=campaign).select_related("by__user").order_by("-pk")[:most])


def in_force(values: Values, campaign: Campaign) -> Assumptions:
    """The figures that the model reckons with: those said, else the defaults; a conversation takes what the campaign
    says that it takes when walks are sized, unless somebody said otherwise here."""
    numbers = {name: value for name, value in values.items() if name in PRIOR}
    assumed = Assumptions(**{"conversation_minutes": campaign.conversation_minutes} | numbers)
    return assumed.persuasion_mode() if values.get(PERSUASION) else assumed


@transaction.atomic
def say(campaign: Campaign, values: Values, by: Membership | None) -> int:
    """Set these values, by name; None goes back to the default. What is said already is not said again.

    Returns how many changed. Raises DomainError ``assumption_unknown`` and ``assumption_out_of_range``, with nothing
    changed.
    """
    wanted = checked(values)
    before = standing(campaign).values
    changed = {name: value for name, value in wanted.items() if before.get(name) != value}
    Assumption.objects.bulk_create(
        Assumption(campaign=campaign, name=name, value=value, by=by) for name, value in changed.items()
    )
    return len(changed)


def checked(values: Values) -> dict[str, Any]:
    """The values as they are stored; the default is None. Raises as `say` does."""
    return {name: _checked(name, value) for name, value in values.items()}


def _checked(name: str, value: Any) -> Any:
    if name not in PRIOR and name not in (OWN, REFERENCE, COMPARABLE, PERSUASION):
        raise DomainError("assumption_unknown", _("There is no assumption “%(name)s”.") % {"name": name[:40]})
    if value is None:
        return None
    if name in PRIOR:
        return _number(value, PRIOR[name])
    if name == PERSUASION:
        return bool(value) or None
    if name == COMPARABLE:
        return sorted(map(str, value)) or None
    return str(value) or None


def _number(value: Any, prior: Prior) -> float | None:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = float("nan")
    if not prior.least <= number <= prior.most:
        told = {"title": _(prior.title), "least": f"{prior.least:g}", "most": f"{prior.most:g}"}
        raise DomainError("assumption_out_of_range", _("%(title)s: expected from %(least)s to %(most)s.") % told)
    of_the_campaign = prior.name == "conversation_minutes"  # its default is what the campaign says of itself
    return None if number == prior.default and not of_the_campaign else number
