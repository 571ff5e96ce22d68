"""Opening files of any age and origin."""

from __future__ import annotations

import codecs
import gzip
import io
import itertools
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.territory.reading import FileProblem, open_table

HEADER = "a;b;c;d"
ROWS = [["Rue de l'Église", "Où", "ça", "1"], ["Sœur", "€", "", "2"]]
TEXT = "\n".join([HEADER, *map(";".join, ROWS)]) + "\n"


def saved(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def rows(file: Path) -> list[list[str]]:
    with open_table(file) as table:
        return [cells for _line, cells in table.rows]


def problem(file: Path) -> str:
    with pytest.raises(FileProblem) as raised:
        rows(file)
    return str(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "|").encode(),
        ("sep=;\n" + TEXT).encode(),
        ("\n\n" + TEXT).encode(),
        (TEXT + "\n  \n\n").encode(),
        TEXT.rstrip("\n").encode(),
        gzip.compress(TEXT.encode("cp1252")),
        gzip.compress(TEXT[:20].encode()) + gzip.compress(TEXT[20:].encode()),
    ],
    ids=itertools.count(),
)
def test_the_same_table_is_read_from_every_kind_of_file(tmp_path, content) -> None:
    assert rows(saved(tmp_path, content)) == [HEADER.split(";"), *ROWS]


def test_a_latin_letter_in_a_utf8_file_is_read_for_what_it_is(tmp_path) -> None:
    content = ("é;" * 3 + "é\n").encode() * 50 + "è;b;c;d\n".encode("cp1252")

    assert rows(saved(tmp_path, content))[-1] == ["è", "b", "c", "d"]


def test_latin_letters_far_behind_the_beginning_are_read_too(tmp_path) -> None:
    content = (HEADER + "\n").encode() * 40_000 + "è;b;c;d\n".encode("cp1252")

    assert rows(saved(tmp_path, content))[-1] == ["è", "b", "c", "d"]


def test_quotes_inside_a_cell_and_separators_inside_quotes_stay(tmp_path) -> None:
    content = 'a;b;c;d\nRue "du Bac";"x;y";"say ""oh""";"two\nlines"\n'

    assert rows(saved(tmp_path, content.encode()))[1] == ['Rue "du Bac"', "x;y", 'say "oh"', "two\nlines"]


def test_a_line_is_named_by_its_number_in_the_file(tmp_path) -> None:
    with open_table(saved(tmp_path, b'a;b;c;d\n\n1;"x\ny";2;3\n4;5;6;7\n')) as table:
        assert [line for line, _cells in table.rows] == [1, 4, 5]


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        for name in names:
            folder.writestr(name, TEXT)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\r\n\t", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (codecs.BOM_UTF16_LE, "is empty"),
        (gzip.compress(b""), "is empty"),
        (archive("file.csv"), "a zip archive: unpack it"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a workbook: save it as CSV"),
        (b"\xd0\xcf\x11\xe0 old workbook", "save it as CSV"),
        (b"PAR1 columns", "save it as CSV"),
        (b"%PDF-1.7", "save it as CSV"),
        (gzip.compress(TEXT.encode() * 100)[:-9], "damaged or incomplete gzip"),
        (gzip.compress(TEXT.encode()) + b"rest", "damaged or incomplete gzip"),
        (b"\x1f\x8b", "damaged or incomplete gzip"),
        (TEXT.encode("utf-16")[:-1], "near line"),
        (f'{HEADER}\n"Rue;2;3;4\n{TEXT * 30}'.encode(), "quote that opens near line 2"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_table_is_said_in_a_sentence(tmp_path, content, words) -> None:
    assert words in problem(saved(tmp_path, content))


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path) -> None:
    assert "cannot be read" in problem(tmp_path)
    assert "cannot be read" in problem(tmp_path / "nowhere.csv")


def test_a_line_without_end_does_not_fill_memory(tmp_path) -> None:
    file = saved(tmp_path, gzip.compress(b"x" * 60_000_000, 1))

    tracemalloc.start()
    said = problem(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "no table" in said
    assert peak < 30_000_000


def test_titles_above_a_header_are_passed_over_and_no_more(tmp_path) -> None:
    with open_table(saved(tmp_path, f"Résultats, élection\n\n{TEXT}".encode())) as table:
        found = table.find_header(lambda cells, below: below if cells == HEADER.split(";") else None)

        assert found == ROWS
        assert [cells for _line, cells in table.rows] == [HEADER.split(";"), *ROWS]


def test_a_header_that_is_not_there_passes_nothing_over(tmp_path) -> None:
    with open_table(saved(tmp_path, TEXT.encode())) as table:
        assert table.find_header(lambda cells, below: None) is None
        assert len(list(table.rows)) == 3


CELL = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Zs"]), min_size=1, max_size=12)


@given(
    st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_table_is_read_as_it_was_written(tmp_path, cells, encoding, end, packed) -> None:
    from tests.territory.files import table

    content = table([HEADER.split(";"), *cells], end=end, quotes=True).encode(encoding)
    file = saved(tmp_path, gzip.compress(content) if packed else content)

    read = rows(file)

    assert [len(row) for row in read] == [4] * (len(cells) + 1)
    if encoding != "cp1252" or len(content) == len(content.decode("utf-8", "ignore").encode()):
        assert read == [HEADER.split(";"), *cells]


@given(st.binary(max_size=300) | st.binary(max_size=200).map(gzip.compress) | st.text(max_size=100).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_any_bytes_are_a_table_or_a_problem_said(tmp_path, content) -> None:
    try:
        read = rows(saved(tmp_path, content))
    except FileProblem:
        return
    assert read
