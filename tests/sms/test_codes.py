"""The table of codes that people read is the one that the product follows."""

from __future__ import annotations

from sms import codes
from tests.house.test_docs import page, rows


def test_every_code_is_documented_with_what_the_product_does() -> None:
    told = page("texts.md")
    documented = {
        code.strip("`"): act.split("`")[1]
        for code, act in zip(rows(told, "code"), rows(told, "code", column=2), strict=True)
    }

    assert documented == {code: str(act) for code, act in codes.ACTS.items()}


def test_a_code_that_is_not_known_asks_for_nothing() -> None:
    assert codes.act("99999") is codes.Act.NOTHING
