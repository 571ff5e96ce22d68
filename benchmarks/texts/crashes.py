"""Workers killed in the middle of their work, on a gateway with faults: nothing is sent twice, nothing lies unseen.

Two workers are real processes; one of them is killed (SIGKILL) at random moments and replaced, while a stand-in for
Twilio on loopback accepts and falls silent, fails after accepting, throttles, breaks lines, and reports late, twice,
out of order, too early or never. A trigger in the database notes each step of each text.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.fake_gateway import FakeGateway, Faults
from benchmarks.report import Report

if TYPE_CHECKING:
    from benchmarks.texts.working import Clock
    from campaigns.people.models import Campaign

MESSAGES, MESSAGES_FULL = 500, 10_000
KILLS, KILLS_FULL = 20, 200
WORKERS = 2
TEXT_SECONDS, SWEEP_SECONDS, QUIET_SWEEP_SECONDS = 2, 3, 30  # of the common clock, for each text and each sweep
WAITING = 20  # texts that are due at a time
QUIET = timedelta(minutes=17)  # after the last text: by then every doubt is settled or shown
STUCK = timedelta(minutes=15)
FAULTS = Faults(
    accept_then_silence=0.02, accept_then_500=0.03, accept_then_reset=0.02, accept_then_garble=0.01, accept_slowly=0.08,
    error_500=0.02, reset_before=0.02, reset_after=0.01, throttle_429=0.03, closed_503=0.02, page_503=0.01,
    refuse={21610: 0.01, 21614: 0.01}, list_500=0.05, fail_later={30003: 0.02, 30005: 0.01},
    report_late=0.1, report_doubled=0.1, reports_permuted=0.1, report_never=0.1, report_before_answer=0.1,
)  # fmt: skip
NOTE_STEPS = """
    CREATE TABLE step (text uuid, was text, became text);
    CREATE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO step VALUES (NEW.id, OLD.state, NEW.state); RETURN NEW; END $$;
    CREATE TRIGGER note_step AFTER UPDATE OF state ON sms_outboundsms FOR EACH ROW
        WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_step();
"""


def measure(report: Report, *, full: bool) -> None:
    """In an empty database, Django set up."""
    run(report, messages=MESSAGES_FULL if full else MESSAGES, kills=KILLS_FULL if full else KILLS, seed=1)


def run(report: Report, *, messages: int, kills: int, seed: int) -> None:
    from benchmarks.texts.working import Clock

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.texts.working"])
    clock = Clock(context.Value("d", 0), context.Value("d", 0))
    with FakeGateway(
        seed=seed, faults=FAULTS, deliver=_deliver, clock=clock, silence=0.3, slowness=0.3, late=1.5
    ) as gateway:
        texts = _Texts(messages, clock)
        with _Workers(context, (clock, gateway.url), random.Random(seed)) as workers:
            _play(texts, workers, kills)
            texts.wait_until_settled()
        _tell(report, gateway, texts=texts, workers=workers)


def _play(texts: _Texts, workers: _Workers, kills: int) -> None:
    """Queue as fast as the workers send, and kill now and then."""
    chance = random.Random(kills)
    moments = sorted(chance.uniform(0.02, 0.98) * texts.messages for _ in range(kills))
    while texts.queued < texts.messages or moments:
        texts.top_up()
        texts.let_time_pass(SWEEP_SECONDS)
        if moments and texts.handed_over >= moments[0]:
            moments.pop(0)
            workers.kill_one()
        else:
            time.sleep(0.02)


class _Workers:
    """Real processes, forked from one that has loaded everything, so that a new one is at work at once."""

    def __init__(self, context: ForkServerContext, told: tuple[Clock, str], chance: random.Random) -> None:
        self._context, self._told, self._chance = context, told, chance
        self._alive: list[ForkServerProcess] = []
        self.killed = self.caught = 0

    def __enter__(self) -> _Workers:
        self._alive = [self._started() for _ in range(WORKERS)]
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._alive:
            worker.kill()
            worker.join()

    def kill_one(self) -> None:
        """Without a word; whether it was handing a text over is seen by what it leaves."""
        worker = self._alive.pop(self._chance.randrange(WORKERS))
        before = _posting()
        worker.kill()
        worker.join()
        self.killed += 1
        self.caught += len(before & _posting()) > 0
        self._alive.append(self._started())

    def _started(self) -> ForkServerProcess:
        from benchmarks.texts.working import work

        worker = self._context.Process(target=work, args=self._told)
        worker.start()
        return worker


def _posting() -> set[UUID]:
    from sms.models import OutboundSms, State

    return set(OutboundSms.objects.filter(state=State.POSTING).values_list("pk", flat=True))


def _campaign() -> Campaign:
    from datetime import date

    from campaigns.people.models import Campaign

    return Campaign.objects.create(slug="texts", name="Valmont en commun", final_round_date=date(2027, 6, 20))


class _Texts:
    """Texts that are queued as long as few wait; some share a number, each says its key."""

    def __init__(self, messages: int, clock: Clock) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(NOTE_STEPS)
        self.messages, self.queued, self.handed_over = messages, 0, 0
        self.most_stuck = self._sweeps = 0
        self._clock, self._campaign = clock, _campaign()

    def now(self) -> datetime:
        return self._clock()

    def top_up(self) -> None:
        from sms.models import OutboundSms, State

        waiting = OutboundSms.objects.filter(state=State.QUEUED, not_before__lte=self._clock()).count()
        for _ in range(min(WAITING - waiting, self.messages - self.queued)):
            self._queue(self.queued)
            self.queued += 1

    def _queue(self, number: int) -> None:
        from sms import outbox

        now, key = self._clock(), f"bench:{number}"
        outbox.queue(
            campaign=self._campaign, purpose="rollcall", key=key,
            to=f"+336120{number * 7 % (self.messages * 2 // 3 + 1):05}", body=f"Votre secteur est pret. ({key})",
            not_before=now, expires_at=now + timedelta(hours=8), now=now,
        )  # fmt: skip

    def let_time_pass(self, seconds_a_sweep: float) -> None:
        """By what was done since we last looked, and see what is stuck. Time never leaps past what the workers have had
        the chance to see, however late a busy machine lets us look."""
        from sms.models import OutboundSms

        handed_over = OutboundSms.objects.filter(attempt__gt=0).count()
        sweeps = int(self._clock.sweeps.value)
        swept = min(sweeps - self._sweeps, WORKERS)
        self._clock.forward((handed_over - self.handed_over) * TEXT_SECONDS + swept * seconds_a_sweep)
        self.handed_over, self._sweeps = handed_over, sweeps
        self.most_stuck = max(self.most_stuck, _stuck(self._clock))

    def wait_until_settled(self) -> None:
        """No longer than it takes until every doubt is either settled or shown."""
        from sms import states
        from sms.models import OutboundSms

        waiting = OutboundSms.objects.filter(state__in=states.OPEN - {states.ACCEPTED, states.SENT})
        until = self._clock() + QUIET
        while self._clock() < until and waiting.exists():
            self.let_time_pass(QUIET_SWEEP_SECONDS)
            time.sleep(0.02)


def _stuck(clock: Clock) -> int:
    """How many texts wait for a quarter of an hour, for nobody: due and not sent, held by the dead, or in doubt and not
    shown to headquarters."""
    from django.db.models import Q

    from sms import alerts
    from sms.models import OutboundSms, State

    now = clock()
    shown = alerts.doubtful(OutboundSms.objects.all(), now=now)
    waiting = (
        Q(state=State.QUEUED, not_before__lt=now - STUCK)
        | Q(state__in=(State.CLAIMED, State.POSTING), lease_until__lt=now - STUCK)
        | (Q(state=State.UNCERTAIN, posted_at__lt=now - STUCK) & ~Q(pk__in=shown))
    )
    return OutboundSms.objects.filter(waiting).count()


def _tell(report: Report, gateway: FakeGateway, *, texts: _Texts, workers: _Workers) -> None:
    from sms import states
    from sms.models import OutboundSms

    gateway.caller.settle()
    taken = Counter(_message(held.callback) for held in gateway.accepted)
    rows = dict(OutboundSms.objects.values_list("pk", "state"))
    unsettled = OutboundSms.objects.filter(
        state__in=states.OPEN - {states.ACCEPTED, states.SENT, states.UNCERTAIN}, created_at__lt=texts.now() - STUCK
    )
    report.figures |= {
        "crashes: texts": len(rows),
        "crashes: calls of the gateway": len([asked for asked in gateway.asked if asked.method == "POST"]),
        "crashes: accepted by the gateway": len(gateway.accepted),
        "crashes: workers killed": workers.killed,
        "crashes: of which while handing over": workers.caught,
        "crashes: were in doubt": _passed_through(states.UNCERTAIN),
        "crashes: in doubt at the end, shown": sum(state == states.UNCERTAIN for state in rows.values()),
    }
    in_doubt = {message for message, state in rows.items() if state == states.UNCERTAIN}
    report.at_most("crashes: taken and still in doubt", len(in_doubt & taken.keys()), 0)
    report.at_most("crashes: sent twice", sum(times > 1 for times in taken.values()), 0)
    report.at_most("crashes: stuck for 15 minutes", texts.most_stuck, 0)
    report.at_most("crashes: not settled at the end", unsettled.count(), 0)
    report.at_most("crashes: steps that no arrow allows", _forbidden_steps(), 0)
    report.at_most("crashes: sent and told as not sent", _told_wrongly(rows, taken), 0)


def _told_wrongly(rows: Mapping[UUID, str], taken: Mapping[UUID, int]) -> int:
    from sms import states

    never = {states.QUEUED, states.CLAIMED, states.CANCELLED, states.SUPPRESSED, states.EXPIRED}
    return sum(rows[message] in never for message in taken)


def _message(callback: str) -> UUID:
    from sms import reports

    found = reports.message_of(urlsplit(callback).path.rpartition("/")[2])
    if found is None:
        raise SystemExit(f"{callback} is no address of ours")
    return found


def _passed_through(state: str) -> int:
    return len({text for text, _was, became in _steps() if became == state})


def _forbidden_steps() -> int:
    from sms import states

    return sum(not states.may_follow(was, became) for _text, was, became in _steps())


def _steps() -> list[tuple[UUID, str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, was, became FROM step")
        return cursor.fetchall()


def _deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Bring a call to the page that takes it, without a socket: its signature is checked as always."""
    from django.db import connection
    from django.test import RequestFactory

    from canvass.texts import webhooks

    path = urlsplit(url).path
    request = RequestFactory().generic("POST", path, body, content_type=headers["Content-Type"], headers=dict(headers))
    with contextlib.closing(connection):
        return webhooks.status(request, path.rpartition("/")[2]).status_code
