"""The periodic reports of the demo: the last full quarter sent, the present one begun."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from cchc.common.periods import Kind, Period
from cchc.reports import actions
from cchc.reports.figures import values_of
from cchc.reports.models import Report
from cchc.reports.outline import form_of
from cchc.reports.rules.states import lacking

from .department import Department
from .timeline import Timeline, workday

BEGUN = ("steering_highlights", "plan_progress", "inspection", "one_stop", "budget")
"""The sections that the present quarter's draft has so far; the rest still waits for the units."""


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """What the office says in a quarter's report, by section."""
    text = (Path(__file__).parent / "data" / "report.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)["texts"]
    return found


def report(department: Department, timeline: Timeline) -> None:
    """Put both reports into the timeline, where their days have come."""
    now = Period.of(Kind.QUARTER, department.today)
    sent = now.previous()
    if sent.year == department.year:
        start = workday(sent.last + timedelta(days=8))
        timeline.on(start, lambda at: _begin(department, sent, sent.last, at), hour=8)
        timeline.on(start, lambda at: write(department, sent, texts(), at), hour=14)
        timeline.on(start, lambda at: _send(department, sent, at), hour=16, minute=30)
    as_of = workday(department.today - timedelta(days=2))
    if as_of > now.first:
        begun = {key: texts()[key] for key in BEGUN}
        timeline.on(as_of, lambda at: _begin(department, now, as_of, at), hour=8, minute=30)
        timeline.on(as_of, lambda at: write(department, now, begun, at), hour=15, minute=30)


def department_report(department: Department, period: Period) -> Report:
    """The department's own report of a period."""
    return Report.objects.get(agency=department.agency, unit=None, period_code=period.code)


def _begin(department: Department, period: Period, as_of: date, at: datetime) -> None:
    actions.create_report(period=period, as_of=as_of, by=department.accounts["vanphong"], at=at)


def write(department: Department, period: Period, said: Mapping[str, str], at: datetime) -> None:
    """Write the sections that something is said in: the form's own sentence where its figures are known, then that."""
    kept, office = department_report(department, period), department.accounts["vanphong"]
    form, values = form_of(kept.form_code, kept.form_version), values_of(kept)
    versions = dict(kept.sections.values_list("key", "version"))
    for section in form.texts:
        if section.key not in said:
            continue
        known = section.draft.strip() and lacking(section, section.draft, values) is None
        text = "\n".join([section.draft.strip(), said[section.key]] if known else [said[section.key]])
        actions.save_section(report=kept, key=section.key, text=text, version=versions[section.key], by=office, at=at)


def _send(department: Department, period: Period, at: datetime) -> None:
    kept, director = department_report(department, period), department.accounts["giamdoc"]
    kept = frame(department, kept, str(310 + period.number), at)
    actions.submit_report(report=kept, revision=kept.revision, by=director, at=at)


def frame(department: Department, report: Report, number: str, at: datetime) -> Report:
    """Give the department's report its signer and, with its number, its day."""
    return actions.edit_frame(
        report=report, by=department.accounts["vanphong"], at=at, as_of=report.as_of, number=number,
        signed_on=at.date() if number else None, addressees=report.addressees, recipients=report.recipients,
        signer_authority="", signer_title="Giám đốc", signer_name=department.accounts["giamdoc"].person.full_name,
    )  # fmt: skip
