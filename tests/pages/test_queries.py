"""Pages and calls ask the database as many questions for three of everything as for one."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from canvass.tasks import heartbeat
from tests.pages import listing, world

pytestmark = pytest.mark.django_db

# What headquarters, the leader and a phone cost; a dot where they are not let in.
QUERIES = """
dashboard        24  12   .
forecast         19   .   .
stations         11   .   .
station          24  22   .
targeting        13   .   .
why              12   .   .
assumptions       7   .   .
model-card       12   .   .
blocs             7   .   .
limits           12   .   .
holdouts          5   .   .
new-holdout       5   .   .
holdout           9   .   .
holdout-result   11   .   .
transfers        13   .   .
outings           6   6   .
roll-calls        7   7   .
roll-call        16  16   .
roll-call-text    5   5   .
replace-team     11  11   .
answer-link       6   6   3
series            5   5   .
sign-ups          8   8   .
sign-up           5   5   2
my-sign-up        4   4   1
new-outing        5   5   .
pace              4   4   .
cut              13  13   .
dispatch         17  17   .
areas            10  10   .
turf-code         6   6   .
follow           10  10   .
sheets           10  10   .
paper-entries     6   6   .
enter-sheet      14  14   .
teams             5   4   .
members           4   .   .
free-days         5   .   .
member-number     4   .   .
imports           4   .   .
communes          5   .   .
quarantine        7   7   .
requests          5   6   .
texts             5   .   .
messages         19   .   .
console           6   .   .
targeting-board  13   .   .
code-card         5   5   .
cut-run           5   5   .
import-card       4   .   .
comments-csv      4   .   .
roll-call-state   8   8   .
sign-up-calendar  5   5   2
my-sign-up-calendar  4   4   1
member-calendar   5   5   2
areas-ground      7   7   .
progress-csv      7   7   .
requests-csv      5   6   .
set-aside         4   .   .
sheets-pdf       10  10   .
holdout-file      5   .   .
holdout-counts    6   .   .
holdout-pool      .   .   .
healthz           4   4   1
api-schema        0   0   0
api-join-status   1   1   1
api-device        .   .   2
api-bundle        .   .   13
api-relay         .   .   5
api-pull          .   .   7
field-worker      3   3   0
field-manifest    3   3   0
field-words       3   3   0
simple-walk       .   .   4
simple-door       .   .   6
simple-discussion .   .   4
simple-place      .   .   5
simple-end        .   .   4
simple-home       .   .   .
simple-join       3   3   0
simple-join-typed 3   3   0
simple-wait       4   4   1
"""

PAGES = {**listing.DESK, **listing.PARTS, **listing.NO_PAGES, **listing.SIMPLE}


@pytest.mark.parametrize("items", [1, 3])
def test_the_number_of_queries_does_not_grow(items, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ecartees.csv").write_text("line")
    heartbeat()
    built = world.build(items)
    clients = [signed_in(built.chief), signed_in(built.leader), holding(built.token)]

    counted = [
        [route, *(cost(client, found[0].format_map(built.names)) for client in clients)]
        for route, found in PAGES.items()
    ]

    assert counted == [line.split() for line in QUERIES.strip().splitlines()]


def cost(client: Client, address: str) -> str:
    """The questions of the second time: at first a session, a prepared statement or a cache may warm up."""
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            b"".join(answer)
    return str(len(asked)) if answer.status_code == 200 else "."


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def holding(token: str) -> Client:
    client = Client()
    client.cookies[settings.DEVICE_COOKIE] = token
    return client
