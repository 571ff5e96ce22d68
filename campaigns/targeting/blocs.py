"""Which bloc each list counts in: what the import proposed, unless the campaign chose otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting.models import BlocChoice, TownBloc
from campaigns.territory.models import Election, ElectionList, StationResult

NUANCE, LIST = BlocChoice.Level.NUANCE.value, BlocChoice.Level.LIST.value
ALWAYS = tuple(bloc.value for bloc in TownBloc if bloc != TownBloc.FAR_LEFT)
VOTES = """
SELECT v.key, sum(v.value::bigint)
FROM territory_stationresult r JOIN territory_pollingstation p ON p.id = r.station_id
    CROSS JOIN LATERAL jsonb_each_text(r.votes) v
WHERE r.election_id = %s AND p.commune_id IN (SELECT commune_id FROM people_campaign_communes WHERE campaign_id = %s)
GROUP BY v.key
"""


@dataclass(frozen=True)
class BlocTables:
    """The blocs of some elections as one campaign counts them."""

    order: tuple[str, ...]
    """From left to right: the five of the territory; ``far_left`` only where the campaign counts something in it."""
    of: dict[int, dict[str, str]]
    """Election (its primary key) → code of a list → bloc. A code that is not there counts in ``other``."""


@dataclass(frozen=True)
class Unknown:
    """A code that nobody has put into a bloc yet, and what it weighs in the campaign's communes."""

    code: str
    name: str
    votes: int


@dataclass(frozen=True)
class Row:
    """A nuance with its lists, or a list without nuance."""

    level: str
    code: str
    name: str
    votes: int
    """In the campaign's communes."""
    proposed: str
    """What holds while nobody chooses: for a list inside a nuance, the bloc of its nuance."""
    is_known: bool
    """Whether the import knew the code; if not, the bloc proposed is only ``other``."""
    chosen: str
    """By the campaign; empty where it chose nothing."""
    lists: tuple[Row, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.level}:{self.code}"

    @property
    def bloc(self) -> str:
        return self.chosen or self.proposed

    @property
    def undecided(self) -> bool:
        """Unknown, and nobody of the campaign has said where it belongs."""
        if self.chosen:
            return False
        return any(one.undecided for one in self.lists) if self.lists else not self.is_known


def tables(campaign: Campaign | None, elections: Iterable[Election]) -> BlocTables:
    """Code → bloc for each election, in one query: the campaign's choice for the list, else for its nuance, else the
    bloc that the import proposed, as for nobody in particular (None)."""
    wanted = [election.pk for election in elections]
    mine = BlocChoice.objects.filter(campaign_id=campaign.pk if campaign else 0, election__in=wanted)
    listed = ElectionList.objects.filter(election__in=wanted).values_list(
        "election_id", "code", Coalesce(*_chosen(mine), F("bloc"))
    )
    no_list = ~Exists(ElectionList.objects.filter(election=OuterRef("election"), code=OuterRef("code")))
    alone = mine.filter(no_list, level=LIST).values_list("election_id", "code", "bloc")
    of: dict[int, dict[str, str]] = {pk: {} for pk in wanted}
    for election, code, bloc in listed.union(alone, all=True):
        of[election][code] = bloc
    used = {bloc for table in of.values() for bloc in table.values()}
    return BlocTables(tuple(bloc.value for bloc in TownBloc if bloc in ALWAYS or bloc in used), of)


def _chosen(mine: QuerySet[BlocChoice]) -> tuple[Subquery, Subquery]:
    """What the campaign chose for a list of ElectionList, and for its nuance."""
    here = mine.filter(election=OuterRef("election"))
    for_list = here.filter(level=LIST, code=OuterRef("code"))
    for_nuance = here.filter(level=NUANCE, code=OuterRef("nuance")).exclude(code="")
    return Subquery(for_list.values("bloc")), Subquery(for_nuance.values("bloc"))


def elections(campaign: Campaign) -> QuerySet[Election]:
    """Those with results in the campaign's communes, the newest first."""
    here = StationResult.objects.filter(election=OuterRef("pk"), station__commune__campaigns=campaign)
    return Election.objects.filter(Exists(here))


def rows(campaign: Campaign, election: Election) -> list[Row]:
    """Each nuance, and each list without one, that could be voted for in the campaign's communes.

    The undecided come first, then by votes. Three queries whatever their number.
    """
    votes = votes_by_code(campaign, election)
    chosen = {
        (one.level, one.code): one.bloc for one in BlocChoice.objects.filter(campaign=campaign, election=election)
    }
    known = {one.code: one for one in ElectionList.objects.filter(election=election, code__in=votes)}
    nuances: dict[str, list[ElectionList]] = {}
    made = []
    for code in votes:
        one = known.get(code) or ElectionList(code=code, name=code, bloc_is_known=False)
        if one.nuance:
            nuances.setdefault(one.nuance, []).append(one)
        else:
            made.append(_row(one, one.bloc, votes, chosen))
    for nuance, inside in nuances.items():
        proposed, choice = inside[0].bloc, chosen.get((NUANCE, nuance), "")
        lists = sorted((_row(one, choice or proposed, votes, chosen) for one in inside), key=_by_votes)
        total, is_known = sum(row.votes for row in lists), all(row.is_known for row in lists)
        made.append(Row(NUANCE, nuance, nuance, total, proposed, is_known, choice, tuple(lists)))
    return sorted(made, key=_by_votes)


def _row(one: ElectionList, proposed: str, votes: dict[str, int], chosen: dict[tuple[str, str], str]) -> Row:
    choice = chosen.get((LIST, one.code), "")
    return Row(LIST, one.code, one.name, votes[one.code], proposed, one.bloc_is_known, choice)


def _by_votes(row: Row) -> tuple[bool, int, str]:
    return not row.undecided, -row.votes, row.code


def votes_by_code(campaign: Campaign, election: Election) -> dict[str, int]:
    """The votes of each list in the campaign's communes; a list that could be voted for and got none is there too."""
    with connection.cursor() as cursor:
        cursor.execute(VOTES, [election.pk, campaign.pk])
        return {code: int(votes) for code, votes in cursor.fetchall()}


def unknown(campaign: Campaign, election: Election) -> list[Unknown]:
    """The codes that count in “other” only because nobody knows them, the heaviest first. Warn where this is not
    empty: a ranking with them inside is a ranking of something else."""
    found = []
    for row in rows(campaign, election):
        if row.undecided:
            found += [Unknown(one.code, one.name, one.votes) for one in row.lists or (row,) if one.undecided]
    return sorted(found, key=lambda one: (-one.votes, one.code))


def all_unknown(campaign: Campaign, some: Iterable[Election]) -> list[tuple[Election, list[Unknown]]]:
    """The same of several elections, those without any left out. One query where every code is known."""
    lists = ElectionList.objects.filter(election__in=[election.pk for election in some], bloc_is_known=False)
    doubtful = set(lists.order_by().values_list("election", flat=True).distinct())
    found = [(election, unknown(campaign, election)) for election in some if election.pk in doubtful]
    return [(election, codes) for election, codes in found if codes]


@transaction.atomic
def choose(campaign: Campaign, election: Election, wanted: Mapping[str, str]) -> None:
    """Count each key of ``rows`` (``nuance:UG``, ``list:…``) in that bloc; an empty bloc takes the choice back.

    Choosing what is proposed anyway is no choice, unless the code was unknown or its nuance stands elsewhere.
    Raises DomainError ``unknown_bloc`` or ``unknown_code``, with nothing changed.
    """
    known: dict[str, tuple[Row, bool]] = {}
    for row in rows(campaign, election):
        known[row.key] = row, row.is_known
        known.update((one.key, (one, False)) for one in row.lists)
    keep: list[BlocChoice] = []
    drop: list[BlocChoice] = []
    for key, bloc in wanted.items():
        if key not in known:
            raise DomainError("unknown_code", _("“%(code)s” is no list of this election.") % {"code": key[:120]})
        if bloc and bloc not in TownBloc.values:
            raise DomainError("unknown_bloc", _("“%(bloc)s” is no bloc.") % {"bloc": bloc[:40]})
        row, proposal_stands = known[key]
        made = BlocChoice(campaign=campaign, election=election, level=row.level, code=row.code, bloc=bloc)
        (drop if not bloc or (proposal_stands and bloc == row.proposed) else keep).append(made)
    mine = BlocChoice.objects.filter(campaign=campaign, election=election)
    for level in (NUANCE, LIST):
        mine.filter(level=level, code__in=[one.code for one in drop if one.level == level]).delete()
    BlocChoice.objects.bulk_create(
        keep,
        update_conflicts=True,
        unique_fields=["campaign", "election", "level", "code"],
        update_fields=["bloc"],
    )


def take_back(campaign: Campaign, election: Election) -> None:
    """Count again as the import proposed."""
    BlocChoice.objects.filter(campaign=campaign, election=election).delete()
