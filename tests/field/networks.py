"""A bad network between a phone and the server: each call may be lost, doubled or late."""

from __future__ import annotations

import pytest

from tests.field.phones import stored


class Network:
    """What happens to the calls of a phone: each fault once, then all passes."""

    def __init__(self, context, faults: list[str]) -> None:
        self.faults = faults
        self.held: list = []
        context.route("**/api/v1/sync/*", self._pass)

    def _pass(self, route) -> None:
        fault = self.faults.pop() if self.faults else "none"
        if fault == "none":
            return route.continue_()
        if fault == "lost on the way out":
            return route.abort()
        answer = route.fetch()
        if fault == "answer lost":
            return route.abort()
        if fault == "doubled":
            answer = route.fetch()
        if fault == "late":
            return self.held.append((route, answer))
        return route.fulfill(response=answer)

    def release(self) -> None:
        while self.held:
            route, answer = self.held.pop()
            route.fulfill(response=answer)


FAULTS = ["lost on the way out", "answer lost", "doubled", "late"]


def send_all(page, network: Network) -> None:
    """Back on line, again and again, until the phone, whose walk is over, has forgotten all."""
    for _ in range(400):
        page.evaluate("dispatchEvent(new Event('online'))")
        network.release()
        page.wait_for_timeout(50)
        if not stored(page)["visits"]:
            return
    pytest.fail("the phone still says: " + page.inner_text("body")[:200])
