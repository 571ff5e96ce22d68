"""On the day: who has begun, who has not come, and who walks their areas instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.errors import DomainError
from campaigns.people.models import Device, Outing, Team
from campaigns.turfs import handing_out, walkers
from campaigns.turfs.models import Assignment, Turf
from sms.models import OutboundSms
from sms.rollcall import answering, replacing, started, ticking
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall, Told
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, STARTS
from tests.rollcall.test_answering import writes

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ASKS, LOOKS = STARTS + started.ASKED_AFTER, STARTS + started.MISSING_AFTER


def coming(campaign, *names: str, areas: int = 0) -> RollCall:
    """A roll-call where these leaders said yes for three, with so many areas for each team, of 30 minutes and more."""
    roll_call = leaders.opened(campaign, *names)
    for name in names:
        team = Team.objects.get(name=f"Team of {name}")
        for _ in range(areas):
            area(roll_call.outing, team)
    ticking.tick(ASKED)
    for name in names:
        says(roll_call, name, CallState.COMES)
    return roll_call


def says(roll_call: RollCall, name: str, state: str, people: int | None = 3) -> None:
    answering.answer(leaders.call(roll_call, name), way="phone", state=state, people=people, now=ASKED + MINUTE)


def area(outing: Outing, team: Team | None = None) -> Turf:
    number = outing.turfs.count() + 1
    turf = builders.turf(outing, builders.address(builders.station(), number), number=number)
    Turf.objects.filter(pk=turf.pk).update(minutes=30 + number)
    if team is not None:
        handing_out.give_to_team(turf, team, now=ASKED)
    turf.refresh_from_db()
    return turf


def phone(outing: Outing, team: Team | None, *turfs: Turf, at=STARTS, **fields) -> Device:
    made = builders.device(outing, *turfs, team=team, **fields)
    Device.objects.filter(pk=made.pk).update(created_at=at)
    return made


def team_of(name: str) -> Team:
    return Team.objects.get(name=f"Team of {name}")


def held(device: Device) -> set[int]:
    return set(Assignment.objects.filter(device=device, ended_at=None).values_list("turf__number", flat=True))


def questions() -> list[str]:
    return [text.membership.user.name for text in OutboundSms.objects.filter(dedupe_key__startswith="started:")]


def run(*moments) -> None:
    for moment in moments:
        ticking.tick(moment)


def test_who_was_not_seen_is_asked_and_rises_after_twenty_minutes(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    phone(roll_call.outing, team_of("Luc Marchand"))

    run(CLOSED, STARTS, ASKS, ASKS + MINUTE, LOOKS - MINUTE)
    early = leaders.call(roll_call, "Nadia Haddad").missing_at
    run(LOOKS, LOOKS + MINUTE)

    nadia, luc = (leaders.call(roll_call, name) for name in ("Nadia Haddad", "Luc Marchand"))
    assert questions() == ["Nadia Haddad"]
    assert (early, nadia.missing_at, nadia.started_at) == (None, LOOKS, None)
    assert (luc.missing_at, luc.started_at) == (None, STARTS)


def test_a_phone_that_joined_the_day_before_and_sent_nothing_is_no_team_under_way(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    yesterday = STARTS - timedelta(hours=20)
    phone(roll_call.outing, team_of("Nadia Haddad"), at=yesterday, last_seen_at=STARTS)
    phone(roll_call.outing, team_of("Luc Marchand"), at=yesterday, seq_acked=1)

    run(CLOSED, STARTS, LOOKS)

    assert leaders.call(roll_call, "Nadia Haddad").missing_at == LOOKS
    assert leaders.call(roll_call, "Luc Marchand").started_at == STARTS


def test_a_phone_that_walks_an_area_of_the_team_is_of_the_team(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", areas=1)
    phone(roll_call.outing, None, roll_call.outing.turfs.get())

    run(CLOSED, LOOKS)

    assert leaders.call(roll_call, "Nadia Haddad").missing_at is None


def test_a_team_that_is_late_is_missing_no_more_once_it_is_seen(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad")
    run(CLOSED, LOOKS)
    phone(roll_call.outing, team_of("Nadia Haddad"), at=LOOKS + MINUTE)

    run(LOOKS + 2 * MINUTE)

    call = leaders.call(roll_call, "Nadia Haddad")
    assert (call.missing_at, call.started_at) == (None, LOOKS + 2 * MINUTE)


@pytest.mark.parametrize(("words", "missing", "begun"), [("OUI", False, True), ("non", True, False)])
def test_the_leader_says_by_text_whether_they_have_begun(campaign, words, missing, begun) -> None:
    roll_call = coming(campaign, "Nadia Haddad")
    run(CLOSED, ASKS)

    writes(words, at=ASKS + MINUTE)

    call = leaders.call(roll_call, "Nadia Haddad")
    assert (call.missing_at is not None, call.started_at is not None) == (missing, begun)
    assert (call.state, call.people) == (CallState.COMES, 3)
    assert Answer.objects.order_by("-at")[0].words == words


def test_a_yes_of_somebody_who_was_not_asked_again_is_about_coming(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    phone(roll_call.outing, team_of("Luc Marchand"))
    later = leaders.opening.open_for(
        builders.outing(campaign, team_of("Luc Marchand"), starts_at=STARTS + timedelta(days=1)), by=None, now=ASKED
    )
    run(later.invite_at, CLOSED, ASKS)

    writes("OUI 5", at=ASKS + MINUTE, tail=1)
    writes("BILAN 20 8 3", at=ASKS + 2 * MINUTE, tail=1)

    assert leaders.call(later, "Luc Marchand").people == 5
    assert leaders.call(roll_call, "Luc Marchand").people == 3
    assert Told.objects.get().call.roll_call == roll_call


def test_a_no_of_somebody_who_was_not_asked_whether_they_began_is_about_coming(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    phone(roll_call.outing, team_of("Luc Marchand"))
    run(CLOSED, STARTS, ASKS)

    writes("NON", at=ASKS + MINUTE, tail=1)

    call = leaders.call(roll_call, "Luc Marchand")
    assert (call.state, call.started_at, call.missing_at) == (CallState.DECLINES, STARTS, None)


def test_a_number_on_the_spot_says_how_many_there_are(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad")
    run(CLOSED, ASKS)

    writes("OUI 5", at=ASKS + MINUTE)

    call = leaders.call(roll_call, "Nadia Haddad")
    assert (call.people, call.started_at) == (5, ASKS + MINUTE)


def test_who_declined_is_neither_asked_nor_missing(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad")
    says(roll_call, "Nadia Haddad", CallState.DECLINES, None)

    run(CLOSED, ASKS, LOOKS)

    assert (questions(), leaders.call(roll_call, "Nadia Haddad").missing_at) == ([], None)


def test_a_report_by_text_says_that_the_team_was_out(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad")
    run(CLOSED, LOOKS)

    writes("BILAN 20 8 3", at=LOOKS + MINUTE)

    assert leaders.call(roll_call, "Nadia Haddad").missing_at is None


def test_leaders_who_come_are_told_their_areas_once_in_the_morning(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    area(roll_call.outing, team_of("Nadia Haddad"))

    run(CLOSED, CLOSED + MINUTE)

    told = {text.membership.user.name: text.body for text in OutboundSms.objects.filter(dedupe_key__startswith="turf:")}
    assert told["Nadia Haddad"].startswith("Nadia, vos secteurs de samedi 10 h : 1. Les voir : http")
    assert told["Luc Marchand"] == (
        "Luc, RDV samedi 10 h, 3 place de la Halle. Votre secteur vous sera remis sur place."
    )


def test_without_a_meeting_point_none_is_told(campaign) -> None:
    coming(campaign, "Nadia Haddad")
    Outing.objects.update(meeting_point=None)

    run(CLOSED)

    told = OutboundSms.objects.get(dedupe_key__startswith="turf:")
    assert told.body == "Nadia, RDV samedi 10 h. Votre secteur vous sera remis sur place."


def test_for_a_sunday_leaders_are_told_on_saturday_evening(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", starts_at=STARTS + timedelta(days=1))
    saturday = STARTS.replace(hour=18)
    run(roll_call.invite_at)
    says(roll_call, "Nadia Haddad", CallState.COMES)

    run(saturday - MINUTE)
    before = OutboundSms.objects.filter(dedupe_key__startswith="turf:").count()
    run(saturday)

    assert (before, OutboundSms.objects.filter(dedupe_key__startswith="turf:").count()) == (0, 1)


def test_at_the_close_areas_of_those_who_said_no_go_where_minutes_are_fewest(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand", "Fanny Gilles", areas=1)
    says(roll_call, "Luc Marchand", CallState.COMES, 1)
    says(roll_call, "Fanny Gilles", CallState.DECLINES, None)

    run(CLOSED)

    assert (
        list(roll_call.outing.turfs.order_by("number").values_list("team__name", flat=True)).count(
            "Team of Nadia Haddad"
        )
        == 2
    )
    assert not roll_call.outing.turfs.filter(team=team_of("Fanny Gilles")).exists()


def test_the_close_leaves_what_somebody_holds_and_who_was_never_heard_of(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand", "Fanny Gilles", areas=1)
    says(roll_call, "Fanny Gilles", CallState.DECLINES, None)
    roll_call.calls.filter(membership__user__name="Luc Marchand").update(state=CallState.TO_CALL, people=None)
    phone(roll_call.outing, None, roll_call.outing.turfs.get(team=team_of("Fanny Gilles")))

    run(CLOSED)

    assert {turf.team.name for turf in roll_call.outing.turfs.all()} == {
        "Team of Nadia Haddad", "Team of Luc Marchand", "Team of Fanny Gilles",
    }  # fmt: skip


def test_those_with_the_fewest_minutes_each_are_offered_first(campaign, django_assert_num_queries) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand", "Fanny Gilles", areas=1)
    says(roll_call, "Luc Marchand", CallState.COMES, 1)
    run(CLOSED, LOOKS)
    started.tell(leaders.call(roll_call, "Luc Marchand"), begun=True, now=LOOKS)
    started.tell(leaders.call(roll_call, "Fanny Gilles"), begun=True, now=LOOKS)

    found = replacing.offers(leaders.call(roll_call, "Nadia Haddad"))

    assert [(offer.leader, offer.people, offer.started) for offer in found] == [
        ("Fanny Gilles", 3, True), ("Luc Marchand", 1, True),
    ]  # fmt: skip
    assert found[0].minutes_after - found[0].minutes == pytest.approx(sum(
        turf.minutes for turf in replacing.open_turfs(leaders.call(roll_call, "Nadia Haddad"))
    ) / 3)  # fmt: skip


def missing_and_taker(campaign, areas: int = 2) -> tuple[RollCall, Team]:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand", areas=areas)
    run(CLOSED, LOOKS)
    return roll_call, team_of("Luc Marchand")


def test_the_areas_of_a_missing_team_reach_the_phones_of_the_other(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    there, other = phone(roll_call.outing, taker), phone(roll_call.outing, taker)
    before = campaign.counter.value

    moved = replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert (moved.turfs, moved.phones) == (2, 2)
    assert set(roll_call.outing.turfs.values_list("team", flat=True)) == {taker.pk}
    assert held(there) | held(other) == {1, 2}
    assert not held(there) & held(other)
    assert min(roll_call.outing.turfs.filter(number__lte=2).values_list("seq", flat=True)) > before


def test_people_who_walk_together_get_the_same_areas(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    there, partner = phone(roll_call.outing, taker), phone(roll_call.outing, taker)
    walkers.walk_together(there, partner)

    replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert held(there) == held(partner) == {1, 2}


def test_phones_that_hold_the_same_area_get_the_same_areas(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    theirs = area(roll_call.outing, taker)
    phones = [phone(roll_call.outing, taker, theirs) for _each in range(2)]

    replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert [held(each) for each in phones] == [{1, 2, theirs.number}] * 2


def test_phones_of_the_missing_team_lose_what_goes_over(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    lost = phone(roll_call.outing, None, roll_call.outing.turfs.get(number=1), at=ASKED)

    replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert held(lost) == set()


def test_moved_twice_nothing_more_moves_and_the_leader_is_told_once(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    call = leaders.call(roll_call, "Nadia Haddad")

    replacing.move(call, to=taker, by=organiser, now=LOOKS)
    again = replacing.move(call, to=taker, by=organiser, now=LOOKS)

    told = OutboundSms.objects.filter(dedupe_key__startswith="moved:")
    assert again.turfs == 0
    assert [text.membership.user.name for text in told] == ["Luc Marchand"]
    assert told[0].body.startswith("Luc, votre équipe reprend aussi : 1, 2. Les voir : ")


def test_what_is_done_stays_with_who_did_it(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    Turf.objects.filter(number=1).update(state=Turf.State.DONE)

    moved = replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert moved.turfs == 1
    assert roll_call.outing.turfs.get(number=1).team == team_of("Nadia Haddad")


def test_areas_go_to_no_team_that_stays_at_home(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    says(roll_call, "Luc Marchand", CallState.DECLINES, None)
    call = leaders.call(roll_call, "Nadia Haddad")

    for team, code in [
        (taker, "team_not_coming"),
        (call.team, "team_elsewhere"),
        (builders.team(campaign), "team_elsewhere"),
    ]:
        with pytest.raises(DomainError) as refusal:
            replacing.move(call, to=team, by=organiser, now=LOOKS)
        assert refusal.value.code == code

    assert roll_call.outing.turfs.filter(team=call.team).count() == 2


def test_in_the_silence_nothing_is_handed_over(campaign, organiser) -> None:
    roll_call, taker = missing_and_taker(campaign)
    campaign.first_round_date = date(2027, 2, 14)
    campaign.save()

    with pytest.raises(DomainError) as refusal:
        replacing.move(leaders.call(roll_call, "Nadia Haddad"), to=taker, by=organiser, now=LOOKS)

    assert refusal.value.code == "silence"
    assert roll_call.outing.turfs.filter(team=team_of("Nadia Haddad")).count() == 2


def test_who_was_never_heard_of_is_not_asked_by_text_and_rises_all_the_same(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad", "Luc Marchand")
    LeaderCall.objects.filter(pk=leaders.call(roll_call, "Luc Marchand").pk).update(
        state=CallState.TO_CALL, people=None
    )

    run(CLOSED, ASKS, LOOKS)

    assert questions() == ["Nadia Haddad"]
    assert leaders.call(roll_call, "Luc Marchand").missing_at == LOOKS


def test_a_site_that_slept_through_the_start_asks_nobody_whether_they_began(campaign) -> None:
    roll_call = coming(campaign, "Nadia Haddad")

    run(CLOSED, ASKS + started.MISSING_AFTER)

    assert questions() == []
    assert leaders.call(roll_call, "Nadia Haddad").missing_at is not None
