"""The sheets as a PDF: the same content, whatever people have written in it."""

from __future__ import annotations

import io
import re

import pytest
import typst
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Door
from campaigns.territory.models import Street
from campaigns.turfs import entering, sheet
from campaigns.turfs.models import Turf
from canvass.desk import paper, sheet_pdf
from tests import builders

NASTY = [
    '#import "/etc/passwd"', "#panic()", "*gras* _italique_ `code`", "$x^2$ @renvoi <étiquette>", '"dits" \\ fin\\',
    "#{read(\"/etc/hostname\")}", "= Titre\n\n- liste", "شارع النور", "Rue 😀 du Pré", "{{ gabarit }} {% if %}",
    "</text><script>alert(1)</script>", "&amp; &#60;",
]  # fmt: skip


def pages(answer) -> list[str]:
    assert answer["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]


@pytest.fixture
def ask(enter, leader, walk):
    """``ask(query="")``: the pages of the PDF as text."""
    return lambda query="", **headers: pages(
        enter(leader).get(f"/sorties/{walk.outing.pk}/fiches.pdf{query}", headers=headers)
    )


def test_a_sheet_holds_the_way_the_boxes_and_what_to_do_with_it(ask, walk) -> None:
    entering.open_codes(walk.outing, now=timezone.now())
    Turf.objects.update(name="Tanneurs Sud")
    code = entering.codes(walk.outing, now=timezone.now())[walk.turf.pk]

    [text] = ask()

    for told in ("Secteur 1, Tanneurs Sud", "Côté impair.", "Départ 1 Rue des Tanneurs", "Note pratique",
                 "Absent Disc. Refus Revoir Fermé Ne plus sonner", "1 1 Rue des Tanneurs, côté impair maison",
                 "Page 1 sur 1, portes 1 à 4 sur 4 · repère", "puis à détruire après saisie"):  # fmt: skip
        assert told in text, told
    assert code.words in text.replace(" ", "")  # a long one takes two lines


def test_the_sheet_speaks_english_too(ask) -> None:
    [text] = ask(**{"Accept-Language": "en"})

    for told in ("Area 1", "Not home Conv. Refused See again Closed Do not ring", "Rue des Tanneurs, odd side house",
                 "Page 1 of 1, doors 1 to 4 of 4 · mark", "then destroy after entry"):  # fmt: skip
        assert told in text, told


def test_eighteen_doors_to_a_page(ask, walk) -> None:
    doors = [builders.door(walk.outing.campaign, walk.doors[0].address, name=f"porte {n}") for n in range(33)]

    first, second, third = ask()

    assert len(doors) + len(walk.doors) == 37
    assert "portes 1 à 18 sur 37" in first
    assert "Page 2 sur 3, portes 19 à 36 sur 37" in second
    assert "portes 37 à 37 sur 37" in third


def test_the_longest_names_still_leave_eighteen_doors_to_a_page(ask, walk) -> None:
    walk.turf.stops.all().delete()
    for number in range(1, 19):
        place = builders.address(
            walk.station, 100 + number, street=f"Chemin de l’Ancienne Chapelle de la Vallée {number}"
        )
        builders.door(walk.outing.campaign, place, name="appartement du troisième couloir à dr.")
        walk.turf.stops.create(campaign=walk.outing.campaign, address=place, position=number, minutes=1)
    Turf.objects.update(name="Chemin de l’Ancienne Chapelle de la Vallée, côté pair, " * 2)

    [text] = ask()

    assert "portes 1 à 18 sur 18" in text
    assert text.count("ajouter…") == 2


def test_what_people_wrote_is_never_markup(ask, walk) -> None:
    for number, name in enumerate(NASTY, start=11):
        place = builders.address(walk.station, number, street=f"r{number}")
        Street.objects.filter(key=f"r{number}").update(name=name)
        builders.door(walk.outing.campaign, place, name=name[:40])
        walk.turf.stops.create(campaign=walk.outing.campaign, address=place, position=number, minutes=1)
    Turf.objects.update(name="#let x = 1; *gras* \\")

    text = "".join(ask())

    assert "Secteur 1, #let x = 1; *gras* \\" in text
    # Right-to-left letters, emoji and line breaks come out in an order or a form of their own.
    bare = re.sub(r"\s", "", text)
    said = [name for name in NASTY if name.isprintable() and not re.search("[\u0600-\u06ff😀]", name)]
    assert len(said) == 9
    assert [name for name in said if re.sub(r"\s", "", name) not in bare] == []


def test_no_name_opinion_or_door_code_is_in_the_file(ask, leader, walk) -> None:
    AccessNote.objects.create(
        campaign=leader.campaign, address=walk.doors[0].address, kind="code",
        encrypted_text=notes.encrypt("47B19"), noted_at=timezone.now(),
    )  # fmt: skip
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), at=timezone.now())
    Door.objects.filter(pk=walk.doors[1].pk).update(state="do_not_knock")

    [text] = ask()

    assert [word for word in ("47B19", "Léa", "Nadia", "Conversation") if word in text] == []
    assert "portes 1 à 3 sur 3" in text


def test_letters_are_ten_points_at_least_and_nothing_is_coloured(enter, leader, walk) -> None:
    entering.open_codes(walk.outing, now=timezone.now())
    answer = enter(leader).get(f"/sorties/{walk.outing.pk}/fiches.pdf")
    sizes, colours = set(), set()

    def look(text, _matrix, text_matrix, _font, size) -> None:
        if text.strip():
            sizes.add(round(size * abs(text_matrix[3]), 1))

    for page in PdfReader(io.BytesIO(answer.content)).pages:
        page.extract_text(visitor_text=look)
        drawn = page.get_contents().get_data().decode("latin-1")
        colours |= {tuple(found.split()[:-1]) for found in re.findall(r"[\d. ]+ (?:rg|RG|sc|SC|scn|SCN)\b", drawn)}

    assert min(sizes) >= 10
    assert {colour for colour in colours if len(set(colour)) > 1} == set()


def test_one_turf_or_all(ask, walk) -> None:
    other = builders.turf(walk.outing, builders.address(walk.station, 9), number=2)

    assert [text[:9] for text in ask()] == ["Secteur 1", "Secteur 2"]
    assert [text[:9] for text in ask(f"?secteur={other.pk}")] == ["Secteur 2"]
    assert "aucune porte à voir" in ask(f"?secteur={other.pk}")[0]


def test_an_outing_without_areas_leads_to_the_page_that_says_so(enter, leader) -> None:
    outing = builders.outing(leader.campaign, leader.teams_led.get())

    answer = enter(leader).get(f"/sorties/{outing.pk}/fiches.pdf", follow=True)

    assert answer.redirect_chain == [(f"/sorties/{outing.pk}/fiches", 302)]
    assert "Aucun secteur encore" in answer.content.decode()


def test_every_font_of_the_template_is_known(walk) -> None:
    with override("fr"):
        told = paper.told(walk.outing, paper.printed(walk.outing, sheet.of_outing(walk.outing), {}))

    _made, warnings = typst.compile_with_warnings(
        sheet_pdf.TEMPLATE.read_bytes(), font_paths=sheet_pdf._fonts(), sys_inputs=sheet_pdf.inputs(told)
    )

    assert [warning.message for warning in warnings] == []
