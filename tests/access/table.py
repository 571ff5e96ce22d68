"""Route × verb × persona: what each may open. The rows are read by test_access.py and nothing else decides.

A cell is the status of the answer. ``in`` sends to the sign-in page, ``ok`` is 302 to a page of ours, ``--`` is 404:
not there for you. Personas, in order: nobody; a volunteer's phone; a phone reported lost; a phone of the campaign next
door; the team's leader; a leader of another team; headquarters that read; that manage; the financial agent; the
administration; the auditor; and the administrator of the campaign next door, who also manages it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access.world import PERSONAS

DESK = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
GET  dashboard            in     in    in   in    200    200   200  200    200   200   403   200
GET  forecast             in     in    in   in    403    403   200  200    200   200   403   200
GET  progress-csv         in     in    in   in    200    200   200  200    200   200   403   200
GET  stations             in     in    in   in    403    403   200  200    403   403   403   200
GET  station              in     in    in   in    200    --    200  200    403   403   403   --
POST write-comment        in     in    in   in    ok     --    403  ok     403   403   403   --
POST change-comment       in     in    in   in    403    --    403  ok     403   403   403   --
GET  comments-csv         in     in    in   in    403    403   200  200    403   403   403   200
POST open-again           in     in    in   in    403    403   403  ok     403   403   403   --
GET  targeting            in     in    in   in    403    403   200  200    403   403   403   200
GET  targeting-board      in     in    in   in    403    403   200  200    403   403   403   200
POST keep-assumptions     in     in    in   in    403    403   403  200    403   403   403   200
GET  why                  in     in    in   in    403    403   200  200    403   403   403   --
GET  assumptions          in     in    in   in    403    403   200  200    403   403   403   200
POST assumptions          in     in    in   in    403    403   403  ok     403   403   403   ok
GET  model-card           in     in    in   in    403    403   200  200    403   403   403   200
GET  blocs                in     in    in   in    403    403   200  200    403   403   403   200
POST blocs                in     in    in   in    403    403   403  ok     403   403   403   ok
GET  limits               in     in    in   in    403    403   200  200    403   403   403   200
POST limits               in     in    in   in    403    403   403  ok     403   403   403   ok
GET  holdouts             in     in    in   in    403    403   403  200    403   403   403   200
GET  new-holdout          in     in    in   in    403    403   403  200    403   403   403   200
POST new-holdout          in     in    in   in    403    403   403  ok     403   403   403   422
GET  holdout              in     in    in   in    403    403   403  200    403   403   403   --
GET  holdout-file         in     in    in   in    403    403   403  200    403   403   403   --
POST abandon-holdout      in     in    in   in    403    403   403  ok     403   403   403   --
POST holdout-deviation    in     in    in   in    403    403   403  ok     403   403   403   --
GET  holdout-result       in     in    in   in    403    403   403  200    403   403   403   --
GET  holdout-counts       in     in    in   in    403    403   403  200    403   403   403   --
POST holdout-counts       in     in    in   in    403    403   403  ok     403   403   403   --
GET  holdout-pool         in     in    in   in    403    403   403  ok     403   403   403   --
POST holdout-pool         in     in    in   in    403    403   403  ok     403   403   403   --
POST learn-holdout        in     in    in   in    403    403   403  ok     403   403   403   --
GET  transfers            in     in    in   in    403    403   200  200    403   403   403   200
GET  outings              in     in    in   in    200    200   200  200    403   200   403   200
POST change-calendar      in     in    in   in    ok     ok    ok   ok     403   ok    403   ok
GET  new-outing           in     in    in   in    200    200   403  200    403   403   403   200
POST new-outing           in     in    in   in    ok     ok    403  ok     403   403   403   ok
GET  roll-calls           in     in    in   in    200    200   200  200    403   200   403   200
GET  roll-call            in     in    in   in    200    --    200  200    403   200   403   --
GET  roll-call-state      in     in    in   in    200    --    200  200    403   200   403   --
POST open-roll-call       in     in    in   in    ok     --    403  ok     403   403   403   --
GET  roll-call-text       in     in    in   in    200    --    403  200    403   403   403   --
POST roll-call-text       in     in    in   in    ok     --    403  ok     403   403   403   --
POST remind-roll-call     in     in    in   in    ok     --    403  ok     403   403   403   --
POST note-answer          in     in    in   in    ok     --    403  ok     403   403   403   --
POST note-start           in     in    in   in    ok     --    403  ok     403   403   403   --
GET  replace-team         in     in    in   in    200    --    403  200    403   403   403   --
POST replace-team         in     in    in   in    422    --    403  422    403   403   403   --
GET  series               in     in    in   in    200    200   403  200    403   403   403   200
POST series               in     in    in   in    ok     ok    403  ok     403   403   403   ok
POST end-series           in     in    in   in    ok     ok    403  ok     403   403   403   --
GET  sign-ups             in     in    in   in    200    --    200  200    403   200   403   --
POST change-sign-ups      in     in    in   in    ok     --    403  ok     403   403   403   --
POST tick-sign-up         in     in    in   in    ok     --    403  ok     403   ok    403   --
GET  pace                 in     in    in   in    200    200   200  200    403   200   403   200
POST pace                 in     in    in   in    403    403   403  ok     403   403   403   ok
GET  cut                  in     in    in   in    200    --    403  200    403   403   403   --
POST cut                  in     in    in   in    ok     --    403  ok     403   403   403   --
GET  cut-run              in     in    in   in    200    --    403  200    403   403   403   --
POST stop-cut             in     in    in   in    ok     --    403  ok     403   403   403   --
GET  areas                in     in    in   in    200    --    403  200    403   403   403   --
POST areas                in     in    in   in    ok     --    403  ok     403   403   403   --
GET  areas-ground         in     in    in   in    200    --    403  200    403   403   403   --
GET  dispatch             in     in    in   in    200    --    200  200    403   200   403   --
GET  code-card            in     in    in   in    200    --    403  200    403   200   403   --
POST code-card            in     in    in   in    ok     --    403  ok     403   ok    403   --
GET  turf-code            in     in    in   in    200    --    403  200    403   200   403   --
POST turf-code            in     in    in   in    ok     --    403  ok     403   ok    403   --
GET  follow               in     in    in   in    200    --    200  200    403   200   403   --
GET  sheets               in     in    in   in    200    --    200  200    403   200   403   --
GET  sheets-pdf           in     in    in   in    200    --    200  200    403   200   403   --
GET  paper-entries        in     in    in   in    200    --    403  200    403   403   403   --
GET  enter-sheet          in     in    in   in    200    --    403  200    403   403   403   --
POST enter-sheet          in     in    in   in    ok     --    403  ok     403   403   403   --
POST end-sheet            in     in    in   in    ok     --    403  ok     403   403   403   --
POST close-outing         in     in    in   in    ok     --    403  ok     403   403   403   --
POST assign               in     in    in   in    ok     --    403  ok     403   403   403   --
POST decide               in     in    in   in    ok     --    403  ok     403   ok    403   --
POST place                in     in    in   in    ok     --    403  ok     403   ok    403   --
POST know                 in     in    in   in    ok     --    403  ok     403   ok    403   --
POST take-back            in     in    in   in    ok     --    403  ok     403   ok    403   --
POST pass-on              in     in    in   in    ok     --    403  ok     403   ok    403   --
POST share-out            in     in    in   in    ok     --    403  ok     403   ok    403   --
POST undo-share           in     in    in   in    ok     --    403  ok     403   ok    403   --
POST lose                 in     in    in   in    ok     --    403  ok     403   ok    403   --
POST close-relay          in     in    in   in    ok     --    403  ok     403   ok    403   --
GET  requests             in     in    in   in    200    200   200  200    403   403   403   200
GET  requests-csv         in     in    in   in    200    200   200  200    403   403   403   200
POST answer-request       in     in    in   in    ok     --    403  ok     403   403   403   --
GET  teams                in     in    in   in    200    200   200  200    403   200   403   200
POST teams                in     in    in   in    403    403   403  ok     403   403   403   ok
GET  imports              in     in    in   in    403    403   403  200    403   403   403   200
POST imports              in     in    in   in    403    403   403  ok     403   403   403   ok
GET  import-card          in     in    in   in    403    403   403  200    403   403   403   --
GET  set-aside            in     in    in   in    403    403   403  200    403   403   403   --
POST stop-import          in     in    in   in    403    403   403  ok     403   403   403   --
POST restart-import       in     in    in   in    403    403   403  ok     403   403   403   --
POST forget-import        in     in    in   in    403    403   403  ok     403   403   403   --
GET  communes             in     in    in   in    403    403   403  200    403   403   403   200
POST communes             in     in    in   in    403    403   403  ok     403   403   403   ok
GET  members              in     in    in   in    403    403   403  403    403   200   403   200
POST members              in     in    in   in    403    403   403  403    403   ok    403   ok
POST change-roles         in     in    in   in    403    403   403  403    403   ok    403   --
GET  free-days            in     in    in   in    403    403   403  403    403   200   403   200
POST free-days            in     in    in   in    403    403   403  403    403   422   403   422
GET  member-number        in     in    in   in    403    403   403  200    403   200   403   --
POST member-number        in     in    in   in    403    403   403  ok     403   ok    403   --
GET  texts                in     in    in   in    403    403   403  200    403   200   403   200
POST texts                in     in    in   in    403    403   403  ok     403   ok    403   ok
POST choose-campaign      in     in    in   in    ok     ok    ok   ok     ok    ok    ok    --
GET  quarantine           in     in    in   in    200    200   403  200    403   403   403   200
POST judge                in     in    in   in    ok     ok    403  ok     403   403   403   ok
POST import-rescue        in     in    in   in    ok     ok    403  ok     403   403   403   ok
GET  messages             in     in    in   in    403    403   200  200    403   403   403   200
GET  console              in     in    in   in    403    403   403  200    403   403   403   --
POST console              in     in    in   in    403    403   403  ok     403   403   403   --
POST send-again           in     in    in   in    403    403   403  ok     403   403   403   --
POST read-message         in     in    in   in    403    403   403  ok     403   403   403   --
POST resume-sender        in     in    in   in    403    403   403  ok     403   403   403   ok
POST language             ok     ok    ok   ok    ok     ok    ok   ok     ok    ok    ok    ok
GET  healthz              200    200   200  200   200    200   200  200    200   200   200   200
"""

# An account opens nothing here and a phone's token nothing on the desk: the two never mix.
API = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
GET  api-schema           200    200   200  200   200    200   200  200    200   200   200   200
POST api-join             201    201   201  201   201    201   201  201    201   201   201   201
GET  api-join-status      200    200   200  200   200    200   200  200    200   200   200   200
POST api-join-token       200    200   200  200   200    200   200  200    200   200   200   200
GET  api-device           401    200   401  200   401    401   401  401    401   401   401   401
GET  api-bundle           401    200   401  --    401    401   401  401    401   401   401   401
GET  api-relay            401    200   401  --    401    401   401  401    401   401   401   401
POST api-relay            401    201   401  --    401    401   401  401    401   401   401   401
POST api-relay-close      401    200   401  --    401    401   401  401    401   401   401   401
POST api-push             401    200   401  200   401    401   401  401    401   401   401   401
GET  api-pull             401    410   401  410   401    401   401  401    401   401   401   401
POST api-renew            200    200   200  200   200    200   200  200    200   200   200   200
POST api-handback         401    409   401  409   401    401   401  401    401   401   401   401
POST api-seal             401    409   200  409   401    401   401  401    401   401   401   401
POST api-tallies          401    200   401  --    401    401   401  401    401   401   401   401
"""

# The shell of the phone app knows nobody: it is the same for all.
FIELD = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
GET  field-code           200    200   200  200   200    200   200  200    200   200   200   200
GET  field-join           200    200   200  200   200    200   200  200    200   200   200   200
GET  field                200    200   200  200   200    200   200  200    200   200   200   200
GET  field-worker         200    200   200  200   200    200   200  200    200   200   200   200
GET  field-manifest       200    200   200  200   200    200   200  200    200   200   200   200
GET  field-words          200    200   200  200   200    200   200  200    200   200   200   200
GET  field-screen         200    200   200  200   200    200   200  200    200   200   200   200
"""

# The same walk as plain forms: a phone's cookie opens its own walk, an account opens nothing.
SIMPLE = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
GET  simple-join-typed    200    200   200  200   200   200   200   200   200   200   200   200
POST simple-join-typed    ok     ok    ok   ok    ok    ok    ok    ok    ok    ok    ok    ok
GET  simple-join          200    200   200  200   200   200   200   200   200   200   200   200
POST simple-join          ok     ok    ok   ok    ok    ok    ok    ok    ok    ok    ok    ok
GET  simple-wait          200    200   200  200   200   200   200   200   200   200   200   200
POST simple-wait          ok     ok    ok   ok    ok    ok    ok    ok    ok    ok    ok    ok
GET  simple-home          401    ok    401  ok    401   401   401   401   401   401   401   401
POST simple-leave         401    ok    401  ok    401   401   401   401   401   401   401   401
GET  simple-walk          401    200   401  --    401   401   401   401   401   401   401   401
GET  simple-door          401    200   401  --    401   401   401   401   401   401   401   401
POST simple-door          401    ok    401  --    401   401   401   401   401   401   401   401
GET  simple-discussion    401    200   401  --    401   401   401   401   401   401   401   401
POST simple-discussion    401    ok    401  --    401   401   401   401   401   401   401   401
GET  simple-place         401    200   401  --    401   401   401   401   401   401   401   401
POST simple-place         401    ok    401  --    401   401   401   401   401   401   401   401
GET  simple-end           401    200   401  --    401   401   401   401   401   401   401   401
POST simple-end           401    ok    401  --    401   401   401   401   401   401   401   401
POST simple-undo          401    ok    401  --    401   401   401   401   401   401   401   401
"""

# What the gateway of texts calls: a signature opens it, and no account or phone has one.
GATEWAY = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
POST sms-status           403    403   403  403   403    403   403  403    403   403   403   403
POST sms-inbound          403    403   403  403   403    403   403  403    403   403   403   403
"""

# The pages of people without an account: whoever has the address is let in, and nobody else.
CALENDAR = """
#                         nobody phone lost alien leader rival read manage treas admin audit outsider
GET  sign-up              200    200   200  200   200    200   200  200    200   200   200   200
POST sign-up              ok     ok    ok   ok    ok     ok    ok   ok     ok    ok    ok    ok
GET  sign-up-calendar     200    200   200  200   200    200   200  200    200   200   200   200
GET  my-sign-up           200    200   200  200   200    200   200  200    200   200   200   200
POST my-sign-up           ok     ok    ok   ok    ok     ok    ok   ok     ok    ok    ok    ok
GET  my-sign-up-calendar  200    200   200  200   200    200   200  200    200   200   200   200
GET  answer-link          200    200   200  200   200    200   200  200    200   200   200   200
POST answer-link          ok     ok    ok   ok    ok     ok    ok   ok     ok    ok    ok    ok
GET  member-calendar      200    200   200  200   200    200   200  200    200   200   200   200
"""


@dataclass(frozen=True)
class Row:
    verb: str
    route: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.verb} {self.route}"


def rows(text: str) -> list[Row]:
    """Raises ValueError for a row that does not say what each persona gets."""
    found = []
    for line in text.strip().splitlines():
        if line.startswith("#"):
            continue
        verb, route, *cells = line.split()
        found.append(Row(verb, route, dict(zip(PERSONAS, cells, strict=True))))
    return found


ROWS = [*rows(DESK), *rows(API), *rows(FIELD), *rows(SIMPLE), *rows(CALENDAR), *rows(GATEWAY)]
