"""A management command in a process of its own, and the most memory that this process held.

    python -m benchmarks.alone import_addresses FILE --json

Started by the other benchmarks. The last line is the peak in megabytes: `VmHWM` of proc(5), the largest resident set
since the process began, with Python, Django and shared libraries. The database server's memory is not in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

KILOBYTES_PER_MEGABYTE = 1_000


def run(*command: str) -> tuple[dict[str, Any], float]:
    """What the command told in JSON, and its peak in megabytes. Exits with what it said when it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.alone", *command, "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    told, peak = done.stdout.splitlines()[-2:]
    return json.loads(told), float(peak)


def peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / KILOBYTES_PER_MEGABYTE


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command(*sys.argv[1:])
    print(peak_megabytes())


if __name__ == "__main__":
    main()
