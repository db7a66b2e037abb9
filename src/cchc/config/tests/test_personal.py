"""Personal data: the register of what is kept, masks for whoever has no right, and the record of who read what."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.common import journal, outbox, personal
from cchc.common.models import Delivered, JournalEntry, OutboxMessage, Reading
from cchc.organisation import testing
from cchc.organisation.models import AccountSession, Grant, SignInGuard

pytestmark = pytest.mark.django_db
ADDRESS = "198.51.100.77"
MAIL = "nguyen.van.an@so.example"


@pytest.fixture
def agency():
    return testing.make_agency()


def signed_in(account, address="192.0.2.1"):
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("sign_in"), {"username": account.username, "password": account.username})
    return client


@pytest.fixture
def admin(agency):
    return signed_in(testing.make_account(agency, ["admin"], full_name="Trần Quản Trị"))


@pytest.fixture
def inspector(agency):
    return signed_in(testing.make_account(agency, ["inspector"], full_name="Lê Thanh Tra"))


@pytest.fixture
def somebody(agency):
    """An officer who is signed in from an address of their own, with a mail address."""
    account = testing.make_account(agency, unit=testing.make_unit(agency), full_name="Nguyễn Văn An")
    account.person.email = MAIL
    account.person.save()
    signed_in(account, ADDRESS)
    return account


def text(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_the_register_lists_every_table_with_personal_data_to_everybody_who_works_here(agency):
    officer = signed_in(testing.make_account(agency))
    html = text(officer, "personal")
    for holding in personal.holdings():
        assert not holding.data or str(holding.label) in html
    assert "Nghị định 356/2025/NĐ-CP, Điều 4" in html
    assert reverse("personal_readings") not in html  # not for officers


def test_the_register_is_narrowed_by_grade_and_exported(admin):
    html = text(admin, "personal", loai="sensitive")
    assert "không ai, chỉ hệ thống dùng" in html
    assert "địa chỉ mạng" in html
    assert "người giữ chức vụ" not in html
    rows = text(admin, "personal", xuat="csv").splitlines()
    assert len(rows) > 40
    assert admin.get(reverse("personal"), {"xuat": "xlsx"}).content[:2] == b"PK"


def test_the_register_says_how_long_by_the_setting(admin, settings):
    settings.MAIL_DAYS_KEPT = 123
    html = text(admin, "personal")
    assert "123 ngày, rồi xóa" in html
    assert "CCHC_MAIL_DAYS_KEPT" in html


def test_a_mail_address_is_whole_for_its_person_and_for_whoever_has_the_right(agency, somebody):
    page = ("organisation:person_detail", somebody.person_id)
    stranger_to_it = signed_in(testing.make_account(agency))
    assert "n…@so.example" in text(stranger_to_it, *page)
    assert MAIL not in text(stranger_to_it, *page)
    assert MAIL in text(signed_in(somebody), *page)
    assert MAIL in text(signed_in(testing.make_account(agency, ["office"])), *page)


def test_a_head_sees_the_mail_addresses_of_the_own_unit_only(agency, somebody):
    page = ("organisation:person_detail", somebody.person_id)
    own = signed_in(testing.make_account(agency, ["head"], unit=somebody.unit))
    other = signed_in(testing.make_account(agency, ["head"], unit=testing.make_unit(agency, "Phòng khác")))
    assert MAIL in text(own, *page)
    assert MAIL not in text(other, *page)


def test_a_secret_is_shown_to_nobody_not_even_its_own_person(somebody, rf):
    request = rf.get("/")
    request.user = somebody
    assert personal.shown(request, somebody, "password") == "•••"
    assert personal.shown(request, AccountSession.objects.filter(account=somebody)[0], "session_key") == "•••"
    assert personal.shown(request, somebody.person, "email") == MAIL


def test_a_list_of_sessions_is_recorded_without_one_key_of_a_session(admin, somebody):
    assert ADDRESS in text(admin, "organisation:session_list")
    (row,) = Reading.objects.all()
    assert (row.reader_name, row.record_type, row.kind) == ("Trần Quản Trị", "organisation.accountsession", "record")
    assert (row.fields, row.keys, row.count) == (["address", "agent"], [str(somebody.pk)], 1)
    for key in AccountSession.objects.values_list("session_key", flat=True):
        assert key not in str(Reading.objects.values())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_recorded_as_one(admin, somebody, agency, kind):
    signed_in(testing.make_account(agency), "203.0.113.5")
    answer = admin.get(reverse("organisation:session_list"), {"xuat": kind})
    assert (Reading.objects.get().kind, Reading.objects.get().count) == ("export", 2)
    if kind == "csv":
        assert ADDRESS in b"".join(answer.streaming_content).decode()


def test_ones_own_data_are_not_recorded(somebody, admin):
    text(signed_in(somebody, ADDRESS), "my_sessions")
    AccountSession.objects.filter(account=somebody).delete()
    assert "192.0.2.1" in text(admin, "organisation:session_list")  # the administrator's own
    assert not Reading.objects.exists()


def test_locked_addresses_are_recorded(admin):
    until = timezone.now() + timedelta(minutes=5)
    SignInGuard.objects.create(key="address:x", address=ADDRESS, locked_until=until)
    assert ADDRESS in text(admin, "organisation:account_list")
    assert Reading.objects.get().record_type == "organisation.signinguard"


def test_without_the_record_there_is_no_answer(admin, somebody, monkeypatch):
    def broken(**_facts):
        raise OSError("the disk is full")

    monkeypatch.setattr("cchc.common.middleware.record_readings", broken)
    admin.raise_request_exception = False
    answer = admin.get(reverse("organisation:session_list"))
    assert answer.status_code == 500
    assert ADDRESS not in answer.content.decode()
    assert admin.get(reverse("organisation:account_list")).status_code == 200  # shows nothing that is recorded


def test_a_refused_page_records_nothing(agency, somebody):
    assert signed_in(testing.make_account(agency)).get(reverse("organisation:session_list")).status_code == 403
    assert not Reading.objects.exists()


@pytest.fixture
def letter(agency):
    with transaction.atomic():
        sent = outbox.post(channel="mail", recipient=MAIL, subject="Nhắc việc", body="Việc riêng", at=timezone.now(),
                           agency_id=agency.pk)  # fmt: skip
    OutboxMessage.objects.update(last_error=f"recipient refused: {{'{MAIL}': (550, b'no')}}")
    Delivered.objects.create(message_id=sent.pk, channel="mail", recipient=MAIL, subject="Nhắc việc", body="Việc riêng",
                             at=timezone.now())  # fmt: skip
    return sent


@pytest.mark.parametrize(("page", "opened"), [("outbox", "outbox_message"), ("outbox_stand_in", "outbox_received")])
def test_mail_is_recorded_when_read_and_masked_without_the_right(admin, letter, page, opened):
    key = letter.pk if page == "outbox" else Delivered.objects.get().pk
    assert MAIL in text(admin, page)
    assert not Reading.objects.exists()  # a list shows what it is about, not what it says
    assert "Việc riêng" in text(admin, opened, key)
    assert Reading.objects.get().fields == ["body"]
    Grant.objects.filter(permission__code="organisation.mail").delete()
    Reading.objects.all().delete()
    for html in (text(admin, page), text(admin, opened, key)):
        assert "n…@so.example" in html
        for secret in (MAIL, "Nhắc việc", "Việc riêng"):
            assert secret not in html
    assert not Reading.objects.exists()


def test_an_export_of_masked_mail_is_masked_too(admin, letter):
    Grant.objects.filter(permission__code="organisation.mail").delete()
    rows = text(admin, "outbox", xuat="csv")
    assert "n…@so.example" in rows
    assert MAIL not in rows


def test_the_inspector_finds_who_read_what(inspector, admin, somebody):
    text(admin, "organisation:session_list")
    html = text(inspector, "personal_readings", q="tran quan tri", **{"xem-gi": "organisation.accountsession"})
    assert "Trần Quản Trị" in html
    assert "Trần Quản Trị" not in text(inspector, "personal_readings", q="nguyen")
    assert "Nguyễn Văn An" in text(inspector, "personal_reading", Reading.objects.get().pk)
    assert "Trần Quản Trị" in text(inspector, "personal_readings", xuat="csv")


def test_a_reading_of_mail_shows_the_numbers_of_the_messages(inspector, admin, letter):
    text(admin, "outbox_message", letter.pk)
    assert str(letter.pk) in text(inspector, "personal_reading", Reading.objects.get().pk)


def test_readings_are_for_those_who_watch_over_them_and_for_their_own_department(admin, somebody):
    text(admin, "organisation:session_list")
    row = Reading.objects.get()
    assert signed_in(somebody).get(reverse("personal_readings")).status_code == 403
    other = signed_in(testing.make_account(testing.make_agency("Sở khác"), ["inspector"]))
    assert "Trần Quản Trị" not in text(other, "personal_readings")
    assert other.get(reverse("personal_reading", args=[row.pk])).status_code == 404


def test_the_journal_holds_and_shows_no_whole_address(admin, agency, somebody):
    entry = JournalEntry.objects.filter(action="organisation.sign_in", actor_id=somebody.pk).first()
    assert entry.after["address"] == "198.51.100.…"
    with transaction.atomic():
        old = journal.write(by=somebody, at=timezone.now(), action="organisation.add_person", record=somebody.person)
    JournalEntry.objects.filter(pk=old.pk).update(after={"email": MAIL, "address": ADDRESS})  # as 0.1.0 wrote it
    for html in (text(admin, "journal"), text(admin, "journal_entry", old.seq), text(admin, "journal", xuat="csv")):
        assert MAIL not in html
        assert ADDRESS not in html
    assert "n…@so.example" in text(admin, "journal_entry", old.seq)


@pytest.mark.parametrize(
    ("mask", "before", "after"),
    [
        (personal.mask_mail, "an@so.example", "a…@so.example"),
        (personal.mask_mail, "gửi an@so.example, binh.le@so.gov.vn", "gửi a…@so.example, b…@so.gov.vn"),
        (personal.mask_mail, "Sở Nội vụ", "Sở Nội vụ"),
        (personal.mask_network, "203.0.113.9", "203.0.113.…"),
        (personal.mask_network, "2001:db8:1:2::7", "2001:db8:1:…"),
        (personal.mask_network, "::1", "::1:…"),
        (personal.mask_network, "", ""),
        (personal.mask_all, "gì cũng che", "•••"),
        (personal.mask_all, "", ""),
    ],
)
def test_masks(mask, before, after):
    assert mask(before) == after
