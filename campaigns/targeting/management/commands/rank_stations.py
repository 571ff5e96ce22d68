"""``rank_stations``: where the next hour pays, station by station, as the page says it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import assumptions, blocs, exporting, ground, ranking
from campaigns.targeting.models import TownBloc

MOST_HOURS = 1_000_000
YES_OR_NO = ("yes", "no")


class Command(BaseCommand):
    help = "Rank the polling stations of a campaign by what an hour at their doors is expected to bring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, help="the campaign's short name, e.g. demo")
        parser.add_argument(
            "--assume",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="another assumption for this run only, e.g. opponents_share=0.6",
        )
        parser.add_argument(
            "--hours", type=float, metavar="N", help="also where N hours of canvassers go, walk by walk"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign “{options['campaign']}”.")
        hours = options["hours"]
        if hours is not None and not 0 <= hours <= MOST_HOURS:
            raise CommandError(f"--hours: expected a number from 0 to {MOST_HOURS:,}.")
        try:
            ranked = ranking.rank(ground.ground_of(campaign, _assumed(options["assume"], campaign)))
        except DomainError as error:
            raise CommandError(error.message) from error
        told = exporting.as_json(ranked, hours)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write("Estimates, net votes per 1,000 canvasser-hours. Ranks are surer than levels.")
        for row in told["stations"]:
            self.stdout.write(_line(row))
        for line in _shared_out(told.get("allocation")):
            self.stdout.write(line)


def _assumed(texts: list[str], campaign: Campaign) -> dict[str, Any]:
    """Name → value. A name that the campaign does not know is refused: elsewhere it counts as not said."""
    pairs = [text.partition("=") for text in texts]
    if wrong := [name for name, equals, _value in pairs if not equals]:
        raise CommandError(f"--assume: expected NAME=VALUE, not “{wrong[0]}”.")
    said: dict[str, Any] = {name.strip(): value.strip() for name, _equals, value in pairs}
    if assumptions.COMPARABLE in said:
        said[assumptions.COMPARABLE] = [code.strip() for code in said[assumptions.COMPARABLE].split(",")]
    if assumptions.PERSUASION in said:
        said[assumptions.PERSUASION] = _one_of(assumptions.PERSUASION, said[assumptions.PERSUASION], YES_OR_NO) == "yes"
    if assumptions.OWN in said:
        _one_of(assumptions.OWN, said[assumptions.OWN], TownBloc.values)
    elections = [election.code for election in blocs.elections(campaign)]
    for name in (assumptions.REFERENCE, assumptions.COMPARABLE):
        told = said.get(name, [])
        for code in [told] if isinstance(told, str) else told:
            _one_of(name, code, elections)
    return said


def _one_of(name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise CommandError(f"--assume {name}: expected one of {', '.join(known) or 'none'}, not “{value[:60]}”.")
    return value


def _shared_out(told: dict[str, Any] | None) -> Iterator[str]:
    if told is None:
        return
    yield f"{told['hours']:g} hours make {told['shifts']} shifts; {told['hours_left']:g} hours are left."
    for walk in told["walks"]:
        does = f"{walk['doors']} doors, about {walk['conversations']:.0f} conversations"
        yield f"{walk['hours']:>6g} h  {walk['station']}, pass {walk['pass']}: {does}"


def _line(row: dict[str, Any]) -> str:
    notes = ", ".join(row["notes"])
    if row["rate"] is None:
        return f"   –  {row['station']} {row['name']}: no rate ({notes})"
    between = f"from {row['rate_low']:.1f} to {row['rate_high']:.1f}, rank {row['rank_low']} to {row['rank_high']}"
    said = f"{row['rank']:>4}  {row['station']} {row['name']}: {row['rate']:.1f} ({between})"
    return f"{said}; {notes}" if notes else said
