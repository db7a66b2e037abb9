from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cchc.common import outbox, workers
from cchc.common.models import JournalEntry, OutboxMessage, OutboxState
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.organisation import testing

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def dead_message(agency_id: int) -> OutboxMessage:
    with transaction.atomic():
        message = outbox.post(channel="mail", recipient="a@so.example", body="Nhắc", at=AT, agency_id=agency_id)
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxState.DEAD, last_error="550 không có")
    return message


def test_the_administrator_sees_how_things_stand(admin, client):
    dead_message(admin.agency_id)
    page = client.get("/quan-tri/").content.decode()
    assert "0 chờ gửi" in page
    assert "1 thư, tin nhắn không gửi được." in page
    assert "Chưa sao lưu lần nào." in page
    assert "Không có tiến trình nào đang chạy" in page
    assert "Mọi kiểm tra đều tốt" not in page


def test_when_nothing_wants_a_person_the_page_says_so(admin, client, tmp_path):
    call_command("backup", str(tmp_path / "sao.zip"), verbosity=0)
    assert "Mọi kiểm tra đều tốt." in client.get("/quan-tri/").content.decode()


def test_an_old_backup_and_a_lost_worker_are_warned_of_in_words(admin, client, tmp_path):
    call_command("backup", str(tmp_path / "sao.zip"), verbosity=0)
    JournalEntry.objects.filter(action="system.backup").update(at=timezone.now() - timedelta(hours=50))
    workers.Life(version="0", at=timezone.now() - timedelta(hours=1))
    page = client.get("/quan-tri/").content.decode()
    assert "quá 36 giờ" in page
    assert "mất dấu" in page
    assert "không tiến trình nào đang chạy; chạy cchc work" in page


def test_the_workers_that_live_are_listed(admin, client):
    life = workers.Life(version="0", at=timezone.now())
    page = client.get("/quan-tri/").content.decode()
    assert life.name in page
    assert "đang chạy" in page


def test_a_backup_is_told_with_its_time(admin, client, tmp_path):
    call_command("backup", str(tmp_path / "sao.zip"), verbosity=0)
    page = client.get("/quan-tri/").content.decode()
    assert "Lần gần nhất:" in page
    assert "đã đọc lại" in page


def test_an_altered_file_is_named_on_the_page(admin, client):
    stored = store_file(content="Biên bản".encode(), name="bien-ban.txt", by=admin, at=AT)
    blobs.place(stored.sha256).unlink()
    assert "bien-ban.txt" in client.post("/quan-tri/kiem-tra-tep/", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/quan-tri/", "/hop-thu-di/", "/hop-thu-di/da-nhan/"])
def test_an_officer_is_refused(client, path):
    client.force_login(testing.make_account(testing.make_agency(), ["officer"]))
    assert client.get(path).status_code == 403
