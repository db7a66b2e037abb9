import io
import random
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404

from cchc.common import journal
from cchc.common.answers import bytes_response
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.documents.answers import file_response
from cchc.documents.integrity import verify_files
from cchc.documents.models import StoredFile
from cchc.organisation import testing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
PDF = b"%PDF-1.7 noi dung"


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def clerk():
    return testing.make_account(testing.make_agency(), ["office"])


def on_disk(folder) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_digest_with_its_row_and_its_entry(clerk, files_dir):
    stored = store_file(content=PDF, name="kế hoạch.pdf", by=clerk, at=AT)
    assert (stored.agency, stored.size, stored.media_type, stored.name, stored.uploaded_by, stored.uploaded_at) == (
        clerk.agency, len(PDF), "application/pdf", "kế hoạch.pdf", clerk, AT,
    )  # fmt: skip
    assert (files_dir / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256).read_bytes() == PDF
    entry = JournalEntry.objects.get(action="documents.store")
    assert (entry.record_id, entry.after["sha256"]) == (str(stored.pk), stored.sha256)
    assert journal.verify().whole


def test_the_same_content_twice_is_two_rows_and_one_file(clerk, files_dir):
    first = store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
    second = store_file(content=io.BytesIO(PDF), name="b.pdf", by=clerk, at=AT)
    assert first.pk != second.pk
    assert on_disk(files_dir) == [first.sha256]


def test_an_upload_above_the_limit_is_refused_before_it_is_read(clerk, settings, files_dir):
    settings.UPLOAD_LIMIT = 1024 * 1024
    upload = SimpleUploadedFile("lớn.pdf", PDF + b"x" * 1024 * 1024)
    with pytest.raises(Refused, match=r"“lớn\.pdf” lớn hơn 1 MB") as refused:
        store_file(content=upload, name=upload.name, by=clerk, at=AT, field="document")
    assert refused.value.field == "document"
    assert not StoredFile.objects.exists()
    assert not files_dir.exists()


def test_a_stream_is_read_no_further_than_the_limit(clerk, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024

    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1024 * 1024 + 1
            return b"%PDF-" + b"x" * (size - 5)

    with pytest.raises(Refused, match="lớn hơn 1 MB"):
        store_file(content=Endless(), name="x.pdf", by=clerk, at=AT)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "rỗng"), (b"MZ\x90\0\0", "không thuộc loại được nhận"), (b"PK\x03\x04broken", "đã hỏng")],
)
def test_an_empty_or_foreign_or_broken_file_is_refused_with_its_name(clerk, content, said, files_dir):
    with pytest.raises(Refused, match=said) as refused:
        store_file(content=content, name="thử.docx", by=clerk, at=AT)
    assert "thử.docx" in str(refused.value)
    assert not files_dir.exists()
    assert not JournalEntry.objects.exists()


def test_a_disk_that_is_full_leaves_nothing_behind(clerk, monkeypatch, files_dir):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs.os, "fsync", full)
    with pytest.raises(Refused, match="No space left"):
        store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
    assert on_disk(files_dir) == []
    assert not StoredFile.objects.exists()


def test_an_action_that_fails_later_leaves_no_row_that_names_the_file(clerk):
    @transaction.atomic
    def fails_after_storing():
        store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_after_storing()
    assert not StoredFile.objects.exists()
    assert verify_files().whole


def test_another_department_sees_none_of_the_files(clerk):
    stored = store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
    stranger = testing.make_account(testing.make_agency(), ["admin", "director", "inspector"])
    assert list(StoredFile.objects.visible_to(clerk)) == [stored]
    assert not StoredFile.objects.visible_to(stranger).exists()


def test_verification_names_the_missing_and_the_altered_and_giving_the_file_again_mends_it(clerk):
    gone = store_file(content=PDF + b"1", name="mất.pdf", by=clerk, at=AT)
    changed = store_file(content=PDF + b"2", name="sửa.pdf", by=clerk, at=AT)
    store_file(content=PDF + b"3", name="nguyên.pdf", by=clerk, at=AT)
    assert verify_files().whole
    blobs.place(gone.sha256).unlink()
    blobs.place(changed.sha256).chmod(0o640)
    blobs.place(changed.sha256).write_bytes(PDF + b"X")
    verdict = verify_files()
    assert verdict.files == 3
    assert [fault.split(" (")[0] for fault in verdict.faults] == ["missing: mất.pdf", "altered: sửa.pdf"]
    store_file(content=PDF + b"2", name="sửa.pdf", by=clerk, at=AT)
    assert [fault.split(" (")[0] for fault in verify_files().faults] == ["missing: mất.pdf"]


def test_a_download_is_saved_and_never_run(clerk):
    stored = store_file(content=PDF, name="kế hoạch.pdf", by=clerk, at=AT)
    response = file_response(stored)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''k%E1%BA%BF")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    response.close()


def test_a_download_of_a_lost_file_is_a_sentence(clerk):
    stored = store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
    blobs.place(stored.sha256).unlink()
    with pytest.raises(Http404, match="không còn trên máy chủ"):
        file_response(stored)


def test_what_was_made_just_now_is_a_download_too():
    response = bytes_response(b"x", name="báo cáo.docx", media_type="application/x")
    assert response.content == b"x"
    assert "attachment" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def _flip_a_bit(place, dice):
    data = bytearray(place.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    place.write_bytes(data)


def _cut(place, dice):
    place.write_bytes(place.read_bytes()[: -dice.randint(1, 5)])


def _lengthen(place, dice):
    place.write_bytes(place.read_bytes() + dice.randbytes(dice.randint(1, 9)))


def _take_away(place, dice):
    place.unlink()


def test_each_of_a_thousand_alterations_of_files_is_named(clerk):
    dice = random.Random(20260302)
    stored = [
        store_file(content=PDF + str(number).encode(), name=f"{number}.pdf", by=clerk, at=AT) for number in range(9)
    ]
    for _round in range(1000):
        file = dice.choice(stored)
        place, content = blobs.place(file.sha256), blobs.read(file.sha256)
        place.chmod(0o640)
        dice.choice([_flip_a_bit, _cut, _lengthen, _take_away])(place, dice)
        (fault,) = verify_files().faults
        assert file.name in fault
        place.write_bytes(content)
    assert verify_files().whole


def test_a_row_turned_to_another_file_is_named(clerk):
    first = store_file(content=PDF, name="a.pdf", by=clerk, at=AT)
    second = store_file(content=PDF + b"2", name="b.pdf", by=clerk, at=AT)
    StoredFile.objects.filter(pk=first.pk).update(sha256=second.sha256, size=second.size)
    (fault,) = verify_files().faults
    assert fault.startswith("row altered: a.pdf")
    StoredFile.objects.filter(pk=first.pk).update(sha256=first.sha256, size=first.size)
    assert verify_files().whole
    JournalEntry.objects.filter(action="documents.store", record_id=str(first.pk)).delete()
    assert verify_files().faults == (f"not in the journal: a.pdf (row {first.pk})",)
