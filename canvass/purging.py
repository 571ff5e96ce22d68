"""What the site must forget, and when: one list, which the command runs whole and the worker part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaigns.calendar import forgetting
from campaigns.doors import comments, tombstones
from campaigns.turfs import walkers
from campaigns.visits import tallies
from sms import forgetting as texts


@dataclass(frozen=True)
class Purge:
    """One kind of rows whose time comes. ``run`` erases what is due at that instant and tells how many."""

    name: str
    due: str
    run: Callable[[datetime], int]


PURGES = (
    Purge("station_comments", "60 days after the final round", lambda now: comments.forget(now=now)),
    Purge("sign_ups", "60 days after the final round", lambda now: forgetting.forget(now=now)),
    Purge("walkers", "when the outing is closed, or a day after its end", lambda now: walkers.forget(now=now)),
    Purge("removed_doors", "90 days after they were removed", lambda now: tombstones.forget(now=now)),
    Purge("tally_batches", "90 days after they came", lambda now: tallies.forget_batches(today=now.date())),
    Purge("texts", "90 days after they were written or came in", lambda now: texts.forget(now=now)),
)


def run_all(now: datetime) -> dict[str, int]:
    """How many rows went, by the name of each purge."""
    return {purge.name: purge.run(now) for purge in PURGES}
