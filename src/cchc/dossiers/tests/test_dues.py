"""Promised dates of dossiers: counted when taken in, moved with the calendar once confirmed, proved on a page."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cchc.common import dues
from cchc.common.actions import Change, Proposal, change_calendar, preview, recount
from cchc.common.almanac import almanac_of
from cchc.common.models import JournalEntry
from cchc.common.reference import load_calendar
from cchc.common.worktime import StartRule
from cchc.dossiers import actions
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, Past
from cchc.dossiers.rules.days import promised
from cchc.dossiers.testing import make_dossier
from cchc.indicators.tallies import differences
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
CLOSURE = {"kind": "closure", "name": "Mất điện", "source": "Thông báo 5/TB", "status": "decided"}
HEAD = "Mã hồ sơ;Mã TTHC;Tên TTHC;Đơn vị xử lý;Hình thức nộp;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý"
KEY = "H99.12-261120-0001"


@pytest.fixture(autouse=True)
def _late_november(monkeypatch):
    load_calendar(at=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def office():
    agency = make_agency()
    make_unit(agency, "Phòng Thử")
    return make_account(agency, ["admin", "office"])


def take(by, *rows):
    content = "\n".join((HEAD, *(";".join(row) for row in rows))).encode()
    run = actions.start_import(content=content, name="ho-so.csv", by=by, at=NOW)
    run = actions.check_import(run=run, columns=run.columns, by=by, at=NOW)
    assert not run.faults, run.faults
    return actions.take_import(run=run, by=by, at=NOW)


def row(received="20/11/2026 09:00", due="01/12/2026 09:00", finished="", code=KEY):
    state = "Đã trả kết quả" if finished else "Đang xử lý"
    return code, "2.000001", "Cấp giấy thử", "Phòng Thử", "Trực tuyến", state, received, due, finished


def closing(day, by, agency_id=None):
    proposal = Proposal(agency_id, "đóng cửa", (Change("day", day, CLOSURE),))
    return proposal, preview(proposal, by.agency_id)


@pytest.mark.parametrize(
    ("received", "due", "hours"),
    [
        ("2026-11-20 09:00", "2026-11-27 09:00", 32),  # 24/11 is a holiday: Friday, Monday, Wednesday, Thursday
        ("2026-11-20 09:00", "2026-11-20 15:00", 4),
        ("2026-11-20 16:30", "2026-11-23 17:00", 8),  # in the last hour: from the next working day
        ("2026-11-20 00:00", "2026-11-23 00:00", 16),  # no hours are given: both days whole
        ("2026-11-20 09:00", "2026-11-21 09:00", None),  # a Saturday is no day that the calendar gives
        ("2026-11-20 09:00", "2026-11-20 09:00", None),
        ("1999-11-20 09:00", "1999-11-25 09:00", None),
    ],
)
def test_what_was_promised_is_working_time(received, due, hours):
    clock = almanac_of(None).clock
    found = promised(clock, datetime.fromisoformat(received), datetime.fromisoformat(due), StartRule())
    assert found == (None if hours is None else hours * 3600)


def test_open_dossiers_are_shown_with_their_dates_before_and_after_and_moved_when_that_is_confirmed(office):
    take(office, row(), row(code=f"{KEY}2", finished="24/11/2026"), row(code=f"{KEY}3", due="25/11/2026 10:00"))
    proposal, shown = closing(date(2026, 11, 26), office)
    assert [(move.source, move.title, move.was, move.becomes) for move in shown.moves] == [
        ("ho-so", f"{KEY} Cấp giấy thử", date(2026, 12, 1), date(2026, 12, 2))
    ]
    assert shown.moves[0].owner == "Phòng Thử"
    assert Dossier.objects.get(code=KEY).due_on == date(2026, 12, 1)
    change_calendar(
        proposal=proposal, reason="mất điện", mark=shown.mark, agency_id=office.agency_id, by=office, at=NOW
    )
    held = Dossier.objects.get(code=KEY)
    assert (held.due_on, held.late_on) == (date(2026, 12, 2), date(2026, 12, 3))
    assert timezone.localtime(held.due_at).isoformat() == "2026-12-02T09:00:00+07:00"
    assert "01/12/2026 → 02/12/2026" in JournalEntry.objects.get(action="calendar.change").after["moved"][0]
    past = Past.objects.get()
    assert (past.dossier, past.run, past.before) == (held, None, {"due_at": "2026-12-01 02:00:00+00:00"})
    assert list(differences(SOURCE)) == []
    now = almanac_of(office.agency_id)
    assert dues.movements(office.agency_id, now, now) == []


def test_the_promise_outlives_an_import_between_a_change_of_the_common_days_and_our_confirmation(office):
    take(office, row())
    other = make_account(make_agency("Sở khác"), ["admin"])
    proposal, shown = closing(date(2026, 11, 26), other)
    assert shown.moves == []
    change_calendar(proposal=proposal, reason="chung", mark=shown.mark, agency_id=other.agency_id, by=other, at=NOW)
    assert take(office, row()).same == 1
    now = almanac_of(office.agency_id)
    moves = dues.movements(office.agency_id, now, now)
    assert [move.becomes for move in moves] == [date(2026, 12, 2)]
    mark = dues.fingerprint(now.version, moves)
    assert recount(mark=mark, agency_id=office.agency_id, by=office, at=NOW) == 1
    assert take(office, row()).changed == 1  # the one-stop system has not moved it: what it says holds
    assert Dossier.objects.get().due_on == date(2026, 12, 1)


def test_a_date_that_no_calendar_counted_stays(office):
    take(office, row(due="29/11/2026 10:00"))
    assert closing(date(2026, 11, 26), office)[1].moves == []


def test_the_due_date_opens_its_certificate(client, office):
    take(office, row(), row(code=f"{KEY}2", due="29/11/2026 10:00"))
    counted, fixed = Dossier.objects.order_by("pk")
    client.force_login(office)
    for address in (reverse("dossiers:register"), reverse("dossiers:dossier", args=[counted.pk])):
        assert reverse("due", args=["ho-so", counted.pk]) in client.get(address).content.decode()
    page = client.get(reverse("due", args=["ho-so", counted.pk])).content.decode()
    assert "48 giờ làm việc = 6 ngày làm việc" in page
    assert re.search(r"từ \d\d:\d\d \d\d/\d\d/\d{4} đến \d\d:\d\d \d\d/\d\d/\d{4}", page)
    assert "data-print" in page
    assert "nghỉ lễ, tết" in page
    assert "01/12/2026" in page
    page = client.get(reverse("due", args=["ho-so", fixed.pk])).content.decode()
    assert "hạn không dời khi lịch làm việc thay đổi" in page


def test_what_the_calendar_changed_stands_among_what_the_dossier_said_before(client, office):
    take(office, row())
    proposal, shown = closing(date(2026, 11, 26), office)
    change_calendar(proposal=proposal, reason="điện", mark=shown.mark, agency_id=office.agency_id, by=office, at=NOW)
    client.force_login(office)
    page = client.get(reverse("dossiers:dossier", args=[Dossier.objects.get().pk])).content.decode()
    assert "Trước khi tính lại theo lịch làm việc" in page
    assert "Ngày hẹn trả" in page


def test_a_stranger_and_whoever_may_not_see_dossiers_find_no_certificate(client, office):
    dossier = make_dossier(office.agency, make_unit(office.agency, "Phòng Khác"))
    for account, status in ((make_account(make_agency("Sở khác"), ["office"]), 404), (office, 200)):
        client.force_login(account)
        assert client.get(reverse("due", args=["ho-so", dossier.pk])).status_code == status
