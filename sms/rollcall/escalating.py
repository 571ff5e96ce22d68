"""Those who stay silent rise to headquarters: a person calls them."""

from __future__ import annotations

from sms.rollcall.models import CallState, LeaderCallQuerySet, RollCall


def escalate(roll_call: RollCall) -> int:
    """Whoever has not answered, whether the question reached them or not, is to be called; how many calls.

    The roll-call is locked by the caller.
    """
    calls: LeaderCallQuerySet = roll_call.calls.standing()
    waiting = calls.filter(state=CallState.WAITING).values("pk")
    return roll_call.calls.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(state=CallState.TO_CALL)
