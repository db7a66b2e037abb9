"""Tasks counted for figures, the rows behind them, and how targets of living plans are measured."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.common.periods import Days, Period
from cchc.indicators.facts import count_cells
from cchc.indicators.models import CountedFrom, Indicator
from cchc.indicators.presenting import rows_behind
from cchc.indicators.rules import Counts, Formula
from cchc.indicators.testing import load, make_indicator
from cchc.indicators.values import readings
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans.measures import TASKS
from cchc.plans.models import Plan, Target, Task
from cchc.plans.rules.contents import Content
from cchc.plans.testing import confirmed_target, confirmed_task, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    agency = make_agency()
    office = make_account(agency=agency, roles=("office",))
    units = [make_unit(agency, "Phòng Một"), make_unit(agency, "Phòng Hai")]
    lead = units[0].pk
    make_plan(
        office,
        confirmed_task("Rà soát thủ tục", "Ngày 30/6/2026", lead=lead),
        confirmed_task("Số hóa kết quả", "Ngày 10/6/2026", lead=lead, content=Content.DIGITAL),
        confirmed_task("Kiểm tra đơn vị", "Ngày 20/6/2026", lead=units[1].pk),
        confirmed_task("Hội nghị tổng kết", "Ngày 20/6/2026", lead=lead),
        confirmed_target("Tỷ lệ hồ sơ đúng hạn đạt ít nhất 98%"),
    )
    rows = {task.text: task for task in Task.objects.all()}
    # the evening of the due day in Vietnam is still the day before in UTC
    done(rows["Rà soát thủ tục"], datetime(2026, 6, 30, 15, 0, tzinfo=UTC))
    done(rows["Số hóa kết quả"], datetime(2026, 6, 30, 18, 0, tzinfo=UTC))
    Task.objects.filter(pk=rows["Hội nghị tổng kết"].pk).update(state="cancelled")
    return agency, office, units


def done(task, at):
    Task.objects.filter(pk=task.pk).update(state="done", finished_at=at)


def test_tasks_are_counted_by_the_month_they_are_due_and_the_month_they_were_done_in_vietnam(place):
    agency, _office, (first, second) = place
    cells = count_cells(TASKS, TASKS.all_rows())
    june = cells[agency.pk, first.pk, 202606]
    assert {code: june.get(code, 0) for code in ("due", "due_done", "due_in_time", "finished", "finished_late")} == {
        "due": 2, "due_done": 2, "due_in_time": 1, "finished": 1, "finished_late": 0,
    }  # fmt: skip
    assert (june["due_digital"], june["due_digital_done"], june["due_procedures"]) == (1, 1, 1)
    july = cells[agency.pk, first.pk, 202607]  # one hour past midnight in Vietnam
    assert july == {"finished": 1, "finished_late": 1, "planned_done": 1}
    assert cells[agency.pk, second.pk, 202606] == {"due": 1, "due_procedures": 1}


def test_a_share_of_tasks_is_counted_and_opens_its_rows(place, client):
    agency, office, (first, _second) = place
    CountedFrom.objects.create(agency=agency, source="tasks", month=202601, said_at=datetime(2026, 1, 1, tzinfo=UTC))
    counts = Counts(numerator=("tasks.due_in_time",), denominator=("tasks.due",))
    share, period = make_indicator("tasks_share", formula=Formula.RATIO, counts=counts), Period.parse("2026-Q2")
    found = readings(agency=agency, indicators=[share], periods=[period], units=[None, first])
    assert (found[share.pk, period, None].numerator, found[share.pk, period, None].denominator) == (1, 3)
    assert found[share.pk, period, first.pk].value == 50
    client.force_login(office)
    page = client.get(
        reverse("plans:counted_tasks"),
        {"dem": "due_in_time", "tu": "2026-04-01", "den": "2026-06-30", "don-vi": first.pk},
    ).content.decode()
    assert "Rà soát thủ tục" in page
    assert "Số hóa kết quả" not in page
    assert "Kiểm tra đơn vị" not in page


def counted_so_far(place, *codes):
    """Shared indicators counted from the tasks since January 2026, whole and by unit."""
    agency, _office, units = place
    CountedFrom.objects.create(agency=agency, source="tasks", month=202601, said_at=datetime(2026, 1, 1, tzinfo=UTC))
    load()
    shares = list(Indicator.objects.filter(code__in=codes).with_versions())
    periods = [Period.parse(code) for code in ("2026-M06", "2026-M07", "2026-M08", "2026-Q3", "2026-Y", "2027-M01")]
    return readings(agency=agency, indicators=shares, periods=periods, units=[None, *units]), shares


def test_the_plan_of_the_year_is_counted_from_january_whatever_the_period(place, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_moment: date(2026, 8, 20))
    found, (share,) = counted_so_far(place, "par_plan_completion_share")
    said = {code: value for (_one, code, unit), value in found.items() if unit is None}
    parts = {str(code): (value.numerator, value.denominator) for code, value in said.items()}
    assert parts == {
        "2026-M06": (1, 3), "2026-M07": (2, 3), "2026-M08": (2, 3), "2026-Q3": (2, 3), "2026-Y": (2, 3),
        "2027-M01": (None, None),  # has not begun
    }  # fmt: skip
    july = Period.parse("2026-M07")
    assert [found[share.pk, july, unit.pk].numerator for unit in place[2]] == [2, 0]
    assert said[july].stretch == Days(date(2026, 1, 1), date(2026, 7, 31))


def test_behind_it_stand_the_tasks_of_the_whole_year(place, client):
    found, (share,) = counted_so_far(place, "par_plan_completion_share")
    client.force_login(place[1])
    shown = {name: client.get(url).content.decode() for name, url in
             rows_behind(found[share.pk, Period.parse("2026-M08"), None])}  # fmt: skip
    done, planned = shown["Nhiệm vụ của kế hoạch năm đã hoàn thành"], shown["Nhiệm vụ của kế hoạch năm"]
    tasks = ("Rà soát thủ tục", "Số hóa kết quả", "Kiểm tra đơn vị", "Hội nghị tổng kết")
    assert [text in done for text in tasks] == [True, True, False, False]
    assert [text in planned for text in tasks] == [True, True, True, False]
    target = Target.objects.get()
    Target.objects.filter(pk=target.pk).update(indicator=share)
    page = client.get(reverse("plans:target", args=[target.pk])).content.decode()
    assert "dem=planned_done&amp;tu=2026-01-01" in page
    assert "được đếm từ sổ, không phải nhập" in page
    assert "Chưa có số liệu" not in page


def test_what_a_plan_of_several_years_sets_or_a_later_year_ends_is_not_done_within_the_plan_of_the_year(place):
    third = Task.objects.exclude(state="cancelled").order_by("pk")[2]
    done(third, datetime(2026, 12, 31, 17, 30, tzinfo=UTC))  # on 1 January in Vietnam
    found, _shares = counted_so_far(place, "par_plan_tasks_count", "par_plan_tasks_done_count")
    values = {value.indicator.code: value.value for (_one, period, unit), value in found.items()
              if unit is None and str(period) == "2026-Y"}  # fmt: skip
    assert values == {"par_plan_tasks_count": 3, "par_plan_tasks_done_count": 2}
    Plan.objects.update(last_year=2030)
    CountedFrom.objects.all().delete()
    found, _shares = counted_so_far(place, "par_plan_tasks_count", "par_plan_tasks_done_count")
    assert {value.value for value in found.values() if value.value is not None} == {0}


def test_the_rows_of_another_department_are_not_shown(place, client):
    client.force_login(make_account(agency=make_agency("H98"), roles=("office",)))
    assert "Rà soát" not in client.get(reverse("plans:counted_tasks")).content.decode()
    assert "98%" not in client.get(reverse("plans:coverage")).content.decode()


def test_targets_are_shown_by_how_they_are_measured(place, client):
    _agency, office, _units = place
    url = reverse("plans:coverage")
    client.force_login(office)
    target = Target.objects.get()
    for indicator, word, code in (
        (None, "chưa gắn chỉ số", "none"),
        (make_indicator("by_hand", manual=True), "nhập tay, có minh chứng", "manual"),
        (make_indicator("no_register"), "nhập tay, chưa có sổ", "entered"),
        (make_indicator("from_rows", counts=Counts(numerator=("tasks.due_done",), denominator=("tasks.due",))),
         "đếm từ sổ", "counted"),
    ):  # fmt: skip
        Target.objects.filter(pk=target.pk).update(indicator=indicator)
        page = client.get(url, {"cach": code}).content.decode()
        assert target.text in page
        assert f"<td>{word}" in page or word in page
        others = {"none", "manual", "entered", "counted"} - {code}
        assert all(target.text not in client.get(url, {"cach": other}).content.decode() for other in others)


def test_the_day_of_a_finished_task_is_the_day_in_vietnam(place):
    rows = TASKS.rows("finished_late", first=date(2026, 7, 1), last=date(2026, 7, 31))
    assert [task.text for task in rows] == ["Số hóa kết quả"]
