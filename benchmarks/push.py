"""Pushing visits: over HTTP with every check on, beside the bare SQL statement and a plain Django REST serializer.

    python -m benchmarks.push [--full] [--json]

All three store the same kind of rows into the same table, for the same eight clients, in turns in the same run; the
figures are medians of the rounds. CPU times are user and system time of the web worker and of its database sessions.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.report import Report, arguments
from benchmarks.site import Server, connect, empty_database, server

if TYPE_CHECKING:
    from benchmarks.phones import Phone

CLIENTS = 8
BATCH = 20
WARM_UP = 5
HTTP = "visits/s over HTTP"
STATEMENT = "visits/s of the statement alone"
SERIALIZER = "visits/s of a ListSerializer"
WEB_BATCH = "CPU-ms of the web process per batch of 20"
WEB_EVENT = "CPU-ms of the web process per single event"
DATABASE_EVENT = "CPU-ms of the database per single event"


class Size(NamedTuple):
    """How much each of the phones holds, and sends in one round; how many rounds."""

    doors: int
    batches: int
    singles: int
    serialized: int
    rounds: int = 3


TINY, SMALL, FULL = Size(80, 2, 4, 1), Size(1_200, 30, 150, 2), Size(6_000, 120, 600, 5, rounds=7)

Job = Callable[[], object]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--tiny", action="store_true", help="a few requests: whether it runs, not how fast")
    options = parser.parse_args()
    size = TINY if options.tiny else FULL if options.full else SMALL
    report = Report("push")
    with empty_database():
        from benchmarks import phones

        walkers = phones.walking(CLIENTS, doors_each=size.doors)
        _settle()
        _measure(report, walkers, size)
    report.close(as_json=options.json)


def _measure(report: Report, walkers: list[Phone], size: Size) -> None:
    with server() as site:
        rounds = [_round(site, walkers, size) for _ in range(size.rounds)]
    figures = {name: median(each[name] for each in rounds) for name in rounds[0]}
    report.figures |= figures
    for other, bound in ((STATEMENT, 0.5), (SERIALIZER, 10)):
        report.at_least(f"HTTP / {other.split(' ', 2)[2]}", median(each[HTTP] / each[other] for each in rounds), bound)
    report.at_most("CPU-ms of server per batch", figures[WEB_BATCH], 4)
    report.at_most("CPU-ms of server and database per event", figures[WEB_EVENT] + figures[DATABASE_EVENT], 1)


def _round(site: Server, walkers: list[Phone], size: Size) -> dict[str, float]:
    """Each way of storing once, right after another: what else the machine does meets them all."""
    http, web, database = _over_http(site, walkers, size.batches, BATCH)
    _empty(walkers)
    _, single_web, single_database = _over_http(site, walkers, size.singles, 1)
    _empty(walkers)
    statement = _by_statement(walkers, size.batches)
    _empty(walkers)
    serializer = _by_serializer(walkers, size.serialized)
    _empty(walkers)
    return {
        HTTP: http,
        STATEMENT: statement,
        SERIALIZER: serializer,
        WEB_BATCH: web,
        "CPU-ms of the database per batch of 20": database,
        WEB_EVENT: single_web,
        DATABASE_EVENT: single_database,
    }


def _over_http(site: Server, walkers: Sequence[Phone], requests: int, size: int) -> tuple[float, float, float]:
    """Visits per second, and the CPU-milliseconds of web and database per request."""
    from benchmarks.phones import Wire

    wires = [Wire(site.port) for _ in walkers]
    written = [[phone.request(phone.events(size)) for _ in range(WARM_UP + requests)] for phone in walkers]
    _all_at_once([_sender(wire, share[:WARM_UP]) for wire, share in zip(wires, written, strict=True)])
    before = site.web_seconds(), site.database_seconds()
    seconds = _all_at_once([_sender(wire, share[WARM_UP:]) for wire, share in zip(wires, written, strict=True)])
    after = site.web_seconds(), site.database_seconds()
    _expect((WARM_UP + requests) * size * len(walkers))
    total = requests * len(walkers)
    web, database = (1000 * (late - early) / total for early, late in zip(before, after, strict=True))
    return total * size / seconds, web, database


def _sender(wire: Any, requests: Sequence[bytes]) -> Job:
    def send() -> None:
        for request in requests:
            answer = json.loads(wire.send(request))
            if any(result["verdict"] != "ok" for result in answer["results"]):
                raise SystemExit(f"refused: {answer}")

    return send


def _by_statement(walkers: Sequence[Phone], batches: int) -> float:
    """Visits per second of the statement alone, prepared, one transaction per batch, parameters written beforehand."""
    from campaigns.visits.appending import APPEND
    from campaigns.visits.rights import LOCK

    def runner(phone: Phone) -> Job:
        session = connect()
        with session.cursor() as cursor:
            cursor.execute(LOCK.preparation)
            cursor.execute(APPEND.preparation)
        batches_of = [_parameters(phone, phone.events(BATCH)) for _ in range(WARM_UP + batches)]

        def run() -> None:
            with session.cursor() as cursor:
                for parameters in batches_of:
                    cursor.execute(f"{LOCK.execution}; {APPEND.execution}", parameters)
                    cursor.fetchall()

        return run

    seconds = _all_at_once([runner(phone) for phone in walkers])
    _expect((WARM_UP + batches) * BATCH * len(walkers))
    return (WARM_UP + batches) * BATCH * len(walkers) / seconds


def _parameters(phone: Phone, batch: list[dict[str, Any]]) -> tuple[object, ...]:
    """What `appending` hands to the lock and to the statement for this batch."""
    from campaigns.people import devices
    from campaigns.prepared import array
    from campaigns.visits import appending, terms
    from campaigns.visits.clock import Envelope

    now = datetime.now(UTC)
    campaign = f"c-{phone.device.campaign.slug}"
    known, calendar = terms.recall(campaign) or sys.exit(f"{campaign} is gone")
    run = appending.Run.of(batch, campaign=campaign)
    values = appending.parameters(
        devices.token_hash(phone.token), run, known, calendar, envelope=Envelope(now, None, now), high=phone.sent
    )
    return known.campaign_id, array(run.doors), *values


def _by_serializer(walkers: Sequence[Phone], batches: int) -> float:
    """Visits per second of what Django REST framework does by itself: check a list of rows, save it."""
    from rest_framework import serializers

    from campaigns.visits.models import Visit

    class VisitSerializer(serializers.ModelSerializer[Visit]):
        requests = serializers.ListField(child=serializers.CharField())
        flags = serializers.ListField(child=serializers.CharField())

        class Meta:
            model = Visit
            fields = "__all__"

    def runner(phone: Phone) -> Job:
        lists = [[_row(phone, event) for event in phone.events(BATCH)] for _ in range(batches)]

        def run() -> None:
            from django.db import connection, transaction

            for rows in lists:
                serializer = VisitSerializer(data=rows, many=True)
                with transaction.atomic():
                    serializer.is_valid(raise_exception=True)
                    serializer.save()
            connection.close()

        return run

    seconds = _all_at_once([runner(phone) for phone in walkers])
    _expect(batches * BATCH * len(walkers))
    return batches * BATCH * len(walkers) / seconds


def _row(phone: Phone, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": event["id"],
        "campaign": phone.device.campaign_id,
        "seq": phone.sent,
        "door": event["payload"]["door"],
        "turf": phone.turf.pk,
        "outing": phone.device.outing_id,
        "station": phone.station.pk,
        "device": phone.device.pk,
        "device_seq": event["device_seq"],
        "outcome": event["payload"]["outcome"],
        "requests": [],
        "flags": [],
        "at": event["at"],
        "effective_at": event["at"],
        "received_at": event["at"],
    }


def _all_at_once(jobs: Sequence[Job]) -> float:
    """Run each job in a thread of its own; the seconds until the last has ended."""
    threads = [threading.Thread(target=job) for job in jobs]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _expect(visits: int) -> None:
    """A push that stored nothing must not count as a fast one."""
    from campaigns.visits.models import Visit

    if (stored := Visit.objects.count()) != visits:
        raise SystemExit(f"{stored} visits stored instead of {visits}")


def _settle() -> None:
    """What autovacuum does within a minute of an import: tell the planner how large the street is."""
    bare = connect()
    with bare.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE doors_door, turfs_turfstop, territory_address, people_device")
    bare.close()


def _empty(walkers: Sequence[Phone]) -> None:
    """Back to a street where nobody has been, so that each way of storing meets the same tables.

    The phones number from 1 again: what the serializer stored told the server no number, and a phone whose server
    misses some is not what is measured here.
    """
    for phone in walkers:
        phone.sent = 0
    bare = connect()
    with bare.cursor() as cursor:
        cursor.execute("TRUNCATE visits_visit, visits_figuredelta")
        cursor.execute(
            "UPDATE doors_door SET state = 'todo', last_at = NULL, last_by = '', visit_count = 0, "
            "knock_count = 0, open_count = 0, first_outcome = ''"
        )
        cursor.execute("UPDATE people_device SET seq_acked = 0, seq_high = 0")
    bare.close()
    _settle()


if __name__ == "__main__":
    main()
