"""The data of the previous release, brought up to this one: nothing lost, every figure the same, the pages answer."""

import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from cchc.common import journal
from cchc.config import backup
from cchc.organisation.models import Account, Agency
from cchc.plans.models import Plan, Target, Task
from cchc.plans.standing import standings
from cchc.reports.models import Figure, Report

UPGRADES = Path(__file__).parent / "upgrades"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("upgrade")]


@pytest.fixture(params=sorted({"0.1.0", *(path.stem for path in UPGRADES.glob("*.zip"))}))
def release(request):
    return request.param


@pytest.fixture
def told(release):
    return json.loads((UPGRADES / f"{release}.json").read_text(encoding="utf-8"))


@pytest.fixture
def empty(db, settings):
    """An installation as it stands after its first start."""
    for model in backup.tables():
        model._base_manager.all()._raw_delete(connection.alias)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
    call_command("load_reference", verbosity=0)
    Agency.objects.all().delete()


@pytest.fixture
def upgraded(empty, release):
    out = StringIO()
    for model in (apps.get_model("common", "JournalEntry"), apps.get_model("common", "JournalHead")):
        model.objects.all().delete()
    call_command("restore", str(UPGRADES / f"{release}.zip"), stdout=out)
    call_command("load_reference", verbosity=0)
    return out.getvalue()


def test_everything_of_the_earlier_release_is_there_and_holds(upgraded, release, told):
    assert f"brought from CCHC {release} to this version" in upgraded
    assert f"journal of {told['journal'][0]} entries, whole" in upgraded
    out = StringIO()
    call_command("verify", stdout=out)
    assert "files: 150, whole" in out.getvalue()
    assert f"sent reports: {sum(map(bool, told['reports']))}, whole" in out.getvalue()
    assert journal.JournalEntry.objects.get(seq=told["journal"][0]).digest == told["journal"][1]


def test_every_figure_is_what_it_was(upgraded, told):
    day, agency = date.fromisoformat(told["day"]), Agency.objects.get()
    found = standings(list(Target.objects.with_goal().order_by("pk")), day, agency=agency)
    assert {str(pk): one.assessment.verdict.value for pk, one in found.items()} == told["targets"]
    assert {str(pk): state for pk, state in Task.objects.values_list("pk", "state")} == told["tasks"]
    figures = Figure.objects.order_by("report_id", "key").values_list("key", "value", "rows")
    assert [[key, str(value), rows] for key, value, rows in figures] == told["figures"]
    assert list(Report.objects.order_by("pk").values_list("digest", flat=True)) == told["reports"]


def test_the_main_pages_answer_for_the_people_of_the_earlier_release(upgraded):
    pages = ["/bao-cao/tinh-hinh/", "/ke-hoach/", f"/ke-hoach/{Plan.objects.first().pk}/", "/ke-hoach/viec/",
             "/chi-so/",
             f"/ke-hoach/chi-tieu/{Target.objects.first().pk}/", f"/ke-hoach/nhiem-vu/{Task.objects.first().pk}/",
             "/bao-cao/", f"/bao-cao/{Report.objects.first().pk}/", "/to-chuc/", "/to-chuc/nguoi/", "/nhat-ky/",
             "/lich-lam-viec/"]  # fmt: skip
    for role, own in (("office", pages), ("admin", ["/quan-tri/", "/hop-thu-di/", "/to-chuc/tai-khoan/"])):
        client = Client()
        client.force_login(Account.objects.filter(assignments__role__code=role).first())
        assert {page: client.get(page).status_code for page in own} == dict.fromkeys(own, 200)


def test_the_structure_is_that_of_this_version_and_new_rows_follow(upgraded):
    assert "No changes" in said("makemigrations", check=True, dry_run=True)
    assert "[ ]" not in said("showmigrations")
    last = Account.objects.latest("pk").pk
    person = Agency.objects.get()
    from cchc.organisation import testing  # noqa: PLC0415  # builders are for after the restore

    assert testing.make_account(person).pk > last


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_an_upgrade_that_breaks_off_leaves_the_empty_installation(empty, release, settings, monkeypatch):
    for model in (apps.get_model("common", "JournalEntry"), apps.get_model("common", "JournalHead")):
        model.objects.all().delete()
    before = [list(model._base_manager.order_by("pk").values_list("pk", flat=True)) for model in backup.tables()]

    def break_off(staging):
        raise backup.Damaged("the disk is full")

    monkeypatch.setattr("cchc.config.backup.restoring._settle", break_off)
    with pytest.raises(CommandError, match=r"the disk is full\. Nothing was restored"):
        call_command("restore", str(UPGRADES / f"{release}.zip"))
    after = [list(model._base_manager.order_by("pk").values_list("pk", flat=True)) for model in backup.tables()]
    assert after == before
    assert "[ ]" not in said("showmigrations")
    assert not settings.FILES_DIR.exists()
