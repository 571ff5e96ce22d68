"""``cut_turfs``: cut polling stations into walks; stored only when an outing is named."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Outing
from campaigns.territory.models import PollingStation
from campaigns.turfs import accounts, cutting, drafting, exporting
from campaigns.turfs.choice import Choice, choose
from campaigns.turfs.drafting import Draft
from campaigns.turfs.exporting import Export, Told
from campaigns.turfs.manner import Manner
from campaigns.turfs.stops import Walk


class Command(BaseCommand):
    help = "Cut polling stations into walks of about N minutes. Without --outing nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, help="the campaign's short name, e.g. demo")
        parser.add_argument("--stations", required=True, help="station codes separated by commas, e.g. 94033-0001")
        parser.add_argument("--minutes", type=float, default=90, help="length of a walk (90)")
        parser.add_argument("--teams", type=int, metavar="N", help="as many walks, whatever they take")
        parser.add_argument("--value-first", action="store_true", help="the best doors for these teams and minutes")
        parser.add_argument("--one-side", action="store_true", help="one side of a street at a time")
        parser.add_argument("--between-main-roads", action="store_true", help="walks that cross no main road")
        parser.add_argument("--from-meeting-point", action="store_true", help="walks begin towards the meeting point")
        parser.add_argument("--preview", action="store_true", help="at once, without looking for shorter walks")
        parser.add_argument("--streets", default="", help="only these streets, names separated by commas")
        parser.add_argument("--side", default="", help="only the even or the odd numbers")
        parser.add_argument("--seen-within-days", type=int, metavar="N", help="leave out doors that opened since")
        parser.add_argument("--not-home-too", action="store_true", help="and those where nobody was home since")
        parser.add_argument("--outing", type=int, help="store the walks in this outing, replacing its free ones")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign “{options['campaign']}”.")
        now = timezone.now()
        asked: dict[str, Any] = {
            "campaign": campaign,
            "outing": _outing(campaign, options["outing"]),
            "stations": _stations(options["stations"]),
            "minutes": options["minutes"],
            "manner": _manner(options),
        }
        try:
            if asked["outing"] is not None:
                cutting.check_ground(campaign, asked["stations"])
            asked["choice"] = _choice(options, now)
            draft = drafting.preview(**asked)
            if not options["preview"]:
                draft = drafting.finish(draft, progress=lambda share: True)
            told = _drafted(draft) if asked["outing"] is None else _stored(draft, asked["outing"], now)
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            answer = exporting.as_json(told) | {"held_out": draft.ground.held_out}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for line in exporting.lines(told):
            self.stdout.write(line)
        if draft.ground.held_out:
            self.stdout.write(f"{draft.ground.held_out} addresses are held out until the vote.")


def _drafted(draft: Draft) -> Export:
    """A cut that is not stored, numbered from 1."""
    turfs = tuple(_told(number, walk) for number, walk in enumerate(draft.walks, start=1))
    return Export(turfs, draft.ground.addresses, draft.ground.metric)


def _told(number: int, walk: Walk) -> Told:
    doors, account = sum(stop.doors for stop in walk.stops), accounts.of(walk.minutes, walk.stops)
    return Told(number, cutting.name_of(walk), walk.minutes, doors, walk.stops, account)


def _stored(draft: Draft, outing: Outing, now: datetime) -> Export:
    """The turfs that this cut made, with the numbers that they have in the outing."""
    made = {turf.number for turf in cutting.keep(draft, outing, now=now)}
    everything = exporting.of_outing(outing)
    return replace(everything, turfs=tuple(turf for turf in everything.turfs if turf.number in made))


def _stations(codes: str) -> list[PollingStation]:
    wanted = [code.strip() for code in codes.split(",") if code.strip()]
    found = {station.code: station for station in PollingStation.objects.filter(code__in=wanted)}
    if missing := [code for code in wanted if code not in found]:
        raise CommandError(f"Unknown polling stations: {', '.join(missing)}. Expected codes such as 94033-0001.")
    return [found[code] for code in wanted]


def _manner(options: dict[str, Any]) -> Manner:
    return Manner(
        teams=options["teams"],
        value_first=options["value_first"],
        one_side=options["one_side"],
        between_main_roads=options["between_main_roads"],
        from_meeting_point=options["from_meeting_point"],
    )


def _choice(options: dict[str, Any], now: datetime) -> Choice:
    return choose(
        side=options["side"],
        streets=options["streets"].split(","),
        seen_within_days=options["seen_within_days"],
        not_home_too=options["not_home_too"],
        now=now,
    )


def _outing(campaign: Campaign, pk: int | None) -> Outing | None:
    if pk is None:
        return None
    outing = Outing.objects.filter(campaign=campaign, pk=pk).first()
    if outing is None:
        raise CommandError(f"The campaign has no outing {pk}.")
    return outing
