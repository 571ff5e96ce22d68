"""Which guessed door a real one replaces: the same cases are read by tests/js."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.doors.guesses import giving_way
from campaigns.doors.models import Door
from tests.builders import SATURDAY

CASES = json.loads((Path(__file__).parent.parent / "cases" / "buildings.json").read_text())["giving_way"]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_guess_gives_way_by_the_shared_cases(case, backwards) -> None:
    doors = [
        Door(last_at=SATURDAY if visited else None, **fields)
        for fields in (dict(said) for said in case["doors"])
        for visited in [fields.pop("visited")]
    ]
    if backwards:
        doors.reverse()

    gone = giving_way(doors)

    assert (gone.id if gone else None) == case["gives_way"]
