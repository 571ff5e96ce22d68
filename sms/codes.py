"""What to do at each error code of the gateway. Pure; docs/texts.md tells the same table, and a test compares them.

Codes are Twilio's, from its error dictionary; a gateway of another make would translate its own into these.
"""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What a code makes the product do, beyond ending the text."""

    BAD_NUMBER = "bad_number"
    OPT_OUT = "opt_out"
    STOP_SENDER = "stop_sender"
    STOP_ALL = "stop_all"
    SLOW_DOWN = "slow_down"
    TRY_LATER = "try_later"
    WATCH = "watch"
    EXPIRE = "expire"
    NOTHING = "nothing"


ACTS = {
    "20003": Act.STOP_ALL,  # authentication
    "20429": Act.SLOW_DOWN,  # too many requests
    "21211": Act.BAD_NUMBER,  # no valid number
    "21408": Act.STOP_SENDER,  # country not enabled
    "21606": Act.STOP_SENDER,  # this sender may not send there
    "21610": Act.OPT_OUT,  # opted out at the gateway
    "21611": Act.SLOW_DOWN,  # the sender's queue is full
    "21612": Act.STOP_SENDER,  # no route
    "21614": Act.BAD_NUMBER,  # no mobile
    "30001": Act.SLOW_DOWN,  # queue full
    "30003": Act.TRY_LATER,  # unreachable
    "30004": Act.WATCH,  # blocked
    "30005": Act.BAD_NUMBER,  # unknown number
    "30006": Act.BAD_NUMBER,  # landline
    "30007": Act.WATCH,  # filtered
    "30008": Act.NOTHING,  # unknown
    "30036": Act.EXPIRE,  # its validity was over
}
SLOW_DOWN = frozenset(code for code, act in ACTS.items() if act is Act.SLOW_DOWN)
BAD_NUMBER = frozenset(code for code, act in ACTS.items() if act is Act.BAD_NUMBER)


def act(code: str) -> Act:
    """What to do at this code; nothing at one that is not known."""
    return ACTS.get(code, Act.NOTHING)
