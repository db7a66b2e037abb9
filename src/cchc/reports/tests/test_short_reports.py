"""Reports of a month, a week and once: the days of their duty, the shorter outline, the same round, the same papers."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document

from cchc.common.errors import Refused
from cchc.common.periods import Period
from cchc.documents import blobs
from cchc.dossiers.models import Dossier
from cchc.indicators import testing as indicators
from cchc.organisation import testing
from cchc.reports import actions
from cchc.reports.figures import values_of
from cchc.reports.models import Report
from cchc.reports.obligations import Round
from cchc.reports.packing import verify
from cchc.reports.rules.spans import Span, SpanKind, told_by
from cchc.reports.rules.wording import ending_with, heading_of, printed_following, printed_period, subject_of
from cchc.reports.seal import verify_reports
from cchc.reports.testing import NOW, fill, make_obligation, make_office

from .story import make_story, register

pytestmark = pytest.mark.django_db
SPANS = [
    ("2026-W40", date(2026, 9, 26), "tuần 40 năm 2026 (từ ngày 26/09/2026 đến ngày 02/10/2026)", "tuần tiếp theo",
     "2026-W39", "2025-W40"),
    ("2026-W01", None, "tuần 1 năm 2026 (từ ngày 29/12/2025 đến ngày 04/01/2026)", "tuần tiếp theo", "2025-W52",
     "2025-W01"),
    ("2026-10-02", date(2026, 9, 3), "từ ngày 03/09/2026 đến ngày 02/10/2026", "thời gian tới", "2026-09-02",
     "2025-10-03"),
    ("2026-M09", None, "tháng 9 năm 2026", "tháng 10 năm 2026", "2026-M08", "2025-M09"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "since", "words", "ahead", "before", "last_year"), SPANS)
def test_what_a_report_tells_of(code, since, words, ahead, before, last_year):
    told = told_by(code, since)
    assert (told.code, printed_period(told), printed_following(told)) == (code, words, ahead)
    assert (told.previous().code, told.same_last_year().code) == (before, last_year)
    assert told.contains(told.first)
    assert not told.contains(told.previous().last)
    assert ending_with(told) == [code]
    if isinstance(told, Span):
        assert told.next().previous() == told
        assert told.kind is (SpanKind.WEEK if "W" in code else SpanKind.ONCE)


@pytest.mark.parametrize(
    ("code", "since", "asked", "heading", "subject"),
    [
        ("2026-M08", None, "Báo cáo tháng", "Công tác cải cách hành chính tháng 8 năm 2026",
         "công tác cải cách hành chính tháng 8 năm 2026"),
        ("2026-W40", date(2026, 9, 26), "Báo cáo tuần",
         "Công tác cải cách hành chính tuần 40 năm 2026\n(từ ngày 26/09/2026 đến ngày 02/10/2026)",
         "công tác cải cách hành chính tuần 40 năm 2026"),
        ("2026-10-02", date(2026, 9, 3), "Báo cáo đột xuất về tình hình giải quyết hồ sơ",
         "Tình hình giải quyết hồ sơ\n(từ ngày 03/09/2026 đến ngày 02/10/2026)", "tình hình giải quyết hồ sơ"),
        ("2026-10-02", date(2026, 9, 3), "CCHC quý III",
         "CCHC quý III\n(từ ngày 03/09/2026 đến ngày 02/10/2026)", "CCHC quý III"),
        ("2026-10-02", date(2026, 9, 3), "Báo cáo", "Báo cáo\n(từ ngày 03/09/2026 đến ngày 02/10/2026)", "báo cáo"),
        ("2026-10-02", date(2026, 9, 3), "", "Công tác cải cách hành chính từ ngày 03/09/2026 đến ngày 02/10/2026",
         "công tác cải cách hành chính từ ngày 03/09/2026 đến ngày 02/10/2026"),
    ],
)  # fmt: skip
def test_what_a_short_report_is_about(code, since, asked, heading, subject):
    told = told_by(code, since)
    assert (heading_of(told, asked), subject_of(told, asked)) == (heading, subject)


def asked_for(office, obligation, first, last):
    return [row for row in Round(office.agency, NOW).between(first, last) if row.obligation == obligation]


def dossiers(units=None):
    rows = Dossier.objects.all()
    return list(rows if units is None else rows.filter(unit__in=units))


@pytest.fixture
def office(db):
    office = make_office()
    unit, _tasks = make_story(office)
    indicators.load()
    register(office, [unit, testing.make_unit(office.agency, "Phòng Năng lượng")], number=400)
    return office


def test_a_month_from_the_15th_to_the_14th_through_the_whole_round(office, tmp_path):
    monthly = make_obligation(office, title="Báo cáo tháng", who="agency", cadences=["monthly"], day=20, locks=False,
                              window_day=15, to="Ủy ban nhân dân tỉnh")  # fmt: skip
    [asked] = asked_for(office, monthly, date(2026, 8, 1), date(2026, 8, 31))
    report = actions.begin_asked(asked=asked, by=office, at=NOW)
    assert (report.form_code, report.period_code, report.days, report.as_of) == (
        "short", "2026-M08", (date(2026, 7, 15), date(2026, 8, 31)), date(2026, 8, 14),
    )  # fmt: skip
    values, rows = values_of(report), dossiers()
    for name, first, last in (("value", date(2026, 7, 15), date(2026, 8, 14)),
                              ("previous", date(2026, 6, 15), date(2026, 7, 14)),
                              ("last_year", date(2025, 7, 15), date(2025, 8, 14))):  # fmt: skip
        received = sum(row.received_on is not None and first <= row.received_on <= last for row in rows)
        assert getattr(values["dossiers_received"], name) == received > 0
    still = [row for row in rows if row.received_on and row.received_on <= date(2026, 8, 14)
             and not (row.finished_on and row.finished_on <= date(2026, 8, 14))]  # fmt: skip
    assert values["dossiers_open"].value == len(still)
    assert values["dossiers_received"].as_of == date(2026, 8, 14)
    filled = fill(report, office)
    actions.present_report(report=filled, by=office, at=NOW)
    with pytest.raises(Refused, match="duyệt"):
        actions.submit_report(report=filled, revision=Report.objects.get().revision, by=office, at=NOW)
    director = testing.make_account(office.agency, ["director"])
    actions.approve_report(report=filled, by=director, at=NOW)
    sent = actions.submit_report(report=filled, revision=Report.objects.get().revision, by=office, at=NOW)
    assert verify_reports().whole
    [after] = asked_for(office, monthly, date(2026, 8, 1), date(2026, 8, 31))
    assert after.report == sent
    text = "\n".join(line.text for line in Document(io.BytesIO(blobs.read(sent.docx.sha256))).paragraphs)
    assert "Công tác cải cách hành chính tháng 8 năm 2026" in text
    assert "PHỤ LỤC II" not in text.upper()
    assert zipfile.is_zipfile(io.BytesIO(blobs.read(sent.xlsx.sha256)))
    assert blobs.read(sent.pdf.sha256).startswith(b"%PDF")
    place = tmp_path / "pack.zip"
    place.write_bytes(blobs.read(sent.pack.sha256))
    ran = subprocess.run([sys.executable, "-I", verify.__file__, place], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    Report.objects.filter(pk=sent.pk).update(since=date(2026, 7, 14))
    assert verify_reports().faults


def test_a_week_of_units_is_gathered_into_that_of_the_department(office):
    given = {"cadences": ["weekly"], "weekday": 4, "window_day": 6, "locks": False, "day": None}
    theirs = make_obligation(office, title="Báo cáo tuần của phòng", **given)
    ours = make_obligation(office, title="Báo cáo tuần của Sở", who="agency", **given)
    other = make_obligation(office, title="Báo cáo tuần gửi nơi khác", who="agency", **given)
    week = date(2026, 9, 28), date(2026, 10, 4)
    room = next(row for row in asked_for(office, theirs, *week) if row.unit.name == "Phòng Quản lý thương mại")
    head = testing.make_account(office.agency, ["head"], unit=room.unit)
    back = actions.begin_asked(asked=room, by=head, at=NOW)
    assert (back.period_code, back.days, back.as_of) == (
        "2026-W40", (date(2026, 9, 26), date(2026, 10, 2)), date(2026, 10, 2),
    )  # fmt: skip
    first, last = back.days
    mine = sum(row.received_on is not None and first <= row.received_on <= last for row in dossiers([room.unit]))
    assert values_of(back)["dossiers_received"].value == mine
    back = fill(back, head, "Đã xử lý xong hồ sơ tồn.")
    actions.submit_report(report=back, revision=back.revision, by=head, at=NOW)
    actions.accept_report(report=back, by=office, at=NOW)
    [asked] = asked_for(office, ours, *week)
    whole = actions.begin_asked(asked=asked, by=office, at=NOW)
    assert actions.consolidate(report=whole, by=office, at=NOW) > 3
    assert "Phòng Quản lý thương mại: Đã xử lý xong hồ sơ tồn." in whole.sections.get(key="one_stop").text
    [elsewhere] = asked_for(office, other, *week)
    assert elsewhere.report is None, "each weekly report answers its own obligation"
    assert actions.begin_asked(asked=elsewhere, by=office, at=NOW).pk != whole.pk
    with pytest.raises(Refused, match="Đã có báo cáo"):
        actions.begin_asked(asked=asked, by=office, at=NOW)


def test_what_is_asked_for_once_tells_of_its_own_days(office):
    given = {"cadences": ["ad_hoc"], "locks": False, "day": None, "starts_on": date(2026, 9, 3), "ends_on": None}
    theirs = make_obligation(office, title="Đột xuất của phòng", on=date(2026, 9, 30), **given)
    ours = make_obligation(office, title="Đột xuất của Sở", who="agency", on=date(2026, 10, 2), **given)
    rows = asked_for(office, theirs, date(2026, 9, 1), date(2026, 10, 31))
    room = next(row for row in rows if row.unit.name == "Phòng Quản lý thương mại")
    head = testing.make_account(office.agency, ["head"], unit=room.unit)
    back = fill(actions.begin_asked(asked=room, by=head, at=NOW), head, "Đã rà soát xong.")
    actions.submit_report(report=back, revision=back.revision, by=head, at=NOW)
    actions.accept_report(report=back, by=office, at=NOW)
    [asked] = asked_for(office, ours, date(2026, 9, 1), date(2026, 10, 31))
    whole = actions.begin_asked(asked=asked, by=office, at=NOW)
    assert (whole.period_code, whole.days) == ("2026-10-02", (date(2026, 9, 3), date(2026, 10, 2)))
    assert actions.consolidate(report=whole, by=office, at=NOW)
    assert "Đã rà soát xong." in whole.sections.get(key="one_stop").text


def test_a_quarter_keeps_to_the_days_of_its_duty_and_to_its_last_day(office):
    quarterly = make_obligation(office, title="Báo cáo quý", who="agency", locks=False, window_day=15)
    [asked] = asked_for(office, quarterly, date(2026, 9, 1), date(2026, 9, 30))
    report = actions.begin_asked(asked=asked, by=office, at=NOW)
    assert (report.form_code, report.since, report.as_of) == ("periodic", date(2026, 6, 15), date(2026, 9, 14))

    def settled(first, last):
        return sum(row.finished_on is not None and first <= row.finished_on <= last and row.state in (9, 10)
                   for row in dossiers())  # fmt: skip

    assert values_of(report)["dossiers_settled"].value == settled(date(2026, 6, 15), date(2026, 9, 14))
    assert values_of(report)["dossiers_settled"].previous == settled(date(2026, 3, 15), date(2026, 6, 14))
    half = actions.create_report(period=Period.parse("2026-H2"), as_of=date(2026, 9, 20), by=office, at=NOW)
    assert values_of(half)["dossiers_settled"].value == settled(date(2026, 7, 1), date(2026, 9, 20))


def test_the_days_of_the_figures_are_kept_to(office):
    monthly = make_obligation(office, title="Báo cáo tháng", who="agency", cadences=["monthly"], day=20, locks=False,
                              window_day=15)  # fmt: skip
    [asked] = asked_for(office, monthly, date(2026, 8, 1), date(2026, 8, 31))
    with pytest.raises(Refused, match="chưa bắt đầu"):
        actions.begin_asked(asked=asked, by=office, at=datetime(2026, 7, 10, 3, tzinfo=UTC))
    report = actions.begin_asked(asked=asked, by=office, at=NOW)
    frame = {"number": "", "signed_on": None, "addressees": "", "recipients": "", "signer_authority": "",
             "signer_title": "", "signer_name": ""}  # fmt: skip
    actions.edit_frame(report=report, by=office, at=NOW, as_of=date(2026, 7, 20), **frame)
    with pytest.raises(Refused, match="trong kỳ"):
        actions.edit_frame(report=report, by=office, at=NOW, as_of=date(2026, 7, 14), **frame)
