"""Those who stay silent rise to headquarters: a person calls them."""

from __future__ import annotations

from sms.rollcall.models import CallState, LeaderCall, RollCall


def escalate(roll_call: RollCall) -> int:
    """Whoever has not answered, whether the question reached them or not, is to be called; how many calls.

    The roll-call is locked by the caller.
    """
    waiting = LeaderCall.objects.of(roll_call).filter(state=CallState.WAITING).values_list("pk", flat=True)
    return LeaderCall.objects.filter(pk__in=list(waiting)).update(state=CallState.TO_CALL)
