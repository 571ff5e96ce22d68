"""Sharing people out: worked examples, then what holds for any outing."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from campaigns.turfs.sharing import MOST_TOGETHER, Area, Person, Proposal, Reason, Why, share_out

NEAR, MIDDLE, FAR = Area(1, floors=9, metres=100), Area(2, floors=2, metres=500), Area(3, floors=5, metres=1_400)


def where(proposal: Proposal) -> dict[str, int]:
    return {person: placing.area for placing in proposal.placings for person in placing.people}


def reasons(proposal: Proposal, person: str) -> list[Reason]:
    return [why for placing in proposal.placings if person in placing.people for why in placing.reasons]


def test_people_with_nothing_special_take_the_near_areas_in_the_order_they_came() -> None:
    proposal = share_out([Person("amel"), Person("bruno")], [FAR, MIDDLE, NEAR])

    assert where(proposal) == {"amel": 1, "bruno": 2}
    assert reasons(proposal, "bruno") == [Reason(Why.NEAR, (), 500)]


def test_a_pair_stays_together() -> None:
    proposal = share_out([Person("amel", pair=1), Person("bruno"), Person("claire", pair=1)], [NEAR, MIDDLE, FAR])

    assert where(proposal) == {"amel": 1, "claire": 1, "bruno": 2}
    assert reasons(proposal, "claire")[0] == Reason(Why.PAIR, ("amel", "claire"))


def test_who_avoids_stairs_gets_the_fewest_floors_and_who_drives_the_far_area() -> None:
    proposal = share_out(
        [Person("amel"), Person("denis", has_car=True), Person("esther", no_stairs=True)], [NEAR, MIDDLE, FAR]
    )

    assert where(proposal) == {"esther": 2, "denis": 3, "amel": 1}
    assert reasons(proposal, "esther") == [Reason(Why.FEW_FLOORS, ("esther",), 2)]
    assert reasons(proposal, "denis") == [Reason(Why.FAR, ("denis",), 1_400)]


def test_a_newcomer_goes_with_an_old_hand_who_would_be_alone() -> None:
    people = [Person("amel", pair=1), Person("bruno", pair=1), Person("claire", newcomer=True), Person("denis")]

    proposal = share_out(people, [NEAR, MIDDLE, FAR])

    assert where(proposal) == {"amel": 1, "bruno": 1, "denis": 2, "claire": 2}
    assert reasons(proposal, "claire")[0] == Reason(Why.OLD_HAND, ("claire",))


def test_a_newcomer_joins_a_pair_where_no_old_hand_is_alone_and_another_newcomer_where_there_is_none() -> None:
    pair = [Person("amel", pair=1), Person("bruno", pair=1)]
    green = [Person("claire", newcomer=True), Person("denis", newcomer=True), Person("esther", newcomer=True)]

    proposal = share_out([*pair, *green], [NEAR, MIDDLE, FAR])

    assert where(proposal) == {"amel": 1, "bruno": 1, "claire": 1, "denis": 2, "esther": 2}


def test_with_few_areas_those_who_came_last_walk_with_somebody() -> None:
    proposal = share_out([Person("amel"), Person("bruno"), Person("claire")], [NEAR, FAR])

    assert where(proposal) == {"amel": 1, "claire": 1, "bruno": 3}
    assert reasons(proposal, "claire")[0] == Reason(Why.FEW_AREAS, ("amel", "claire"))


def test_areas_are_filled_with_three_each_before_anybody_stays() -> None:
    pair = [Person("amel", pair=1), Person("bruno", pair=1)]
    alone = [Person(name) for name in ("claire", "denis", "esther", "farid")]

    proposal = share_out([*pair, *alone], [NEAR, FAR])

    assert proposal.left_over == ()
    assert sorted(len(placing.people) for placing in proposal.placings) == [3, 3]
    told = [[why.people for why in placing.reasons if why.why is Why.FEW_AREAS] for placing in proposal.placings]
    assert told == [[placing.people] for placing in proposal.placings]  # once, of all three


def test_whoever_has_a_partner_on_an_area_goes_there() -> None:
    proposal = share_out([Person("amel", pair=1, joins=7), Person("bruno")], [NEAR])

    assert where(proposal) == {"amel": 7, "bruno": 1}
    assert reasons(proposal, "amel") == [Reason(Why.PARTNER_THERE, ("amel",))]


def test_without_a_free_area_everybody_stays() -> None:
    assert share_out([Person("amel"), Person("bruno")], []) == Proposal((), ("amel", "bruno"))


flags = st.booleans()


@st.composite
def outings(draw) -> tuple[list[Person], list[Area]]:
    """Up to a dozen people, some in pairs, and up to eight areas."""
    pairs = draw(st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=12))
    seen: Counter[int] = Counter()
    people = []
    for place, pair in enumerate(pairs):
        seen[pair] += 1
        kept = pair if pair is not None and seen[pair] <= 2 else None
        people.append(Person(f"p{place}", kept, draw(flags), draw(flags), draw(flags)))
    figures = st.tuples(st.integers(0, 30), st.integers(0, 3_000))
    areas = [Area(key, *of) for key, of in enumerate(draw(st.lists(figures, max_size=8)))]
    return people, areas


@given(outings())
def test_nobody_is_left_over_while_an_area_remains_and_nobody_is_lost(outing) -> None:
    people, areas = outing

    proposal = share_out(people, areas)

    used = [placing.area for placing in proposal.placings]
    everybody = [*(person for placing in proposal.placings for person in placing.people), *proposal.left_over]
    assert sorted(everybody) == sorted(person.key for person in people)
    assert len(used) == len(set(used))
    assert not proposal.left_over or len(used) == len(areas)
    assert all(len(placing.people) <= MOST_TOGETHER for placing in proposal.placings)


@given(outings())
def test_pairs_are_never_split(outing) -> None:
    people, areas = outing

    there = where(share_out(people, areas))

    for number in {person.pair for person in people if person.pair}:
        assert len({there.get(person.key) for person in people if person.pair == number}) == 1


@given(outings(), st.randoms(use_true_random=False))
def test_the_same_question_has_the_same_answer_however_the_areas_are_listed(outing, chance: random.Random) -> None:
    people, areas = outing
    shuffled = areas.copy()
    chance.shuffle(shuffled)

    assert share_out(people, areas) == share_out(people, shuffled)


@given(outings())
def test_an_old_hand_is_not_alone_while_newcomers_are_among_themselves(outing) -> None:
    people, areas = outing
    known = {person.key: person for person in people}

    parties = [[known[key] for key in placing.people] for placing in share_out(people, areas).placings]

    green = [party for party in parties if all(person.newcomer for person in party)]
    alone = [party for party in parties if len(party) == 1 and not party[0].newcomer]
    assert not (green and alone)


@given(outings())
def test_floors_and_distances_go_to_those_who_can(outing) -> None:
    people, areas = outing
    known, ground = {person.key: person for person in people}, {area.key: area for area in areas}

    proposal = share_out(people, areas)

    parties = [(ground[placing.area], [known[key] for key in placing.people]) for placing in proposal.placings]
    spared = [area for area, party in parties if any(person.no_stairs for person in party)]
    others = [(area, party) for area, party in parties if area not in spared]
    far = [area for area, party in others if any(person.has_car for person in party)]
    rest = [area for area in areas if area not in spared]
    assert all(mine.floors <= other.floors for mine in spared for other in rest)
    assert all(mine.metres >= other.metres for mine in far for other in rest if other not in far)
