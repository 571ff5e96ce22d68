"""Kinds of housing, by the dwellings behind one entrance. Pure.

The classes of the European household surveys (EU-SILC, dwelling type): houses, buildings of fewer than ten dwellings,
and larger ones. People are found at home unlike in each, and stairs are climbed in the last two.
"""

from __future__ import annotations

from enum import StrEnum

MOST_OF_A_HOUSE = 2
MOST_OF_A_SMALL_BUILDING = 9


class Housing(StrEnum):
    HOUSE = "house"
    SMALL = "small"
    LARGE = "large"

    @classmethod
    def of(cls, dwellings: int) -> Housing:
        if dwellings <= MOST_OF_A_HOUSE:
            return cls.HOUSE
        return cls.SMALL if dwellings <= MOST_OF_A_SMALL_BUILDING else cls.LARGE
