"""docs/roll-call.md says what the code does."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from sms.rollcall import answering, reading, reminding, started, told_by_text
from sms.rollcall.reading import Kind

PAGE = (settings.BASE_DIR / "docs" / "roll-call.md").read_text()
READ_AS = {
    "comes, with": (Kind.COMES, True),
    "comes, counted as one": (Kind.COMES, False),
    "does not come": (Kind.DECLINES, True),
    "courtesy": (Kind.COURTESY, True),
    "needs reading": (Kind.UNCLEAR, True),
}


def told() -> list[tuple[str, str]]:
    table = PAGE.partition("| words | read as |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines()[2:]]
    return [(words, said.strip()) for cell, said in rows for words in re.findall("`([^`]+)`", cell)]


@pytest.mark.parametrize(("words", "said"), told(), ids=[words for words, _said in told()])
def test_each_answer_is_read_as_the_page_says(words, said) -> None:
    read = reading.read(words)

    assert (read.kind, read.exact) == next(READ_AS[start] for start in READ_AS if said.startswith(start))


def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    assert f"A number over {reading.MOST}," in PAGE
    assert f"{started.MISSING_AFTER.seconds // 60} minutes after the start | teams that gave no sign rise" in PAGE
    assert f"{started.ASKED_AFTER.seconds // 60} minutes after the start | teams that gave no sign yet" in PAGE
    assert (reminding.MOST, reminding.REST.seconds, answering.LINK_OUTLIVES.days) == (3, 1_800, 1)
    assert told_by_text.read("Bilan : 48 portes, 17 ouvertes, 9 discussions") == told_by_text.read("BILAN 48 17 9")


def test_the_page_has_all_its_rows() -> None:
    assert len(told()) >= 15
