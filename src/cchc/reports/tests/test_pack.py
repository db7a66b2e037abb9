"""The evidence pack of a sent report: its script recounts every figure without CCHC and names whatever was changed."""

import html
import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, Q
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.periods import Period
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.indicators import testing as indicators
from cchc.indicators.facts import sources
from cchc.indicators.models import Observation
from cchc.organisation import testing
from cchc.organisation.access import Denied
from cchc.reports import actions
from cchc.reports.models import Figure, Report
from cchc.reports.packing import verify
from cchc.reports.packing.archive import pack_of
from cchc.reports.packing.definitions import column, condition, fields_of
from cchc.reports.testing import NOW, fill, make_report

from .story import make_story, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(office):
    """A report for nine months with counted, entered, planned and worked-out figures."""
    unit, _tasks = make_story(office)
    other = testing.make_unit(office.agency, "Phòng Năng lượng")
    register(office, [unit, other])
    units = (None, unit, other)
    for number, indicator in enumerate(indicators.load()):
        definition = indicator.definition_on(date(2026, 9, 30))
        if definition.counts or definition.valid_to or number % 3 == 0 or definition.code == "on_time_share":
            continue
        for period in ("2026-Q1", "2026-Q2", "2026-Q3", "2025-Q3")[: 1 + number % 4]:
            parts = (number % 7, number % 7 + 3) if definition.has_parts else (1,)
            where = units[number % 3]
            indicators.make_figure(
                indicator, period, *parts, by=office, unit=where, as_of=Period.parse(period).last)  # fmt: skip
    return send(make_report(office, "2026-N"), office)


def send(report, office):
    ready = fill(report, office)
    return actions.submit_report(report=ready, revision=Report.objects.get(pk=ready.pk).revision, by=office, at=NOW)


def files_of(report):
    with zipfile.ZipFile(io.BytesIO(blobs.read(report.pack.sha256))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


MADE = {}


@pytest.fixture
def files(request):
    """What lies in a pack, and in MADE the seal that the journal has of it: made once, then read without a database."""
    if not MADE:
        report = request.getfixturevalue("sent")
        MADE["files"] = files_of(report)
        MADE["zip"] = blobs.read(report.pack.sha256)
        MADE["journal"] = JournalEntry.objects.get(action="reports.pack").after
        MADE["keys"] = set(Figure.objects.filter(report=report).values_list("key", flat=True))
    return MADE["files"]


def checked(files):
    """What the script finds wrong, in this process."""
    pack = verify.Pack(dict(files))
    pack.check_digests()
    pack.check_journal()
    count = pack.check_figures()
    return count, pack.faults


def test_the_script_alone_recomputes_every_figure_without_cchc(files, tmp_path):
    place = tmp_path / "pack.zip"
    place.write_bytes(MADE["zip"])
    with zipfile.ZipFile(place) as pack:
        pack.extractall(tmp_path / "open")
    for arguments in ([place], []):
        script = [sys.executable, "-I", "-S", tmp_path / "open" / "verify.py", *arguments]
        clean = {"PYTHONIOENCODING": "utf-8"}
        ran = subprocess.run(script, capture_output=True, text=True, cwd=tmp_path, env=clean, check=False)
        assert ran.stdout.splitlines()[2:] == ["Không có sai khác."], ran.stdout + ran.stderr
        assert ran.returncode == 0
    imports = [line for line in files["verify.py"].decode().splitlines() if line.startswith(("import", "from"))]
    assert not any("cchc" in line or "django" in line for line in imports)
    assert MADE["journal"]["seal"] in ran.stdout
    assert MADE["journal"]["sha256"] == verify.digest(MADE["zip"])


def test_the_pack_tells_of_every_frozen_figure_of_every_kind(files):
    figures = {one["key"]: one for one in json.loads(files["figures.json"])}
    assert figures.keys() == MADE["keys"]
    kinds = {how["kind"] for one in figures.values() for how in one["how"].values()}
    assert kinds == {"tasks", "targets", "entered", "counted", "share", "sum", "whether", "none"}
    assert checked(files) == (3 * len(figures), [])
    filled = [name for one in figures.values() for name, said in one["said"].items() if said is not None]
    assert filled.count("value") > 60
    assert min(filled.count("previous"), filled.count("last_year")) > 10
    queries = json.loads(files["queries.json"])
    assert {query["rows"] for query in queries} == {
        "dossiers",
        "observations",
        "plan_tasks",
        "plan_task_events",
        "plan_targets",
    }
    assert all(query["sql"].startswith("SELECT ") and query["words"] for query in queries)


def test_counted_rows_hold_what_the_figures_need_and_nothing_that_names_anybody(files):
    head = files["rows/dossiers.csv"].decode().splitlines()[0].split(",")
    assert head[:2] == ["key", "unit"]
    assert {"received_on", "finished_on", "due_on", "state", "digitised"} <= set(head)
    assert not {"code", "procedure_name", "folded", "field"} & set(head)


def test_every_change_of_any_file_is_named(files):
    chance = random.Random(5)
    names = sorted(files)
    for _trial in range(60):
        name = chance.choice(names)
        at = chance.randrange(len(files[name]))
        altered = dict(files)
        altered[name] = files[name][:at] + bytes([files[name][at] ^ (1 << chance.randrange(8))]) + files[name][at + 1 :]
        assert any(fault.startswith(name) for fault in checked(altered)[1]), name
    gone = {name: data for name, data in files.items() if name != "rows/plan_tasks.csv"}
    assert any(fault == "rows/plan_tasks.csv: tệp bị mất" or "plan_tasks.csv" in fault for fault in checked(gone)[1])
    assert "them.txt: tệp bị thêm vào" in " ".join(checked({**files, "them.txt": b"1"})[1])


def test_every_row_that_is_changed_left_out_or_put_in_is_named_by_its_key(files):
    chance = random.Random(6)
    for name in sorted(name for name in files if name.endswith(".csv")):
        lines = files[name].decode().splitlines(keepends=True)
        at = chance.randrange(1, len(lines))
        key = lines[at].partition(",")[0]
        changed = [*lines[:at], lines[at].rstrip("\n") + "9\n", *lines[at + 1 :]]
        for some, how in ((changed, "bị sửa"), (lines[:at] + lines[at + 1 :], "bị mất")):
            faults = checked({**files, name: "".join(some).encode()})[1]
            assert f"{name}: dòng {key} {how}" in faults
        new = lines[at].replace(key, "999999", 1)
        assert f"{name}: dòng 999999 bị thêm vào" in checked({**files, name: "".join([*lines, new]).encode()})[1]


def test_a_forger_who_seals_anew_is_given_away_by_the_figures_and_by_the_seal_in_the_journal(files):
    lines = files["rows/dossiers.csv"].decode().splitlines(keepends=True)
    head = lines[0].strip().split(",")
    rows = [dict(zip(head, line.strip().split(","), strict=True)) for line in lines[1:]]
    settled = 1 + next(
        at for at, row in enumerate(rows) if row["finished_on"] >= "2026-01-01" and row["state"] in ("9", "10")
    )
    forged = {**files, "rows/dossiers.csv": "".join(lines[:settled] + lines[settled + 1 :]).encode()}
    index = json.loads(files["rows/index.json"])
    index["dossiers"].pop(lines[settled].partition(",")[0])
    forged["rows/index.json"] = json.dumps(index).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {name: verify.digest(forged[name]) for name in manifest["files"]}
    manifest["seal"] = verify.digest({key: part for key, part in manifest.items() if key != "seal"})
    forged["manifest.json"] = json.dumps(manifest).encode()
    faults = checked(forged)[1]
    assert any(fault.startswith("dossiers_settled (") and "báo cáo ghi" in fault for fault in faults)
    assert manifest["seal"] != MADE["journal"]["seal"]


def test_a_changed_definition_and_a_changed_journal_entry_are_named(files):
    figures = json.loads(files["figures.json"])
    one = next(one for one in figures if one["key"] == "dossiers_on_time")
    one["how"]["value"]["numerator"][0]["having"] = []
    faults = checked({**files, "figures.json": json.dumps(figures).encode()})[1]
    assert "figures.json: định nghĩa của dossiers_on_time bị sửa" in faults
    journal = json.loads(files["journal.json"])
    submitted = next(entry for entry in journal["entries"] if entry[5] == "reports.submit")
    submitted[4] = "Người khác"
    faults = checked({**files, "journal.json": json.dumps(journal).encode()})[1]
    assert f"journal.json: mục {submitted[0]} bị sửa" in faults


def test_the_same_report_gives_the_same_bytes_and_a_register_changed_since_is_named(sent, office):
    assert pack_of(sent, NOW).data == pack_of(sent, NOW).data
    register(office, [testing.make_unit(office.agency, "Phòng mới")], seed=8, number=20)
    with zipfile.ZipFile(io.BytesIO(pack_of(sent, NOW).data)) as pack:
        later = {name: pack.read(name) for name in pack.namelist()}
    faults = checked(later)[1]
    assert any(fault.startswith("dossiers_settled (") for fault in faults), "what the report said no longer comes out"
    assert checked(files_of(sent))[1] == [], "the pack made with the sending still proves it"


def test_a_units_report_has_a_pack_of_its_own_rows(office):
    unit, _tasks = make_story(office)
    other = testing.make_unit(office.agency, "Phòng Năng lượng")
    register(office, [unit, other])
    sent = send(make_report(office, unit=unit), office)
    files = files_of(sent)
    assert checked(files)[1] == []
    units = {line.split(",")[1] for line in files["rows/dossiers.csv"].decode().splitlines()[1:]}
    assert units == {str(unit.pk)}


def test_evidence_lies_in_the_pack_under_its_digest(office):
    make_story(office)
    kept = store_file(content=b"S\xe1\xbb\x95 theo d\xc3\xb5i", name="so.txt", by=office, at=NOW)
    Observation.objects.filter(period="2026-Q3", indicator__code="on_time_share").update(evidence=kept)
    files = files_of(send(make_report(office), office))
    assert files[f"evidence/{kept.sha256}.txt"] == b"S\xe1\xbb\x95 theo d\xc3\xb5i"
    assert json.loads(files["evidence/index.json"])[kept.sha256]["name"] == "so.txt"
    page = files["MUC-LUC.html"].decode()
    assert f"<a href='evidence/{kept.sha256}.txt'>so.txt</a>" in page
    for name in json.loads(files["figures.json"]):
        assert html.escape(name["name"]) in page
    assert kept.sha256 in files["rows/observations.csv"].decode()
    altered = {**files, f"evidence/{kept.sha256}.txt": "khác".encode()}
    assert f"evidence/{kept.sha256}.txt: tệp bị sửa" in checked(altered)[1]


def columns_in(made):
    if "column" in made:
        return {made["column"], *([made["value"]["column"]] if isinstance(made["value"], dict) else [])}
    return set().union(*(columns_in(one) for one in made.get("all") or made["any"]))


def test_every_flag_of_every_source_is_told_by_columns_that_the_pack_has():
    for source in sources().values():
        for flag in source.flags.values():
            assert columns_in(condition(flag)) == {column(name) for name in fields_of(flag)}


@pytest.mark.parametrize(
    ("flag", "row", "expected"),
    [
        (Q(kind="a") | Q(kind="", person__status="b"), {"kind": "", "person_status": "b"}, True),
        (Q(kind="a") | Q(kind="", person__status="b"), {"kind": "c", "person_status": "b"}, False),
        (~Q(kind=""), {"kind": "c"}, True),
        (Q(~Q(kind=""), pay="own"), {"kind": "", "pay": "own"}, False),
        (Q(rating__isnull=False), {"rating": "4"}, True),
        (Q(rating__isnull=False), {"rating": ""}, False),
        (Q(finished__lte=F("due")), {"finished": "2026-09-30", "due": "2026-10-01"}, True),
        (Q(finished__lte=F("due")), {"finished": "", "due": "2026-10-01"}, False),
        (Q(fee__gt=0), {"fee": "10"}, True),
        (Q(fee__gt=9), {"fee": ""}, False),
        (Q(paid=True), {"paid": "1"}, True),
        (Q(state__in=[9, 10]), {"state": "10"}, True),
    ],
)
def test_the_script_tells_a_flag_as_the_database_does(flag, row, expected):
    assert verify.holds(row, condition(flag)) is expected


def test_only_who_may_see_every_row_opens_the_pack_and_the_journal_says_who_did(sent, office, client):
    director = testing.make_account(office.agency, ["director"])
    officer = testing.make_account(office.agency, ["officer"])
    address = reverse("reports:pack_open", args=[sent.pk])
    client.force_login(director)
    assert "Bộ chứng cứ" in client.get(reverse("reports:report", args=[sent.pk])).content.decode()
    answer = client.post(address)
    assert b"".join(answer.streaming_content) == blobs.read(sent.pack.sha256)
    assert JournalEntry.objects.get(action="reports.pack_open").actor_id == director.pk
    client.force_login(officer)
    assert client.post(address).status_code in (403, 404)
    with pytest.raises(Denied):
        actions.open_pack(report=sent, by=officer, at=NOW)
    stranger = testing.make_account(testing.make_agency("S2"), ["director"])
    client.force_login(stranger)
    assert client.post(address).status_code == 404


def test_a_report_sent_before_there_were_packs_gets_one_once(sent, office, client):
    Report.objects.filter(pk=sent.pk).update(pack=None)
    sent.refresh_from_db()
    client.force_login(office)
    assert "Lập bộ chứng cứ" in client.get(reverse("reports:report", args=[sent.pk])).content.decode()
    assert client.post(reverse("reports:pack_seal", args=[sent.pk])).status_code == 302
    sent.refresh_from_db()
    assert checked(files_of(sent))[1] == []
    with pytest.raises(Refused, match="đã có bộ chứng cứ"):
        actions.seal_pack(report=sent, by=office, at=NOW)
    draft = make_report(office, "2026-Q3")
    with pytest.raises(Refused, match="chưa gửi"):
        actions.seal_pack(report=draft, by=office, at=NOW)


# ---------- the script's own arithmetic


@pytest.mark.parametrize(
    ("formula", "some", "mean", "expected"),
    [
        ("ratio", [(None, 1, 2), (None, 3, 6)], False, 50),
        ("ratio", [(Decimal(40), None, None)], False, 40),
        ("ratio", [(Decimal(40), None, None), (None, 1, 2)], False, None),
        ("change_against_base", [(None, 30, 40)], False, 25),
        ("count", [(Decimal(3), None, None), (Decimal(4), None, None)], False, 7),
        ("mean", [(Decimal(3), None, None), (Decimal(4), None, None)], True, Decimal("3.5")),
        ("existence", [(Decimal(0), None, None), (Decimal(1), None, None)], False, 1),
    ],
)
def test_figures_are_put_together_as_their_formula_says(formula, some, mean, expected):
    how = {"formula": formula, "zero": "no_data"}
    rows = [tuple(None if one is None else Decimal(one) for one in row) for row in some]
    assert verify.together(how, rows, mean=mean)[0] == expected


@pytest.mark.parametrize(("zero", "expected"), [("no_data", None), ("full", 100), ("zero", 0)])
def test_of_nothing_a_share_is_what_its_definition_says(zero, expected):
    assert verify.divided({"formula": "ratio", "zero": zero}, Decimal(0), Decimal(0)) == expected
