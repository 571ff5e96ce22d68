"""``vote_transfers --csv``: any table of counts per unit, whatever its state."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEADER = "unit,a,b,c,d"
GOOD = ["1,60,40,50,50", "2,10,90,20,80", "3,80,20,70,30", "4,50,50,45,55", "5,30,70,30,70"]


@pytest.fixture
def file(tmp_path):
    """``file(*lines)``: a CSV of these lines."""

    def written(*lines: str, name: str = "counts.csv") -> Path:
        path = tmp_path / name
        path.write_text("".join(line + "\n" for line in lines))
        return path

    return written


def told(path: Path, rows: str = "a,b", cols: str = "c,d", **options) -> dict:
    out = StringIO()
    call_command("vote_transfers", csv=path, rows=rows, cols=cols, json=True, stdout=out, **options)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_table_its_range_and_its_bounds_are_told(file) -> None:
    found = told(file(HEADER, *GOOD))

    assert (found["rows"], found["cols"], found["units"]) == (["a", "b"], ["c", "d"], 5)
    assert [sum(row) for row in found["table"]] == pytest.approx([1, 1], abs=1e-5)
    for key in ("low", "high", "bound_low", "bound_high"):
        assert [len(row) for row in found[key]] == [2, 2]
    assert (found["row_totals"], found["col_totals"]) == ([230, 270], [215, 285])
    assert (found["carried"], found["left_out"], found["range"]) == (0, {}, "drawn")
    assert found["converged"]


def test_columns_keep_the_order_in_which_they_were_named(file) -> None:
    path = file(HEADER, *GOOD)

    one, other = told(path), told(path, rows="b,a", cols="d,c")

    assert [row[::-1] for row in other["table"]][::-1] == [pytest.approx(row, abs=1e-5) for row in one["table"]]


def test_a_packed_file_with_semicolons_reads_the_same(file, tmp_path) -> None:
    plain = told(file(HEADER, *GOOD))
    packed = tmp_path / "counts.csv.gz"
    packed.write_bytes(gzip.compress("\n".join([HEADER, *GOOD]).replace(",", ";").encode()))

    found = told(packed)

    assert found["table"] == plain["table"]


def test_rows_without_sense_are_left_out_and_counted(file) -> None:
    bad = ["6,-1,101,50,50", "7,x,40,50,50", "8,,40,50,50", "9,60,40", "10,0,0,50,50", "11,60,40,0,0", "12,inf,1,1,1"]

    found = told(file(HEADER, *GOOD, *bad, ""))

    assert found["left_out"] == {"not_a_number": 4, "negative": 1, "nobody": 2}
    assert found["table"] == told(file(HEADER, *GOOD))["table"]


def test_rows_whose_sums_differ_are_carried_to_the_same_people(file) -> None:
    doubled = ["1,120,80,50,50", *GOOD[1:]]

    found = told(file(HEADER, *doubled))

    assert found["carried"] == 1
    assert found["table"] == told(file(HEADER, *GOOD))["table"]


def test_small_columns_stay_as_named_unless_asked_otherwise(file) -> None:
    lines = [f"{line},1" for line in GOOD]
    path = file(HEADER + ",e", *lines)

    assert told(path, cols="c,d,e")["cols"] == ["c", "d", "e"]
    assert told(path, cols="c,d,e", merge_below=0.45)["cols"] == ["c+e", "d"]


@pytest.mark.parametrize(
    ("lines", "rows", "cols", "sentence"),
    [
        ([], "a,b", "c,d", "is empty"),
        ([HEADER], "a,b", "c,d", "no row below it"),
        ([HEADER, *GOOD], "a,z", "c,d", "has no column z. It has: unit, a, b, c, d"),
        ([HEADER, *GOOD], "a,b", "b,c", "Named twice: b"),
        ([HEADER, *GOOD], "", "c,d", "needs --rows and --cols"),
        ([HEADER, *GOOD], "a,,b", "c,d", "Name at least one column"),
        (["a,b,c,d,a", "1,2,3,4,5"], "a,b", "c,d", "several columns a"),
        ([HEADER, "1,x,1,1,1", "2,-1,1,1,1"], "a,b", "c,d", "no row can be used. Left out: 1 not_a_number, 1 negative"),
    ],
)
def test_what_cannot_be_read_is_said(file, lines, rows, cols, sentence) -> None:
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(")):
        told(file(*lines), rows=rows, cols=cols)


def test_a_file_that_is_not_there_is_said(tmp_path) -> None:
    with pytest.raises(CommandError, match="nowhere.csv cannot be read"):
        told(tmp_path / "nowhere.csv")


def test_half_a_packed_file_is_said(tmp_path) -> None:
    path = tmp_path / "half.csv.gz"
    path.write_bytes(gzip.compress("\n".join([HEADER, *GOOD * 400]).encode())[:60])

    with pytest.raises(CommandError, match="damaged"):
        told(path)


@pytest.mark.parametrize(
    "options", [{"first": "x"}, {"campaign": "x"}, {"merge_below": 0.7}, {"merge_below": -1.0}, {"seed": -1}]
)
def test_options_that_do_not_go_together_are_refused(file, options) -> None:
    with pytest.raises(CommandError):
        told(file(HEADER, *GOOD), **options)


def test_without_json_a_person_reads_a_table(file) -> None:
    out = StringIO()

    call_command("vote_transfers", csv=file(HEADER, *GOOD[:2]), rows="a,b", cols="c,d", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["c", "d"]
    assert [line.split()[0] for line in lines[1:3]] == ["a", "b"]
    assert "too few units" in lines[3]
    assert lines[4] == "left out: none"
