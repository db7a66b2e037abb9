"""Readings against annotations: the fixtures always, real plans where they are."""

import csv
import json
import os
from pathlib import Path

import pytest

from cchc.reading import read
from cchc.reading.evaluation import KINDS, Score, evaluate

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(os.environ.get("CCHC_SHARED", Path(__file__).resolve().parents[5] / "shared"))
GOLD = SHARED / "reading" / "gold"
# What was reached after the mending; the first scores stand in docs/algorithms/reading.md.
_ALL = dict.fromkeys((*KINDS, "rows_exact", "due"), 1.0)
FLOORS = {
    "unseen2": {**_ALL, "area": 0.985, "task area": 0.985},
    "unseen3": {**_ALL, "area": 1.0, "task area": 1.0},
    "unseen4": {**_ALL, "rows": 1.0, "area": 0.945, "task area": 1.0},
    "unseen5": {**_ALL, "rows": 1.0, "area": 1.0, "task area": 1.0},
    "unseen6": {
        **_ALL,
        "measures": 0.985,
        "measures_strict": 0.965,
        "rows": 1.0,
        "rows_exact": 1.0,
        "area": 0.97,
        "task area": 1.0,
    },
}
# The same documents as a word processor's PDF, and as text laid out by spaces: what their DOCX gives, but for cells
# that laid-out text does not tell (merged down, or full to the edge).
FORMATS = {
    "pdf": {
        **dict.fromkeys((*KINDS, "rows", "due", "document issued_on", "document period"), 1.0),
        "rows_exact": 0.961,
    },
    "txt": {
        **dict.fromkeys((*KINDS, "rows", "due", "document issued_on", "document period"), 1.0),
        "rows_exact": 0.704,
    },
}


def documents(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.suffix != ".json" and one.with_suffix(".json").exists())


@pytest.mark.parametrize("path", documents(FIXTURES), ids=lambda path: path.stem)
def test_a_fixture_is_read_as_it_was_annotated(path):
    score = evaluate(read(path.read_bytes(), path.name).as_json(), json.loads(path.with_suffix(".json").read_text()))
    assert not score.failures
    assert all(score.f1(kind) == 1.0 for kind in KINDS)


@pytest.mark.parametrize("path", documents(FIXTURES / "heldout"), ids=lambda path: path.stem)
def test_a_plan_annotated_before_it_was_ever_read_keeps_every_item(path):
    score = evaluate(read(path.read_bytes(), path.name).as_json(), json.loads(path.with_suffix(".json").read_text()))
    assert {kind: score.f1(kind) for kind in KINDS} == dict.fromkeys(KINDS, 1.0), score.failures


@pytest.mark.parametrize(("folder", "floors"), FLOORS.items(), ids=FLOORS)
def test_plans_that_were_read_unseen_keep_what_was_mended_after_them(folder, floors):
    total = Score()
    for path in documents(FIXTURES / folder):
        gold = json.loads(path.with_suffix(".json").read_text())
        total.add(evaluate(read(path.read_bytes(), path.name).as_json(), gold))
    assert total.counts["citations"][2] > 0
    found = {name: total.share(name) if name in total.fields else total.f1(name) for name in floors}
    assert {name: found[name] for name in floors if found[name] < floors[name]} == {}, total.failures


@pytest.mark.parametrize(("form", "floors"), FORMATS.items(), ids=FORMATS)
def test_the_same_documents_in_another_form_say_the_same(form, floors):
    total = Score()
    for path in sorted((FIXTURES / "formats" / form).iterdir()):
        (gold,) = FIXTURES.glob(f"*/{path.stem}.json")
        total.add(evaluate(read(path.read_bytes(), path.name).as_json(), json.loads(gold.read_text())))
    found = {name: total.share(name) if name in total.fields else total.f1(name) for name in floors}
    assert {name: found[name] for name in floors if found[name] < floors[name]} == {}, total.failures


@pytest.mark.real
@pytest.mark.parametrize("name", ["000", "002"])
def test_a_real_plan_is_read_as_two_people_annotated_it(name):
    if not (GOLD / f"{name}.json").exists():
        pytest.skip(f"no annotated plan at {GOLD}")
    data = (SHARED / "samples" / "plans" / f"{name}.txt").read_bytes()
    score = evaluate(read(data, f"{name}.txt").as_json(), json.loads((GOLD / f"{name}.json").read_text()))
    assert not score.failures


@pytest.mark.real
def test_the_annex_of_a_real_plan_is_read_cell_for_cell():
    source = SHARED / "samples" / "plans" / "02_kh_cchc_2026_2030_lamdong.docx"
    if not (GOLD / "02_annex.tsv").exists():
        pytest.skip(f"no annotated annex at {GOLD}")
    found = read(source.read_bytes(), source.name).rows
    assert [plain(row) for row in annex(GOLD / "02_annex.tsv")] == [
        plain(
            [
                one.field,
                one.no,
                one.task,
                one.product,
                one.deadline_text,
                *map("; ".join, (one.lead, one.support, one.monitor)),
            ]
        )
        for one in found
    ]


def annex(path: Path) -> list[list[str]]:
    """The rows of an annotated annex; "^" is the cell above."""
    rows, name, above = [], "", [""] * 7
    with path.open(encoding="utf-8") as lines:
        for row in list(csv.reader(lines, delimiter="\t"))[1:]:
            cells = [above[place] if cell == "^" else cell for place, cell in enumerate(row + [""] * (7 - len(row)))]
            if not any(cells[2:]):
                name = cells[1]
                continue
            above = cells
            rows.append([name, *cells])
    return rows


def plain(cells: list[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]
