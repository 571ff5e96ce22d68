"""Whether texts are sent once, in time and lawfully, on the worst of days.

    python -m benchmarks.texts [--full] [--json] [--parts crashes,windows]

Each part is a file beside this one and says what it measures.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from benchmarks.fake_gateway import ACCOUNT, TOKEN
from benchmarks.report import Report, arguments
from benchmarks.site import empty_database
from benchmarks.texts import crashes, redis, segments, webhooks, windows

Part = Callable[..., None]
PARTS: dict[str, Part] = {
    "crashes": crashes.measure,
    "redis": redis.measure,
    "windows": windows.measure,
    "segments": segments.measure,
    "webhooks": webhooks.measure,
}
SETTINGS = {
    "SMS_GATEWAY": "twilio",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "PUBLIC_BASE_URL": "https://canvass.example.org",
    "SMS_DAILY_BUDGET": "100000",
    "SMS_PER_SECOND": "20",
    "LOG_LEVEL": "CRITICAL",
}


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--parts", type=_parts, default=list(PARTS), help=f"some of {','.join(PARTS)}")
    options = parser.parse_args()
    os.environ |= SETTINGS
    report = Report("texts")
    with empty_database():
        for name in options.parts:
            PARTS[name](report, full=options.full)
    report.close(as_json=options.json)


def _parts(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    main()
