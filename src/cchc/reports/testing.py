"""Builders of what tests of reports stand on: a department with plans, figures and a report that can be sent."""

from datetime import UTC, date, datetime
from typing import Any

from cchc.common.periods import Period
from cchc.organisation import testing as organisation
from cchc.organisation.models import Account, Agency, Unit
from cchc.plans.actions import move_task
from cchc.plans.models import Task
from cchc.plans.rules.tasks import Move

from .actions import add_obligation, create_report, edit_frame, save_section
from .models import Obligation, Report
from .outline import form_of

NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
"""Nine o'clock of Monday 5 October 2026 in Vietnam: when the builders act."""


def make_office(agency: Agency | None = None) -> Account:
    """Somebody of the office of a department."""
    where = agency or organisation.make_agency()
    return organisation.make_account(
        where, ["office"], unit=organisation.make_unit(where, "Văn phòng Sở", kind="office")
    )


def make_report(by: Account, code: str = "2026-Q3", *, unit: Unit | None = None, as_of: date | None = None) -> Report:
    """A draft for a period, as of its last day."""
    period = Period.parse(code)
    return create_report(period=period, as_of=as_of or period.last, by=by, at=NOW, unit=unit)


def fill(report: Report, by: Account, text: str = "Đã thực hiện theo kế hoạch.", *, at: datetime = NOW) -> Report:
    """Every section with plain text and a signer, so that nothing stands against sending."""
    form = form_of(report.form_code, report.form_version)
    versions = dict(report.sections.values_list("key", "version"))
    for section in form.texts:
        save_section(report=report, key=section.key, text=text, version=versions[section.key], by=by, at=at)
    return edit_frame(
        report=report, by=by, at=at, as_of=report.as_of, number="", signed_on=None, addressees=report.addressees,
        recipients=report.recipients, signer_authority="", signer_title="Giám đốc", signer_name="Người Ký Thử",
    )  # fmt: skip


def finish(task: Task, by: Account, on: date) -> Task:
    """The task handed in and accepted on a day, by somebody who may do both."""
    at = datetime(on.year, on.month, on.day, 3, 0, tzinfo=UTC)
    for move in (Move.SUBMIT, Move.FINISH):
        task = move_task(task=task, move=move, by=by, at=at)
    return task


def make_obligation(by: Account, **facts: Any) -> Obligation:
    """Every unit reports to the office by the 14th of the last month of each quarter of 2026, unless told otherwise."""
    usual: dict[str, Any] = {
        "title": "Báo cáo CCHC định kỳ", "who": "units", "unit": None, "to": "Văn phòng Sở", "cadences": ["quarterly"],
        "day": 14, "in_system": True, "locks": True, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
    }  # fmt: skip
    return add_obligation(given=usual | facts, by=by, at=NOW)
