"""The periodic reports of the demo: the last full quarter sent, the present one begun."""

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
def _texts() -> dict[str, str]:
    text = (Path(__file__).parent / "data" / "report.yaml").read_text(encoding="utf-8")
    texts: dict[str, str] = yaml.safe_load(text)["texts"]
    return texts


def report(department: Department, timeline: Timeline) -> None:
    """Put both reports into the timeline, where their days have come."""
    now = Period.of(Kind.QUARTER, department.today)
    sent = now.previous()
    if sent.year == department.year:
        start = workday(sent.last + timedelta(days=8))
        timeline.on(start, lambda at: _begin(department, sent, sent.last, at), hour=8)
        timeline.on(start, lambda at: _write(department, sent, None, at), hour=14)
        timeline.on(start, lambda at: _send(department, sent, at), hour=16, minute=30)
    as_of = workday(department.today - timedelta(days=2))
    if as_of > now.first:
        timeline.on(as_of, lambda at: _begin(department, now, as_of, at), hour=8, minute=30)
        timeline.on(as_of, lambda at: _write(department, now, BEGUN, at), hour=15, minute=30)


def _report(department: Department, period: Period) -> Report:
    return Report.objects.get(agency=department.agency, unit=None, period_code=period.code)


def _begin(department: Department, period: Period, as_of: date, at: datetime) -> None:
    actions.create_report(period=period, as_of=as_of, by=department.accounts["vanphong"], at=at)


def _write(department: Department, period: Period, keys: tuple[str, ...] | None, at: datetime) -> None:
    """Write sections: the form's own sentence where its figures are known, and what the office adds."""
    kept, office = _report(department, period), department.accounts["vanphong"]
    form, values = form_of(kept.form_code, kept.form_version), values_of(kept)
    versions = dict(kept.sections.values_list("key", "version"))
    for section in form.texts:
        if section.key not in _texts() or (keys is not None and section.key not in keys):
            continue
        known = section.draft.strip() and lacking(section, section.draft, values) is None
        text = "\n".join([section.draft.strip(), _texts()[section.key]] if known else [_texts()[section.key]])
        actions.save_section(report=kept, key=section.key, text=text, version=versions[section.key], by=office, at=at)


def _send(department: Department, period: Period, at: datetime) -> None:
    kept, office = _report(department, period), department.accounts["vanphong"]
    director = department.accounts["giamdoc"]
    kept = actions.edit_frame(
        report=kept, by=office, at=at, as_of=kept.as_of, number=str(310 + period.number), signed_on=at.date(),
        addressees=kept.addressees, recipients=kept.recipients, signer_authority="", signer_title="Giám đốc",
        signer_name=director.person.full_name,
    )  # fmt: skip
    actions.submit_report(report=kept, revision=kept.revision, by=director, at=at)
