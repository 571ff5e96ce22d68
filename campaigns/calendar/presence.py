"""Expected against present: who signed up, whom a leader ticked, and how many phones came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.calendar.models import SignUp
from campaigns.people.models import Device, Outing


@dataclass(frozen=True)
class Presence:
    """``phones`` came to the outing, whoever holds them; a person who signed up and one who did not look the same."""

    sign_ups: Sequence[SignUp]
    phones: int

    @property
    def expected(self) -> int:
        """People: see ``SignUpQuerySet.people``."""
        coming = [row for row in self.sign_ups if row.cancelled_at is None]
        return len({(row.phone, row.first_name.lower()) if row.phone else row.pk for row in coming})

    @property
    def ticked(self) -> int:
        return sum(row.came_at is not None for row in self.sign_ups)

    @property
    def cancelled(self) -> int:
        return sum(row.cancelled_at is not None for row in self.sign_ups)


def presence(outing: Outing) -> Presence:
    """Two queries."""
    phones = Device.objects.filter(outing=outing, campaign_id=outing.campaign_id).count()
    return Presence(list(SignUp.objects.filter(outing=outing).order_by("first_name", "created_at")), phones)
