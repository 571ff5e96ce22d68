"""Several connections at once, as several web processes have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Start the jobs together, each on its own connection; what each returned. Raises what the first to fail raised."""
    ready = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)
    faults: list[BaseException] = []

    def run(number: int, job: Callable[[], object]) -> None:
        try:
            ready.wait()
            results[number] = job()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return results
