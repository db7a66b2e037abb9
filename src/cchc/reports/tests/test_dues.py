"""Reports that fell due as rows: what the calendar says of them, what is counted, and who sees them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.common.periods import Period
from cchc.indicators import testing as indicators
from cchc.indicators.actions.counting import count_from
from cchc.indicators.facts import count_cells
from cchc.indicators.rules import ZeroRule
from cchc.indicators.values import readings
from cchc.organisation import testing
from cchc.organisation.models import Unit
from cchc.reports import actions
from cchc.reports.measures import DUES
from cchc.reports.models import DueReport
from cchc.reports.obligations import Round
from cchc.reports.testing import NOW, fill, make_obligation, make_office, make_report

pytestmark = pytest.mark.django_db
Q3, Q4 = Period.parse("2026-Q3"), Period.parse("2026-Q4")
BEFORE, AFTER = datetime(2026, 9, 11, 2, tzinfo=UTC), datetime(2026, 9, 16, 2, tzinfo=UTC)


def send(report, by, at):
    draft = fill(report, by, at=at)
    draft.refresh_from_db()
    return actions.submit_report(report=draft, revision=draft.revision, by=by, at=at)


@pytest.fixture
def round_of_three():
    """Of the third quarter one return came on time and was sent back once, one late, one not at all."""
    office = make_office()
    prompt, slow, silent = (testing.make_unit(office.agency, f"Phòng Số {number}") for number in (1, 2, 3))
    make_obligation(office, locks=False, starts_on=date(2026, 9, 1))
    make_obligation(office, who="agency", locks=False, to="Sở Nội vụ", day=20, starts_on=date(2026, 9, 1))
    make_obligation(office, who="agency", locks=False, in_system=False, to="UBND tỉnh", day=25,
                    starts_on=date(2026, 9, 1))  # fmt: skip
    sent = send(make_report(office, "2026-Q3", unit=prompt), office, BEFORE)
    actions.return_report(report=sent, reason="Thiếu số liệu", by=office, at=BEFORE)
    send(make_report(office, "2026-Q3", unit=slow), office, AFTER)
    asked = Round(office.agency, NOW).between(date(2026, 9, 1), date(2026, 9, 30))
    [own] = [row for row in asked if not row.obligation.in_system]
    actions.note_filing(asked=own, sent_at=BEFORE, reference="12/BC-SCT", by=office, at=NOW)
    return office, prompt, slow, silent


def test_what_was_due_is_counted_by_how_it_came(round_of_three):
    office, prompt, slow, silent = round_of_three
    assert actions.keep_dues(agency=office.agency, at=NOW) == 6  # the office is a unit that reports too
    assert actions.keep_all_dues(at=NOW) == 0, "nothing changed since"
    cells = count_cells(DUES, DUES.all_rows())
    month = {unit: cells[office.agency_id, unit.pk, 202609] for unit in (prompt, slow, silent)}
    assert month == {
        prompt: {"units_due": 1, "units_in_time": 1, "units_returned": 1},
        slow: {"units_due": 1, "units_late": 1},
        silent: {"units_due": 1, "units_missing": 1},
    }
    bureau = Unit.objects.get(name="Văn phòng Sở")
    assert cells[office.agency_id, bureau.pk, 202609] == {
        "own_due": 1, "own_missing": 1, "other_due": 1, "other_in_time": 1, "units_due": 1, "units_missing": 1,
    }  # fmt: skip
    assert {at for _agency, _unit, at in cells} == {202609}, "December's are not due yet"


def test_the_rows_follow_the_calendar(round_of_three):
    office, *_units, silent = round_of_three
    actions.keep_dues(agency=office.agency, at=NOW)
    send(make_report(office, "2026-Q3", unit=silent), office, NOW)
    assert actions.keep_dues(agency=office.agency, at=NOW) == 1
    rows = {row.key: row for row in Round(office.agency, NOW).between(date(2026, 1, 1), NOW.date())}
    held = {f"{row.obligation_id}-{row.period_code}" + (f"-{row.body_id}" if row.body_id else ""): row
            for row in DueReport.objects.all()}  # fmt: skip
    assert held.keys() == rows.keys()
    for key, row in held.items():
        assert (row.sent_at, row.moment, row.due_on) == (rows[key].sent_at, rows[key].moment, rows[key].occurrence.due)
        assert (row.sent_at is None or row.sent_at > row.moment) is rows[key].stage.late
    plan_ended = DueReport.objects.first().obligation
    actions.change_obligation(obligation=plan_ended, given={"starts_on": date(2026, 10, 1)}, by=office, at=NOW)
    assert actions.keep_dues(agency=office.agency, at=NOW) > 0
    assert not DueReport.objects.filter(obligation=plan_ended).exists(), "the calendar has them no more"


def test_the_share_on_time_is_counted_and_opens_its_rows(round_of_three, client):
    office, prompt, slow, _silent = round_of_three
    actions.keep_dues(agency=office.agency, at=NOW)
    count_from(source=DUES, month=date(2026, 7, 1), by=office, at=NOW)
    own, units, back, late = indicators.load(
        "reports_on_time_share", "unit_returns_on_time_share", "unit_returns_sent_back_share", "reports_late_count"
    )
    found = readings(agency=office.agency, indicators=[own, units, back, late], periods=[Q3, Q4], units=[None, slow])
    shown = {name: found[one.pk, Q3, None] for name, one in (("own", own), ("units", units), ("back", back))}
    assert {name: (value.numerator, value.denominator) for name, value in shown.items()} == {
        "own": (0, 1), "units": (1, 4), "back": (1, 4),
    }  # fmt: skip
    assert found[late.pk, Q3, None].value == 4
    assert (found[units.pk, Q3, slow.pk].value, found[units.pk, Q3, slow.pk].counted) == (0, True)
    nothing_due = found[own.pk, Q4, None]
    assert (nothing_due.value, nothing_due.zero_rule) == (None, ZeroRule.NO_DATA)
    client.force_login(office)
    asked = {"dem": "units_late", "tu": "2026-07-01", "den": "2026-09-30"}
    page = client.get(reverse("reports:due_list"), asked).content.decode()
    assert "Báo cáo CCHC của các đơn vị gửi sau hạn, từ 01/07/2026 đến 30/09/2026" in page
    table = page[page.index("<tbody") :]
    assert slow.short_name in table
    assert prompt.short_name not in table
    none = client.get(reverse("reports:due_list"), {"dem": "own_late", "den": "2026-09-30"}).content.decode()
    assert "<tbody" not in none


def test_a_unit_sees_its_own_rows_and_another_department_none(round_of_three, client):
    office, prompt, slow, _silent = round_of_three
    actions.keep_dues(agency=office.agency, at=NOW)
    head = testing.make_account(office.agency, ["head"], unit=prompt)
    seen = DueReport.objects.visible_to(head)
    assert {row.body_id for row in seen} == {prompt.pk, None}
    stranger = testing.make_account(testing.make_agency("H98"), ["office"])
    assert not DueReport.objects.visible_to(stranger).exists()
    client.force_login(stranger)
    assert slow.short_name not in client.get(reverse("reports:due_list")).content.decode()
