"""What a test does with a phone, and what it finds on it."""

from __future__ import annotations

import pytest


def open_next_door(page) -> None:
    page.click(".dock .button-main")
    page.wait_for_selector(".pad")


def tap(page, outcome: str) -> None:
    """Tap an outcome and wait until the phone has stored it."""
    page.click(f".outcome-{outcome}")
    page.wait_for_selector(".toast-undo")


def stored(page, *names: str) -> dict:
    """What these stores of the phone hold; by default the events that wait, and all that it recorded."""
    for _ in range(20):
        found = page.evaluate(READ, names or ("outbox", "visits"))
        if found is not None:
            return found
    pytest.fail("the phone's store cannot be read")


# Null where the store was being erased this very moment: then nothing calls back.
READ = """(names) => {
  const read = async () => {
    const there = await indexedDB.databases(); // opening one that was erased would make it
    if (!there.some(({ name }) => name === "canvass")) return Object.fromEntries(names.map((name) => [name, []]));
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const db = await asked(indexedDB.open("canvass"));
    const found = {};
    for (const name of names) found[name] = await asked(db.transaction(name).objectStore(name).getAll());
    db.close();
    return found;
  };
  const late = new Promise((resolve) => setTimeout(resolve, 3000, null));
  return Promise.race([read().catch(() => null), late]);
}"""


def sent(page) -> None:
    """Send by hand and wait until the badge says that everything is on the server."""
    page.click(".badge")
    page.wait_for_selector("h1:has-text('Envois')")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector(".badge-ok")


def reopened(page, path: str):
    """The tab is killed, and the app started cold in another."""
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(path)
    page.wait_for_selector(".dock")
    return page


def until(page, expression: str) -> None:
    """Wait until the expression, or what it promises, is true. Playwright's own ``wait_for_function`` takes a promise
    for a truth, and polls with text that the page's content policy refuses."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")


def swipe(page, *steps: tuple[int, int]) -> None:
    """A finger that goes through these places."""
    finger = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(50)
