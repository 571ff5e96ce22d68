"""What a ranking of a campaign starts from: its town, what its visits taught, what headquarters said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import assumptions, blocs, elections, gathering, learning
from campaigns.targeting.assumptions import Values
from campaigns.targeting.elections import Chosen
from campaigns.targeting.gathering import Gathered
from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import Assumptions


@dataclass(frozen=True)
class Ground:
    """What a ranking starts from, whatever is assumed of effects: read once, scored as often as a slider moves."""

    campaign: Campaign
    values: Values
    """What headquarters said, by name."""
    chosen: Chosen
    found: Gathered
    learned: Learned

    @property
    def assumed(self) -> Assumptions:
        return assumptions.in_force(self.values, self.campaign)


def ground_of(campaign: Campaign, asked: Values | None = None) -> Ground:
    """Read what is known. ``asked`` goes before what headquarters said, for a look that is not kept; None in it is the
    default. Eight queries whatever the size.

    Raises DomainError ``no_communes``, ``no_results``, ``no_own_list``, and as `assumptions.checked` does.
    """
    values = {**assumptions.standing(campaign).values, **assumptions.checked(asked or {})}
    values = {name: value for name, value in values.items() if value is not None}
    known = list(blocs.elections(campaign))
    if not known and not campaign.communes.exists():
        raise DomainError("no_communes", _("Choose the communes of this campaign: nothing can be ranked without them."))
    tables = blocs.tables(campaign, known)
    chosen = elections.choose(values, known, tables)
    found = gathering.gather(campaign, chosen, tables, elections.to_read(known, chosen, tables))
    return Ground(campaign, values, chosen, found, learning.learn(found))
