import hashlib
import json
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
            journal.write(
                by=account,
                at=AT,
                action="test.done",
                record=agency,
                after={"số": number, "a": {"dài hơn": 1.5, "b": None}},
            )
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
        rezip(archive, bad, {**contents, name: altered})
        with pytest.raises(CommandError, match=name):
            call_command("restore", str(bad))
        assert backup.is_empty()


def rezip(archive, target, contents):
    """An archive of these contents with the seal of the first: whole as a ZIP, whatever was done to what is in it."""
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.comment = whole.comment
        for name, content in contents.items():
            out.writestr(name, content)


def test_one_flipped_byte_on_the_disk_is_named_by_its_part(department, settings, tmp_path):
    archive, bad = tmp_path / "sao.zip", tmp_path / "hong.zip"
    backup.write(archive, version="0", at=AT)
    empty_again(settings)
    raw = archive.read_bytes()
    with zipfile.ZipFile(archive) as whole:
        members = [one for one in whole.infolist() if one.file_size]
    assert len(members) > 10
    for one in members:
        header = raw[one.header_offset : one.header_offset + 30]
        start = (
            one.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        )
        place = start + one.compress_size // 2
        bad.write_bytes(raw[:place] + bytes([raw[place] ^ 0x10]) + raw[place + 1 :])
        with pytest.raises(CommandError, match=one.filename):
            call_command("restore", str(bad))
        assert backup.is_empty()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda parts: parts.pop("files/ab/abcd"), "files/ab/abcd is missing or damaged"),
        (lambda parts: parts.pop("tables/common.journalentry.jsonl"), "journalentry.jsonl is missing or damaged"),
        (lambda parts: parts.pop("manifest.json"), "manifest.json is missing or damaged"),
        (lambda parts: parts.update({"files/la": b"?"}), "files/la does not belong to the archive"),
        (lambda parts: parts.update({"manifest.json": b"[]"}), "manifest.json is missing or damaged"),
    ],
)
def test_what_is_missing_and_what_is_strange_is_named(department, settings, tmp_path, harm, said):
    archive, bad = tmp_path / "sao.zip", tmp_path / "hong.zip"
    backup.write(archive, version="0", at=AT)
    empty_again(settings)
    with zipfile.ZipFile(archive) as whole:
        contents = {name: whole.read(name) for name in whole.namelist()}
    harm(contents)
    rezip(archive, bad, contents)
    with pytest.raises(CommandError, match=said):
        call_command("restore", str(bad))
    assert backup.is_empty()


def told_otherwise(archive, target, change):
    """An archive whose manifest says something else, sealed again as its writer would have."""
    with zipfile.ZipFile(archive) as whole:
        contents = {name: whole.read(name) for name in whole.namelist()}
    told = json.loads(contents["manifest.json"])
    change(told)
    contents["manifest.json"] = json.dumps(told).encode()
    rezip(archive, target, contents)
    with zipfile.ZipFile(target, "a") as out:
        out.comment = hashlib.sha256(contents["manifest.json"]).hexdigest().encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told["migrations"].append("plans.9999_later"), "a later version than this one .plans.9999_later"),
        (lambda told: told.update(format=3), "format 3, this version reads 2 and older"),
        (lambda told: told["parts"][0]["columns"].append("x"), "has other columns"),
        (lambda told: told["parts"].pop(0), "does not belong to the archive"),
    ],
)
def test_an_archive_that_this_version_cannot_read_is_refused(department, settings, tmp_path, change, said):
    archive, other = tmp_path / "sao.zip", tmp_path / "khac.zip"
    backup.write(archive, version="0", at=AT)
    empty_again(settings)
    told_otherwise(archive, other, change)
    with pytest.raises(CommandError, match=said):
        call_command("restore", str(other))
    assert backup.is_empty()


def test_rows_between_two_tables_are_saved_too(department, settings, tmp_path):
    names = {part.name for part in backup.write(tmp_path / "sao.zip", version="0", at=AT)}
    assert "tables/plans.task_supporters.jsonl" in names


def test_a_folder_gets_archives_named_by_the_moment_and_keeps_the_latest(department, tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"cchc-2026-01-0{day}-010000.zip").touch()
    (tmp_path / "khac.zip").touch()
    call_command("backup", str(tmp_path), keep=2, verbosity=0)
    left = sorted(path.name for path in tmp_path.glob("*.zip"))
    assert left[:1] + left[2:] == ["cchc-2026-01-03-010000.zip", "khac.zip"]
    assert backup.check(tmp_path / left[1]).parts


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
    with zipfile.ZipFile(archive) as whole:
        parts = {name: whole.read(name).replace(b"files/ab/abcd", b"files/../../abcd") for name in whole.namelist()}
    contents = {name.replace("files/ab/abcd", "files/../../abcd"): content for name, content in parts.items()}
    rezip(archive, bad, contents)
    with zipfile.ZipFile(bad, "a") as out:
        out.comment = hashlib.sha256(contents["manifest.json"]).hexdigest().encode()
    kept.unlink()
    empty_again(settings)
    with pytest.raises(CommandError, match="outside"):
        call_command("restore", str(bad))
    assert not JournalEntry.objects.exists()
