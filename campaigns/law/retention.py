"""How long a campaign may keep what it noted: counted from its final round, in the days of its territory. Pure.

Source: storage limitation, GDPR article 5.1.e; the sixty days are our own choice (law:P7).
"""

from __future__ import annotations

from datetime import date, timedelta

NOTES_KEPT = timedelta(days=60)
"""What is noted of places on the ground: practical notes, comments on polling stations."""
VOLUNTEERS_KEPT = timedelta(days=60)
"""Who meant to come to an outing, with the number they gave for it."""

TEXTS_KEPT = timedelta(days=90)
"""What text messages say and whom they went to or came from; that one was sent, when and how it ended stays."""


def notes_kept_until(final_round_date: date) -> date:
    """The last day on which notes of the ground may be read."""
    return final_round_date + NOTES_KEPT


def volunteers_kept_until(final_round_date: date) -> date:
    """The last day on which the campaign knows who signed up for its outings."""
    return final_round_date + VOLUNTEERS_KEPT
