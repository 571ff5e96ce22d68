"""``estimate_effect``: what a script reads, whatever the coding of its file, and the sentence it gets instead."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

KEYS = {"n", "clusters", "itt", "itt_se", "contact_rate", "cace", "cace_se", "p_randomisation"}
PEOPLE = [  # house, arm, contact, voted; the last of house d is unknown
    ("a", 1, 1, 1), ("a", 1, 0, 1), ("b", 0, 0, 0), ("b", 0, 0, 1), ("c", 1, 1, 1), ("d", 0, 0, 0), ("d", 0, 0, None),
    ("e", 1, 1, 0), ("e", 1, 1, 1), ("e", 1, 0, 1), ("f", 0, 0, 0), ("g", 1, 0, None), ("g", 1, 1, 1), ("h", 0, 0, 1),
]  # fmt: skip


def written(folder: Path, *, separator: str = ",", names=("house", "arm", "contact", "voted"), codes=None) -> Path:
    """The people above, each cell as ``codes`` says it."""
    codes = codes or {}
    told = [[codes.get((name, cell), "" if cell is None else str(cell)) for name, cell in zip(
        ("house", "arm", "contact", "voted"), person, strict=True)] for person in PEOPLE]  # fmt: skip
    file = folder / "people.csv"
    file.write_text("\n".join(separator.join(row) for row in [list(names), *told]) + "\n", encoding="utf-8")
    return file


def run(file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("estimate_effect", str(file), *options, stdout=out)
    return out.getvalue()


def estimated(file: Path, *options: str, outcome="voted", treatment="arm", contact="contact", cluster="house") -> dict:
    named = ["--outcome", outcome, "--treatment", treatment, "--contact", contact, "--cluster", cluster]
    return json.loads(run(file, *named, *options, "--json").splitlines()[-1])


def test_the_last_line_is_the_estimates_as_shares(tmp_path) -> None:
    told = estimated(written(tmp_path))

    assert told.keys() >= KEYS
    assert (told["n"], told["clusters"], told["missing"]) == (12, 8, 2)
    assert (told["missing_treated"], told["missing_control"]) == (1, 1)
    assert told["itt"] == pytest.approx(6 / 7 - 2 / 5)
    assert told["contact_rate"] == pytest.approx(5 / 7)
    assert told["cace"] == pytest.approx((6 / 7 - 2 / 5) / (5 / 7))
    assert (told["redraws"], told["all_draws"], told["drawn"]) == (70, True, "clusters")
    assert 70 * told["p_randomisation"] == pytest.approx(round(70 * told["p_randomisation"]))


@pytest.mark.parametrize(
    "codes",
    [
        {("arm", 1): "Yes", ("arm", 0): "No", ("voted", 1): "Yes", ("voted", 0): "No", ("voted", None): "NA"},
        {("arm", 1): "2", ("arm", 0): "1", ("contact", 1): "2", ("contact", 0): "1"},
        {("arm", 1): "1.0", ("arm", 0): "0.0", ("voted", 1): "1,0", ("voted", 0): "0,0"},
        {("arm", 1): "phone bank", ("arm", 0): "Control", ("contact", 1): "oui", ("contact", 0): "non"},
        {("arm", 1): "Traité", ("arm", 0): "témoin", ("voted", 1): "VRAI", ("voted", 0): "FAUX"},
        {("arm", 1): "canvass", ("arm", 0): "none", ("voted", None): "."},
        {("contact", 0): "2", ("contact", 1): "1"},
    ],
)
def test_other_codings_say_the_same(tmp_path, codes) -> None:
    plain = estimated(written(tmp_path))

    told = estimated(written(tmp_path, codes=codes, separator=";"))

    assert told["treated"] == codes.get(("arm", 1), "1")
    assert {name for name in plain if plain[name] != told[name]} <= {"treated", "control", "notes"}


def test_of_two_other_numbers_the_larger_is_the_treated_arm_and_that_is_said(tmp_path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("arm,voted\n1,0\n1,1\n2,1\n2,1\n")

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--json"))
    named = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--treated=1", "--json"))

    assert (told["treated"], told["itt"]) == ("2", 0.5)
    assert "“2” was taken to be the treated arm: --treated says otherwise." in told["notes"]
    assert (named["treated"], named["itt"]) == ("1", -0.5)
    assert not any("was taken to be" in note for note in named["notes"])


def test_conversations_tell_which_number_is_the_treated_arm(tmp_path) -> None:
    plain = estimated(written(tmp_path))

    told = estimated(written(tmp_path, codes={("arm", 1): "1", ("arm", 0): "2"}))

    assert (told["treated"], told["control"], told["itt"], told["cace"]) == ("1", "2", plain["itt"], plain["cace"])


def test_empty_contact_of_the_whole_control_arm_is_no_contact(tmp_path) -> None:
    plain = estimated(written(tmp_path))
    file = written(tmp_path)
    rows = [line.split(",") for line in file.read_text().splitlines()]
    file.write_text("\n".join(",".join([a, b, "" if b == "0" else c, d]) for a, b, c, d in rows))

    assert estimated(file) == plain


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_file_may_be_packed_marked_and_named_otherwise(tmp_path, encoding: str) -> None:
    plain = estimated(written(tmp_path))
    names = ("Foyer", "Bras", "Joint", "A voté")
    text = written(tmp_path, names=names, separator="\t").read_text()
    packed = tmp_path / "gens.csv.gz"
    packed.write_bytes(gzip.compress(text.encode(encoding)))

    told = estimated(packed, outcome="a voté", treatment="bras", contact="Joint", cluster="foyer")

    assert told == plain


def test_without_clusters_it_says_that_errors_are_those_of_rows(tmp_path) -> None:
    told = json.loads(run(written(tmp_path), "--outcome=voted", "--treatment=arm", "--json"))

    assert (told["clusters"], told["contact_rate"], told["cace"], told["cace_se"]) == (None, None, None, None)
    assert (told["drawn"], told["errors"]) == ("rows", "HC2 by row")
    assert told["notes"][0].startswith("No cluster column")
    assert "No cluster column" in run(written(tmp_path), "--outcome=voted", "--treatment=arm")


def test_arms_inside_clusters_are_drawn_again_inside(tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("house,arm,voted\n1,1,1\n1,0,0\n2,1,1\n2,0,1\n3,1,1\n3,0,0\n")

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--cluster=house", "--json"))

    assert (told["drawn"], told["clusters"], told["redraws"]) == ("rows inside clusters", 3, 8)


def test_two_arms_of_several_and_some_rows_only_may_be_asked_for(tmp_path) -> None:
    file = tmp_path / "people.csv"
    rows = ["mail,town,voted", "letter,x,1", "letter,x,0", "card,x,1", "card,y,0", "nothing,x,0", "nothing,x,1"]
    file.write_text("\n".join([*rows, "nothing,x,0", ",x,1"]))

    told = json.loads(run(
        file, "--outcome=voted", "--treatment=mail", "--treated=letter", "--control=nothing", "--where=town=x", "--json"
    ))  # fmt: skip

    assert (told["treated"], told["control"], told["n"]) == ("letter", "nothing", 5)
    assert told["left_out"] == {"not_asked_for": 1, "no_arm": 1, "other_arm": 1}
    assert told["itt"] == pytest.approx(1 / 2 - 1 / 3)


def test_blocks_weights_covariates_and_a_seed_are_taken(tmp_path) -> None:
    file = tmp_path / "stations.csv"
    lines = [f"{n // 2},{n % 2},{0.4 + 0.01 * n},{500 + n},{'' if n == 3 else 0.5 + 0.02 * n}" for n in range(12)]
    file.write_text("\n".join(["pair,arm,turnout,registered,before", *lines]))
    options = ["--outcome=turnout", "--treatment=arm", "--block=pair", "--weight=registered", "--covariate=before"]

    told, again = (json.loads(run(file, *options, "--seed=3", "--redraws=20", "--json")) for _ in range(2))

    assert told == again
    assert (told["n"], told["redraws"], told["all_draws"]) == (12, 20, False)
    assert "1 empty cells of before were taken to be its mean." in told["notes"]


def test_missing_outcomes_that_differ_between_arms_are_said(tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("arm,voted\n" + "1,1\n1,0\n1,\n" * 10 + "0,1\n0,0\n0,0\n" * 10)

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--json"))

    assert any(note.startswith("Outcomes are missing more often") for note in told["notes"])


@pytest.mark.parametrize(("missing", "said"), [(1, False), (3, True)])
def test_up_to_a_hundredth_more_missing_in_one_arm_is_not_worth_a_word(tmp_path, missing: int, said: bool) -> None:
    file = tmp_path / "people.csv"
    file.write_text("arm,voted\n" + "1,1\n1,0\n0,1\n0,0\n" * 50 + "1,\n" * missing)

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--json"))

    assert any(note.startswith("Outcomes are missing more often") for note in told["notes"]) is said


def test_an_outcome_that_never_differs_is_said_to_tell_nothing(tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("arm,voted\n" + "1,1\n0,1\n" * 10)

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--json"))

    assert (told["itt"], told["p_randomisation"]) == (0, 1)
    assert any(note.startswith("The outcome is the same in every row") for note in told["notes"])


def test_contact_that_follows_the_draw_exactly_may_be_its_own_column(tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("arm,voted\n" + "1,1\n1,0\n0,1\n0,0\n1,1\n0,0\n" * 10)

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--contact=arm", "--json"))

    assert told["cace"] == pytest.approx(told["itt"])


def test_weak_contact_gives_no_point(tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("arm,voted,met\n" + "1,1,0\n1,0,0\n0,0,0\n0,1,0\n" * 10 + "1,1,1\n")

    told = json.loads(run(file, "--outcome=voted", "--treatment=arm", "--contact=met", "--json"))

    assert told["first_stage_f"] < 10
    assert (told["cace"], told["cace_se"]) == (None, None)
    assert told["cace_possible"]


def test_a_person_reads_sentences(tmp_path) -> None:
    file = written(tmp_path)

    told = run(file, "--outcome=voted", "--treatment=arm", "--contact=contact", "--cluster=house")

    assert "Effect of being drawn (ITT): +0.4571" in told
    assert "Effect on those reached (CACE): +0.6400" in told
    assert "Rows without an outcome: 1 treated, 1 control." in told
    assert "Only 8 independent units" in told


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("", [], "x.csv is empty."),
        ("arm,voted\n", [], "x.csv has a header and no rows."),
        ("arm,vote\n1,1\n0,1\n", [], "x.csv has no column “voted”. Its columns are: arm, vote"),
        ("arm,voted,VOTED\n1,1,1\n", ["--outcome=Voted"], "x.csv has several columns “Voted”: rename one."),
        ("arm,voted\n1,1\n1,0\n", [], "only one arm in column arm (1)"),
        ("arm,voted\n,1\n,0\n", [], "only one arm in column arm (–)"),
        ("arm,voted\n1,1\n0,1\n5,0\n", [], "3 different values (0, 1, 5)"),
        ("arm,voted\nleft,1\nright,1\n", [], "which of left, right in column arm is the treated arm?"),
        ("arm,voted\n1,\n0,NA\n", [], "No row has both an outcome and an arm"),
        ("arm,voted\n1,\n0,1\n", [], "All rows are in the same arm"),
        ("arm,voted\n1,1\n0,perhaps\n", [], "x.csv, line 3: “perhaps” in column voted is no number"),
        ("arm,voted\n1,0,5\n0,1\n", [], "line 2: 3 cells under a header of 2"),
        ("arm,voted,k\n1,1,1\n0,1,1\n", ["--cluster=k"], "All rows are in one cluster"),
        ("arm,voted,k\n1,1,1\n0,1,1\n", ["--block=arm"], "No block has units of both arms"),
        ("arm,voted,k\n1,1,3\n0,1,2\n1,1,1\n", ["--contact=k"], "must lie between 0 and 1"),
        ("arm,voted,k\n1,1,\n0,1,\n", ["--covariate=k"], "column k is empty"),
        ("arm,voted,k\n1,1,1\n0,1,0\n", ["--weight=k"], "weights in column k must be above 0"),
        ("arm,voted\n1,1\n0,1\n", ["--treatment=Voted"], "column voted is named twice"),
        ("arm,voted\n1,1\n0,1\n", ["--contact=voted"], "column voted is named twice"),
        ("arm,voted\n1,1\n0,1\n", ["--covariate=arm"], "column arm is named twice"),
        ("arm,voted\n1,1\n0,1\n", ["--treated=7"], "no row has “7” in column arm. It holds: 0, 1"),
        ("arm,voted\n1,1\n0,1\n", ["--where=arm=9"], "no row is left under these conditions"),
        ("arm,voted\n1,1\n0,1\n", ["--where=arm"], "--where takes COL=VALUE"),
        ("arm,voted\n1,1\n0,1\n", ["--redraws=0"], "--redraws must be 1 or more"),
        ("arm,voted\n1,1\n0,1\n", ["--seed=-1"], "--seed 0 or more"),
    ],
)  # fmt: skip
def test_what_cannot_be_estimated_gets_a_sentence(tmp_path, text: str, options: list[str], sentence: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)

    with pytest.raises(CommandError) as refused:
        run(file, "--outcome=voted", "--treatment=arm", *options)

    assert sentence in str(refused.value)


def test_a_broken_or_absent_file_gets_a_sentence(tmp_path) -> None:
    broken = tmp_path / "x.csv.gz"
    broken.write_bytes(gzip.compress(b"arm,voted\n" + b"1,1\n0,0\n" * 9_000)[:40])

    for file, sentence in ((broken, "damaged or incomplete gzip file"), (tmp_path / "no.csv", "cannot be read")):
        with pytest.raises(CommandError, match=sentence):
            run(file, "--outcome=voted", "--treatment=arm")
