"""What visits count for in the figures, as SQL, by the sets of `projection`."""

from campaigns.visits.projection import KNOCKED, OPENED


def _one_of(outcomes: frozenset[str]) -> str:
    return "outcome IN (" + ", ".join(f"'{outcome}'" for outcome in sorted(outcomes)) + ")"


# Of a row with an outcome.
HAS_KNOCKED, HAS_OPENED = _one_of(KNOCKED), _one_of(OPENED)
# Of some rows with outcomes and requests, in the order of FIGURES.
FIGURES = "knocked, opened, conversations, no_access, requests"
COUNTED = f"""
        count(*) FILTER (WHERE {HAS_KNOCKED}),
        count(*) FILTER (WHERE {HAS_OPENED}),
        count(*) FILTER (WHERE outcome = 'conversation'),
        count(*) FILTER (WHERE outcome = 'no_access'),
        coalesce(sum(cardinality(requests)), 0)
"""
