"""Who signed up is forgotten after the campaign."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from campaigns.calendar import forgetting, opening, signing_up
from campaigns.calendar.models import SignUp
from tests import builders
from tests.builders import LONG_AGO, SATURDAY


def test_sign_ups_are_kept_sixty_days_after_the_final_round_and_no_more(campaign) -> None:
    outing = builders.outing(campaign)
    page = opening.open_page(outing=outing, now=LONG_AGO)
    signing_up.sign_up(page, outing, id=uuid4(), first_name="Léa", now=SATURDAY.replace(day=1))

    on_the_last_day = forgetting.forget(now=datetime(2027, 8, 19, 21, 59, tzinfo=UTC))
    the_day_after = forgetting.forget(now=datetime(2027, 8, 19, 22, 0, tzinfo=UTC))

    assert (on_the_last_day, the_day_after, SignUp.objects.count()) == (0, 1, 0)
