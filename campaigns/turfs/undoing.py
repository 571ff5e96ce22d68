"""Taking the last change back: what was before is there again, as long as nothing else changed since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from campaigns.people.models import Membership, Outing
from campaigns.turfs import arranging, journal, settling
from campaigns.turfs.layout import Difference, restored, snapshot
from campaigns.turfs.models import Edit


@transaction.atomic
def undo(outing: Outing, edit: int, *, by: Membership, now: datetime) -> Edit:
    """Take back this change, which must be the last that stands; the one before can be taken back next.

    Raises DomainError ``changed_meanwhile`` when another came after it or its areas are not as it left them, and what
    `settling.settle` does.
    """
    arranged = arranging.take(outing)
    last = journal.last(arranged.outing)
    if last is None or last.pk != edit:
        raise journal.meanwhile()
    touched = Difference(frozenset(last.turfs), frozenset(last.addresses))
    if snapshot(arranged.layout, touched) != last.after:
        raise journal.meanwhile()
    kept = last.before or {}
    before = restored(arranged.layout, kept, touched.addresses)
    teams = {int(turf): team for turf, team in kept["teams"].items()}
    back = settling.settle(arranged, before, kind=Edit.Kind.UNDONE, by=by, now=now, as_given=True, teams=teams)
    Edit.objects.filter(pk=last.pk).update(undone_at=now)
    return back
