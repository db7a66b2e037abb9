import random
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cchc.common import journal
from cchc.common.models import JournalEntry
from cchc.config import backup
from cchc.organisation import testing
from cchc.organisation.models import Account, Agency, Unit

AT = datetime(2026, 3, 2, 8, 15, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def department(settings):
    agency = testing.make_agency()
    account = testing.make_account(agency, ["admin"], unit=testing.make_unit(agency, "Phòng Kế hoạch"))
    for number in range(30):
        with transaction.atomic():
            journal.write(by=account, at=AT, action="test.done", record=agency, after={"số": number})
    kept = Path(settings.FILES_DIR) / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes("tài liệu".encode() * 100)
    return account


def empty_again(settings) -> None:
    for model in backup.tables():
        model._base_manager.all()._raw_delete("default")
    shutil.rmtree(settings.FILES_DIR)


def test_what_is_restored_is_what_was_saved(department, settings, tmp_path):
    archive = tmp_path / "sao.zip"
    before = backup.write(archive, version="0", at=AT)
    empty_again(settings)
    backup.restore(archive)
    assert backup.write(tmp_path / "lai.zip", version="0", at=AT) == before
    assert journal.verify().whole
    assert Account.objects.get().check_password(department.username)
    assert Unit.objects.get().name == "Phòng Kế hoạch"
    assert (Path(settings.FILES_DIR) / "ab" / "abcd").read_bytes().startswith("tài liệu".encode())


def test_new_rows_follow_the_restored_ones(department, settings, tmp_path):
    archive = tmp_path / "sao.zip"
    backup.write(archive, version="0", at=AT)
    last = Agency.objects.latest("pk").pk
    empty_again(settings)
    backup.restore(archive)
    assert testing.make_agency().pk > last


def test_a_backup_is_not_restored_over_data(department, tmp_path):
    archive = tmp_path / "sao.zip"
    call_command("backup", str(archive), verbosity=0)
    with pytest.raises(CommandError, match="holds data"):
        call_command("restore", str(archive))


def test_every_damaged_part_is_named_and_nothing_restored(department, settings, tmp_path):
    archive = tmp_path / "sao.zip"
    backup.write(archive, version="0", at=AT)
    empty_again(settings)
    with zipfile.ZipFile(archive) as whole:
        contents = {name: whole.read(name) for name in whole.namelist()}
    dice = random.Random(3)
    for name, content in contents.items():
        if not content:
            continue
        place = dice.randrange(len(content))
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        bad = tmp_path / "hong.zip"
        with zipfile.ZipFile(bad, "w") as out:
            for other, kept in contents.items():
                out.writestr(other, altered if other == name else kept)
        if name == "manifest.json":
            continue
        with pytest.raises(CommandError, match=name):
            call_command("restore", str(bad))
        assert backup.is_empty()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip" * 100])
def test_what_is_no_archive_is_refused_in_a_sentence(content, tmp_path):
    bad = tmp_path / "hong.zip"
    bad.write_bytes(content)
    with pytest.raises(CommandError, match="no whole ZIP"):
        call_command("restore", str(bad))


def test_a_truncated_archive_is_refused(department, tmp_path):
    archive = tmp_path / "sao.zip"
    backup.write(archive, version="0", at=AT)
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(CommandError):
        call_command("restore", str(archive), check=True)


def test_a_part_that_points_outside_is_refused(department, settings, tmp_path):
    kept = Path(settings.FILES_DIR) / "ab" / "abcd"
    archive, bad = tmp_path / "sao.zip", tmp_path / "hong.zip"
    backup.write(archive, version="0", at=AT)
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(bad, "w") as out:
        for name in whole.namelist():
            content = whole.read(name).replace(b"files/ab/abcd", b"files/../../abcd")
            out.writestr(name.replace("files/ab/abcd", "files/../../abcd"), content)
    kept.unlink()
    empty_again(settings)
    with pytest.raises(CommandError, match="outside"):
        call_command("restore", str(bad))
    assert not JournalEntry.objects.exists()
