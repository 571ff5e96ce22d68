"""The areas of an outing on the desk: the list does everything, and a refusal keeps what was asked."""

from __future__ import annotations

import re

import pytest

from campaigns.territory.models import StreetLine
from campaigns.turfs.balance import weigh
from campaigns.turfs.journal import Seen
from campaigns.turfs.models import Edit, Turf
from canvass.desk import hand_board
from tests import builders
from tests.turfs import hands
from tests.turfs.hands import stops


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road():
    return hands.street(range(1, 10))


@pytest.fixture
def areas(outing, road):
    return hands.areas(outing, road[:3], road[3:6], road[6:])


def path(outing) -> str:
    return f"/sorties/{outing.pk}/secteurs"


@pytest.fixture
def press(enter, leader, outing):
    """Press a button of the page as it is now; ``seen`` says otherwise."""
    client = enter(leader)

    def pressed(do: str, *, htmx: bool = False, **fields):
        sent = {
            "do": do,
            "seen": str(Seen.of(outing)),
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        return client.post(path(outing), sent, headers={"HX-Request": "true"} if htmx else {})

    return pressed


def numbers(outing) -> dict[int, list[int]]:
    return {turf.number: sorted(stops(turf)) for turf in outing.turfs.all()}


def test_the_page_shows_every_address_once_with_a_box(enter, leader, outing, areas, road) -> None:
    page = enter(leader).get(path(outing)).content.decode()

    boxes = re.findall(r'name="address" value="(\d+)"', page)
    assert sorted(map(int, boxes)) == [address.pk for address in road]
    assert page.count("data-area=") == 3
    assert 'data-at="2.470100,48.850000"' in page


def test_ticked_addresses_go_where_they_are_sent(press, outing, areas, road) -> None:
    answer = press("move", address=[road[0].pk, road[1].pk], to=areas[1].pk)

    assert (answer.status_code, answer.url) == (302, path(outing))
    assert numbers(outing) == {1: [3], 2: [1, 2, 4, 5, 6], 3: [7, 8, 9]}


@pytest.mark.parametrize(
    ("to", "left"),
    [("new", {1: [2, 3], 2: [4, 5, 6], 3: [7, 8, 9], 4: [1]}), ("out", {1: [2, 3], 2: [4, 5, 6], 3: [7, 8, 9]})],
)
def test_addresses_go_to_a_new_area_or_out_of_the_cut(press, outing, areas, road, to, left) -> None:
    press("move", address=[road[0].pk], to=to)

    assert numbers(outing) == left
    assert outing.left_out.count() == (to == "out")


def test_one_side_of_a_street_between_two_numbers_goes_at_once(press, outing, areas, road) -> None:
    press("street", street=road[0].street_id, side="even", first="3", last="8", street_to=areas[0].pk)

    assert numbers(outing) == {1: [1, 2, 3, 4, 6, 8], 2: [5], 3: [7, 9]}


@pytest.mark.parametrize(
    ("do", "fields", "left"),
    [
        ("split:{0}", {}, [1, 2, 3, 3]),
        ("split-ground:{0}", {}, [1, 2, 3, 3]),
        ("merge", {"area": "{0} {2}"}, [3, 6]),
        ("number:{2}", {"number-{2}": "1"}, [3, 3, 3]),
        ("count", {}, [3, 3, 3]),
        ("pin:{0}", {}, [3, 3, 3]),
    ],
)
def test_each_button_does_one_thing(press, outing, areas, do, fields, left) -> None:
    pks = [area.pk for area in areas]
    if do == "count":
        Turf.objects.filter(pk=pks[2]).update(number=8)
    sent = {name.format(*pks): value.format(*pks).split() for name, value in fields.items()}

    answer = press(do.format(*pks), **sent)

    assert answer.status_code == 302
    assert Edit.objects.filter(outing=outing).count() == 1
    assert sorted(len(found) for found in numbers(outing).values()) == left


def test_a_stop_takes_its_place_and_the_walk_begins_there_again(press, outing, areas, road) -> None:
    turf = areas[0].pk
    press(f"reorder:{turf}", **{f"stop-{turf}": road[2].pk, f"place-{turf}": "1"})
    assert stops(areas[0]) == [3, 1, 2]

    press(f"shorten:{turf}")
    assert not Turf.objects.get(pk=turf).ordered_by_hand

    press(f"split-at:{turf}", **{f"stop-{turf}": stops_pk(areas[0])[1]})
    assert len(stops(areas[0])) == 1


def stops_pk(turf) -> list[int]:
    return list(turf.stops.order_by("position").values_list("address", flat=True))


def test_the_last_change_is_named_and_taken_back(press, enter, leader, outing, areas, road) -> None:
    press("move", address=[road[0].pk], to=areas[1].pk)
    page = enter(leader).get(path(outing))
    assert page.context["undo"] == "adresses déplacées, Nadia Haddad"

    press(f"undo:{page.context['last'].pk}")

    assert numbers(outing) == {1: [1, 2, 3], 2: [4, 5, 6], 3: [7, 8, 9]}


def test_what_changed_meanwhile_is_told_with_the_new_state_and_what_was_asked(
    press, organiser, outing, areas, road
) -> None:
    seen = str(Seen.of(outing))
    hands.move(outing, organiser, [road[1]], areas[2])

    answer = press("move", seen=seen, address=[road[0].pk], to=areas[2].pk, htmx=True)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ces secteurs ont changé entre-temps" in page
    assert page.count("checked") == 1
    assert f'<option value="{areas[2].pk}" selected>' in page
    assert re.search(r'name="seen" value="([^"]+)"', page)[1] == str(Seen.of(outing))
    assert numbers(outing) == {1: [1, 3], 2: [4, 5, 6], 3: [2, 7, 8, 9]}


@pytest.mark.parametrize(
    ("do", "fields", "said"),
    [
        ("move", {"to": "new"}, "Choisissez au moins une adresse."),
        ("move", {"address": "{address}"}, "Choisissez où vont ces adresses."),
        ("merge", {}, "Choisissez au moins deux secteurs"),
        ("street", {"street": "99999", "street_to": "new"}, "Choisissez au moins une adresse."),
    ],
)
def test_what_cannot_be_done_is_said(press, areas, road, do, fields, said) -> None:
    answer = press(do, **{name: value.format(address=road[0].pk) for name, value in fields.items()})

    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("do", ["", "burn", "burn:1"])
def test_an_unknown_button_is_a_bad_request(press, areas, do) -> None:
    assert press(do).status_code == 400


@pytest.mark.parametrize("to", ["-1", "x", "99999", "0", "9" * 40])
def test_addresses_go_to_no_area_that_is_not_there(press, outing, areas, road, to) -> None:
    answer = press("move", address=[road[0].pk], to=to)

    assert answer.status_code == 409
    assert numbers(outing) == {1: [1, 2, 3], 2: [4, 5, 6], 3: [7, 8, 9]}


def test_the_ground_is_told_for_the_map(enter, leader, outing, areas, road) -> None:
    lons = [24_700_000, 24_715_000]
    StreetLine.objects.create(
        source="osm", way=1, name="Rue des Tanneurs", highway="residential", nodes=[1, 2], lons=lons,
        lats=[488_500_000] * 2, west=2.47, south=48.85, east=2.4715, north=48.85,
    )  # fmt: skip

    told = enter(leader).get(f"{path(outing)}/carte.json").json()

    assert told["source"] == "osm"
    assert [street[0] for street in told["streets"]] == ["Rue des Tanneurs"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([60.0], ""),
        ([60.0, 60.0], "moins de 20"),
        ([50.0, 100.0], "secteur 1, 33\u202f% plus court\u202f; secteur 2, 33\u202f% plus long."),
        ([10.0, 10.0, 10.0, 90.0, 90.0, 90.0], "3 autres"),
    ],
)
def test_an_uneven_cut_is_said_in_words(minutes, said) -> None:
    told = hand_board.uneven(weigh(list(enumerate(minutes, start=1))))

    assert said in told
    assert bool(said) == bool(told)


def test_a_done_area_has_no_tools(enter, leader, outing, areas) -> None:
    Turf.objects.filter(pk=areas[0].pk).update(state=Turf.State.DONE)

    page = enter(leader).get(path(outing)).content.decode()

    assert f'value="split:{areas[0].pk}"' not in page
    assert f'value="split:{areas[1].pk}"' in page
    assert f'name="area" value="{areas[0].pk}"' not in page
