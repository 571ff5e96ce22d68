"""Where a text may go from where it is: a final state is left by nobody. Pure.

`posting` is committed before the gateway is called. Whatever is found in it later, with nobody at work on it any more,
may have been sent: it is `uncertain` and never handed over again by itself.
"""

from __future__ import annotations

QUEUED, CLAIMED, POSTING = "queued", "claimed", "posting"
ACCEPTED, SENT = "accepted", "sent"
DELIVERED, UNDELIVERED, FAILED = "delivered", "undelivered", "failed"
CANCELLED, SUPPRESSED, EXPIRED = "cancelled", "suppressed", "expired"
UNCERTAIN = "uncertain"

# What the gateway may still say of a text that it has. It may cancel one itself, or find that its validity is over.
_SAID_OF_IT = frozenset({SENT, DELIVERED, UNDELIVERED, FAILED, CANCELLED, EXPIRED})
ARROWS: dict[str, frozenset[str]] = {
    QUEUED: frozenset({CLAIMED, CANCELLED, SUPPRESSED, EXPIRED}),
    CLAIMED: frozenset({POSTING, QUEUED}),
    POSTING: frozenset({ACCEPTED, QUEUED, FAILED, UNCERTAIN}) | _SAID_OF_IT,
    ACCEPTED: _SAID_OF_IT,
    SENT: _SAID_OF_IT - {SENT},
    UNCERTAIN: frozenset({ACCEPTED}) | _SAID_OF_IT,
    DELIVERED: frozenset(),
    UNDELIVERED: frozenset(),
    FAILED: frozenset(),
    CANCELLED: frozenset(),
    SUPPRESSED: frozenset(),
    EXPIRED: frozenset(),
}
FINAL = frozenset(state for state, following in ARROWS.items() if not following)
# Someone may have it in hand, or the gateway may: its number and its words are still needed.
OPEN = frozenset(ARROWS) - FINAL


def may_follow(state: str, following: str) -> bool:
    """Whether a text in the first state may come into the second."""
    return following in ARROWS[state]
