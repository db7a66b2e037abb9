"""A whole year's round of six units: one late, one returned, one merged in mid-year, one correction after sending.

The bulk is played by actions at their days of last year; what decides is done by people in a browser.
"""

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from ..served import Served

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]

STAGE = """
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from django.utils import timezone
from cchc.common.periods import Period
from cchc.indicators import actions as figures
from cchc.indicators.given import Given
from cchc.indicators.models import Indicator
from cchc.organisation import testing
from cchc.organisation.actions import end_tenure, merge_units
from cchc.organisation.rules.mergers import FiguresRule
from cchc.reports import actions
from cchc.reports.obligations import Round
from cchc.reports.testing import fill
testing._number = count(7000)
YEAR = timezone.localdate().year - 1

def at(month, day, hour=9):
    return timezone.make_aware(datetime(YEAR, month, day, hour))

agency = testing.make_agency("Sở Công Thương tỉnh Vòng Báo Cáo")
top = testing.make_unit(agency, kind="leadership")
office = testing.make_account(agency, ["office"], unit=top, full_name="Bà Văn Phòng")
director = testing.make_account(agency, ["director"], full_name="Ông Giám Đốc")
units = [testing.make_unit(agency, f"Phòng số {number}") for number in range(1, 7)]
heads = [testing.make_account(agency, ["head"], unit=one, full_name=f"Trưởng {one.name}") for one in units]
times = {"cadences": ["quarterly", "half_yearly", "nine_monthly", "yearly"], "unit": None, "in_system": True,
         "starts_on": date(YEAR, 1, 1), "ends_on": date(YEAR, 12, 31)}
of_units = {"title": "Báo cáo của đơn vị", "who": "units", "to": "Văn phòng Sở", "day": 14, "hour": time(16)}
of_units |= {"window_day": 15, "locks": True}
of_whole = {"title": "Báo cáo của Sở", "who": "agency", "to": "Sở Nội vụ", "day": 20}
for given in (of_units, of_whole):
    actions.add_obligation(given=times | given, by=office, at=at(1, 5))
share = Indicator.objects.get(agency=None, code="on_time_share")
given = Given(None, Decimal(190), Decimal(200), is_estimate=True, note="Ước cả năm")
figures.observe(indicator=share, period=Period.parse(f"{YEAR}-Y"), given=given, by=office, at=at(12, 10))

def row_of(code, unit, now):
    rows = Round(agency, now).between(date(YEAR, 1, 1), date(YEAR, 12, 31))
    return next(row for row in rows if row.occurrence.code == code and row.unit == unit)

def send(report, by, now):
    report.refresh_from_db()
    return actions.submit_report(report=report, revision=report.revision, by=by, at=now)

def play(code, month):
    now, period = at(month, 12), Period.parse(code)
    for row in Round(agency, now).between(date(YEAR, month, 1), date(YEAR, month, 28)):
        if row.unit is None:
            continue
        head, late = heads[units.index(row.writer)], code.endswith("-N") and row.unit == units[1]
        if late:
            now = at(month, 17)
            opened = row_of(code, row.unit, now)
            actions.unlock_return(asked=opened, until=at(month, 18), reason="Máy chủ của phòng hỏng", by=office, at=now)
        report = actions.create_report(period=period, as_of=at(month, 12).date(), unit=row.unit, by=head, at=now)
        sent = send(fill(report, head, f"{row.unit.name} đã làm {code}.", at=now), head, now)
        if code != f"{YEAR}-Y" or row.unit != units[0]:
            actions.accept_report(report=sent, by=office, at=now)
        now = at(month, 12)
    draft = actions.create_report(period=period, as_of=now.date(), by=office, at=at(month, 18))
    fill(draft, office, "Cả Sở đã thực hiện.", at=at(month, 18))
    if code != f"{YEAR}-Y":
        actions.consolidate(report=draft, by=office, at=at(month, 18, 14))
        actions.present_report(report=draft, by=office, at=at(month, 18, 15))
        actions.approve_report(report=draft, by=director, at=at(month, 19))
        send(draft, office, at(month, 19, 15))
    return draft

play(f"{YEAR}-Q1", 3)
play(f"{YEAR}-H1", 6)
admin = testing.make_account(agency, ["admin"])
end_tenure(by=admin, at=at(7, 1), tenure=heads[5].person.tenure, on=date(YEAR, 7, 1))
merge_units(by=admin, at=at(7, 1), units=[units[5]], into=units[4], on=date(YEAR, 7, 1),
            basis="Quyết định số 12/QĐ-UBND", figures=FiguresRule.STAY)
for one in units:
    one.refresh_from_db()
play(f"{YEAR}-N", 9)
draft = play(f"{YEAR}-Y", 12)
first = row_of(f"{YEAR}-Y", units[0], timezone.now()).report
print(json.dumps({"year": YEAR, "draft": draft.pk, "first": first.pk, "office": office.username,
                  "director": director.username, "head": heads[0].username, "heir": heads[4].username}))
"""


@pytest.fixture(scope="module")
def story(served: Served) -> dict[str, object]:
    """The year as it stands before the last steps."""
    return json.loads(served.manage("shell", "--no-imports", "-c", STAGE).splitlines()[-1])


def test_a_years_round_ends_with_a_signed_report_and_a_note_beside_it(visit, story):
    year, draft = story["year"], f"/bao-cao/{story['draft']}/"
    office, head, director = (visit((story[who], story[who])) for who in ("office", "head", "director"))

    # the calendar knows who was late, what is asked of the successor, and what waits
    office.goto(f"/bao-cao/lich/?nam={year}")
    late = office.get_by_role("row").filter(has_text="đã nhận, gửi muộn")
    expect(late).to_have_count(1)
    expect(late).to_contain_text("Phòng số 2")
    expect(office.get_by_role("row").filter(has_text="Phòng số 6")).to_have_count(4)
    office.get_by_role("row").filter(has_text="Phòng số 6").last.get_by_role("link").first.click()
    expect(office.get_by_text("Đơn vị kế thừa lập báo cáo")).to_be_visible()
    expect(office.locator("main")).to_contain_text("Phòng số 5")

    # the office sends one return back; after the cut-off it says until when it is open
    office.goto(f"/bao-cao/{story['first']}/")
    office.get_by_role("link", name="Trả lại đơn vị").click()
    office.fill("[name=reason]", "Bổ sung kết quả rà soát thủ tục")
    office.fill("[name=until_day]", f"{date.today() + timedelta(days=2):%d/%m/%Y}")
    office.fill("[name=until_hour]", "17:00")
    office.get_by_role("button", name="Trả lại").click()
    expect(office.get_by_text("bị trả lại, đang sửa")).to_be_visible()

    # the unit finds out why, mends its return and sends it again
    head.goto("/thong-bao/")
    head.get_by_role("button").filter(has_text="Bổ sung kết quả rà soát thủ tục").first.click()
    expect(head.locator("main")).to_contain_text("Bổ sung kết quả rà soát thủ tục")
    again = head.url
    head.goto(f"{again}phan/one_stop/")
    head.fill("textarea[name=text]", "Đã rà soát 12 thủ tục.")
    head.get_by_role("button", name="Lưu mục này").click()
    head.goto(f"{again}gui/")
    head.get_by_role("button", name="Gửi và khóa báo cáo").click(timeout=60_000)
    expect(head.get_by_text("Đã gửi và đã khóa")).to_be_visible()

    # accepted, gathered, presented, signed, sent
    office.goto(again)
    office.get_by_role("button", name="Nhận báo cáo").click()
    office.goto(draft)
    office.get_by_role("button", name="Tổng hợp từ báo cáo đã nhận").click()
    expect(office.locator("article")).to_contain_text("Phòng số 1: Đã rà soát 12 thủ tục.")
    office.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    director.goto(draft)
    director.get_by_role("button", name="Duyệt báo cáo này").click()
    expect(director.get_by_text("lãnh đạo đã duyệt")).to_be_visible()
    office.goto(f"{draft}gui/")
    office.get_by_role("button", name="Gửi và khóa báo cáo").click(timeout=60_000)
    expect(office.get_by_text("Đã gửi và đã khóa")).to_be_visible()

    # a figure turns out otherwise: a note stands beside the report, which stays as it was sent
    office.goto(f"{draft}phieu-dinh-chinh/moi/")
    office.select_option("[name=key]", "dossiers_on_time_share")
    office.fill("[name=value]", "93")
    office.fill("[name=reason]", "Chốt sổ hồ sơ cuối năm")
    office.get_by_role("button", name="Lập phiếu đính chính").click()
    row = office.get_by_role("row").filter(has_text="Chốt sổ hồ sơ cuối năm")
    expect(row).to_contain_text("ước 95%")
    expect(row).to_contain_text("93%")
    director.goto(draft)
    expect(director.get_by_text("Đã đính chính bằng phiếu")).to_be_visible()


def test_a_unit_sees_its_own_returns_of_the_round_alone(visit, story):
    page = visit((story["heir"], story["heir"]))
    page.goto(f"/bao-cao/lich/?nam={story['year']}")
    expect(page.get_by_role("row").filter(has_text="Phòng số 5")).to_have_count(4)
    expect(page.get_by_role("row").filter(has_text="Phòng số 6")).to_have_count(2)
    expect(page.get_by_role("row").filter(has_text="Phòng số 1")).to_have_count(0)
    assert page.goto(f"/bao-cao/{story['first']}/").status == 404
