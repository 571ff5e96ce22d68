"""Final cuts that outlive the page that asked for them: planned, taken by one worker, stopped with what they have."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.turfs import cutting, drafting
from campaigns.turfs.aim import Progress
from campaigns.turfs.asked import Asked
from campaigns.turfs.models import CutRun

BEAT_SECONDS = 0.5
PATIENCE = 45.0  # seconds of work after which a cut is good enough; 20,000 doors need it
State = CutRun.State
logger = logging.getLogger(__name__)


@transaction.atomic
def plan(outing: Outing, asked: Asked) -> CutRun:
    """Note that a final cut waits for a worker, in the language in use now.

    Raises DomainError ``outing_closed``, or ``cut_under_way`` while another of this outing is.
    """
    locked = Outing.objects.select_for_update().get(pk=outing.pk)
    if locked.closed_at is not None:
        raise DomainError("outing_closed", _("This outing is closed."))
    mine = CutRun.objects.filter(outing=locked)
    if mine.alive().exists() or mine.waiting():
        raise DomainError("cut_under_way", _("This outing is being cut already."))
    return CutRun.objects.create(
        campaign_id=locked.campaign_id,
        outing=locked,
        asked=asked.as_dict(),
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )


def run(pk: int) -> bool:
    """Carry out a planned cut. False, and nothing done, when it does not wait any more.

    An unforeseen error is raised again after the run was marked as failed; the areas are as they were.
    """
    mine = CutRun.objects.filter(pk=pk, state=State.WAITING)
    if not mine.update(state=State.RUNNING, started_at=timezone.now(), beat_at=timezone.now()):
        return False
    taken = CutRun.objects.select_related("outing__campaign", "outing__meeting_point").get(pk=pk)
    with translation.override(taken.language):
        try:
            made = _cut(taken)
        except DomainError as error:
            _end(taken, State.FAILED, problem=error.message)
        except Exception:
            _end(taken, State.FAILED, problem=_("Something unforeseen happened. The areas are as they were."))
            raise
        else:
            _end(taken, State.DONE, made=made)
    return True


def stop(run: CutRun) -> None:
    """Ask for an end. A cut that is under way keeps what it has found; one that waits ends with nothing changed."""
    now = timezone.now()
    mine = CutRun.objects.filter(pk=run.pk)
    if not mine.filter(state=State.WAITING).update(state=State.STOPPED, finished_at=now):
        mine.filter(state=State.RUNNING).update(stop_requested=True)
        mine.lost().update(state=State.STOPPED, finished_at=now)


def _cut(taken: CutRun) -> int:
    outing = taken.outing
    draft = Asked.of(taken.asked).draft(outing.campaign, outing, now=timezone.now())
    found = drafting.finish(draft, progress=_progress(taken))
    if not CutRun.objects.filter(pk=taken.pk, state=State.RUNNING).exists():
        return 0  # given up as lost meanwhile
    return len(cutting.keep(found, outing, now=timezone.now()))


def _progress(taken: CutRun) -> Progress:
    """Tells the run's row twice a second, and learns there whether somebody pressed Stop."""
    mine = CutRun.objects.filter(pk=taken.pk, state=State.RUNNING, stop_requested=False)
    began = last = time.monotonic()
    going = True

    def tell(share: float) -> bool:
        nonlocal last, going
        now = time.monotonic()
        if going and now - last >= BEAT_SECONDS:
            last = now
            going = bool(mine.update(share=share, beat_at=timezone.now())) and now - began < PATIENCE
        return going

    return tell


def _end(taken: CutRun, state: str, *, problem: str = "", made: int = 0) -> None:
    mine = CutRun.objects.filter(pk=taken.pk, state=State.RUNNING)
    mine.update(state=state, problem=problem, made=made, finished_at=timezone.now())
