"""Imports that outlive the page that asked for them: planned, taken by one worker, stopped, begun again.

One runs at a time on a site: they all write the same ground.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.territory import addresses, contours, election_codes, results, streets
from campaigns.territory.models import ImportRun
from campaigns.territory.reading import FileProblem
from campaigns.territory.report import Report
from campaigns.territory.watching import Stopped, Watch
from campaigns.territory.wording import say

FOLDER = "imports"
IMPORTERS: dict[str, Callable[..., Report]] = {
    ImportRun.Kind.ADDRESSES: addresses.import_file,
    ImportRun.Kind.RESULTS: results.import_file,
    ImportRun.Kind.CONTOURS: contours.import_file,
    ImportRun.Kind.STREETS: streets.import_file,
}
State = ImportRun.State


def plan(
    *, kind: str, file: File[Any], file_name: str, owner: str, options: Mapping[str, str] | None = None
) -> ImportRun:
    """Keep the file and note that it waits for a worker. The report will speak the language in use now.

    Raises DomainError ``election_unknown`` for results of which neither the options nor the name tell the election.
    """
    told = {name: value for name, value in (options or {}).items() if value}
    if kind == ImportRun.Kind.RESULTS and election_codes.read(told.get("election", file_name)) is None:
        raise DomainError("election_unknown", _(election_codes.WHICH) % {"name": told.get("election", file_name)})
    path = _storage().save(f"{FOLDER}/{uuid.uuid4().hex}/{get_valid_filename(file_name)[-100:]}", file)
    return ImportRun.objects.create(
        kind=kind,
        owner=owner,
        file_name=file_name[-255:],
        path=path,
        options=told,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        bytes_total=_storage().size(path),
    )


def run(run_id: int) -> bool:
    """Carry out a planned import. False, and nothing done, when it is not waiting or another import runs.

    An unforeseen error is raised again after the run was marked as failed; its file stays, so that it can begin again.
    """
    taken = _take(run_id)
    if taken is None:
        return False
    with translation.override(taken.language):
        try:
            with Watch(taken) as watch:
                report = _import(taken, watch)
        except Stopped:
            _end(taken, state=State.STOPPED)
        except FileProblem as problem:
            _end(taken, state=State.FAILED, problem=say(problem))
        except Exception:
            _end(taken, state=State.FAILED, problem=_("Something unforeseen happened. Nothing was changed."), keep=True)
            raise
        else:
            told = report.as_dict()
            aside = told.pop("set_aside_file")
            _end(taken, state=State.DONE, report=told, rows_read=report.read, set_aside_file=_inside_media(aside))
    return True


def stop(found: ImportRun) -> None:
    """Ask the worker to end it with nothing changed; what no worker holds ends at once, and its file is deleted."""
    ImportRun.objects.alive().filter(pk=found.pk).update(stop_requested=True)
    idle = ImportRun.objects.lost() | ImportRun.objects.filter(state__in=[State.WAITING, State.FAILED])
    if idle.filter(pk=found.pk).update(state=State.STOPPED, finished_at=timezone.now(), path=""):
        _delete(found.path)


def begin_again(found: ImportRun) -> None:
    """Let a worker take a failed or lost import once more. Raises DomainError ``not_restartable``."""
    again = ImportRun.objects.lost() | ImportRun.objects.filter(state=State.FAILED)
    fresh = {"stop_requested": False, "problem": "", "bytes_read": 0, "rows_read": 0}
    if not again.filter(~Q(path=""), pk=found.pk).update(state=State.WAITING, **fresh):
        raise DomainError("not_restartable", _("This import cannot begin again. Send the file once more."))


def forget(found: ImportRun) -> None:
    """Delete an import that has ended, with its file and the rows set aside; what it brought stays."""
    ended = ImportRun.objects.filter(state__in=[State.DONE, State.FAILED, State.STOPPED])
    if ended.filter(pk=found.pk).delete()[0]:
        _delete(found.path or found.set_aside_file)


def _take(run_id: int) -> ImportRun | None:
    """Claim it for this process: once, however often the task is delivered."""
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('campaigns.territory.importing'))")
        free = not ImportRun.objects.alive().exists()
        mine = ImportRun.objects.filter(pk=run_id, state=State.WAITING)
        if not free or not mine.update(state=State.RUNNING, attempt=F("attempt") + 1, started_at=now, beat_at=now):
            return None
    return ImportRun.objects.get(pk=run_id)


def _import(taken: ImportRun, watch: Watch) -> Report:
    path = Path(_storage().path(taken.path))
    aside = path.with_name("set-aside.csv")
    return IMPORTERS[taken.kind](path, set_aside=aside, progress=watch.tell, **taken.options)


def _end(taken: ImportRun, *, keep: bool = False, **fields: Any) -> None:
    """Write how it ended, unless a newer attempt has taken over."""
    path = taken.path if keep else ""
    mine = ImportRun.objects.filter(pk=taken.pk, attempt=taken.attempt, state=State.RUNNING)
    if mine.update(finished_at=timezone.now(), path=path, **fields) and not keep:
        _delete(taken.path, spare=fields.get("set_aside_file", ""))


def _delete(path: str, *, spare: str = "") -> None:
    """Delete an import's folder, or only its file where the rows set aside must stay."""
    if not path:
        return
    place = Path(_storage().path(path))
    if spare:
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place.parent, ignore_errors=True)


def _inside_media(path: str) -> str:
    return str(Path(path).relative_to(_storage().location)) if path else ""


def _storage() -> FileSystemStorage:
    # Made when asked, since tests move MEDIA_ROOT. Rolls may hold names: nobody else on the machine reads them.
    return FileSystemStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)
