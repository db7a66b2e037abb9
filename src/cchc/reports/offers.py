"""Texts that a writer may take over into a section: what units wrote, and what the plans themselves say."""

from dataclasses import dataclass
from typing import Any

from cchc.plans.models import Task

from .figures import values_of
from .models import Report, ReportState, Section, Standing, Step, StepKind
from .outline import form_of
from .papers import words_of
from .rules import text
from .rules.outline import ReportForm, SectionSpec
from .rules.spans import Span, SpanKind
from .rules.values import Value, Values, printed
from .rules.wording import ending_with, following

MOST = 40
"""Items of one offered list; a longer list belongs to the annex."""


@dataclass(frozen=True)
class Offer:
    """A text with where it comes from."""

    code: str  # "unit-12" or "plans"
    source: str
    text: str
    unit: str = ""  # whose text it is
    report: int = 0  # the return it stands in


def offers_for(report: Report, section: SectionSpec, standings: list[Standing]) -> list[Offer]:
    """What can be taken over into a section of a draft."""
    found = []
    listed = {"reached": _reached, "lagging": _lagging}.get(section.offer)
    if listed:
        found.append(Offer("plans", "", listed(standings)))
    if section.offer == "upcoming":
        found.append(Offer("plans", "", _upcoming(report)))
    if report.unit_id is None:
        found += _of_units(report, section)
    return [offer for offer in found if offer.text]


def accepted_offers(report: Report, section: SectionSpec) -> list[Offer]:
    """What units wrote in a section, of the returns that the office has accepted."""
    found = _of_units(report, section)
    steps = Step.objects.filter(report__in=[one.report for one in found]).order_by("pk")
    last = dict(steps.values_list("report", "kind"))
    return [one for one in found if last.get(one.report) == StepKind.ACCEPTED]


def _lines(items: list[str]) -> str:
    return "\n".join(f"- {_plain(item)}" for item in items[:MOST])


def _plain(words: str) -> str:
    """On one line, and without braces, which would be read as figures."""
    return " ".join(words.replace("{", "(").replace("}", ")").split())


def _reached(standings: list[Standing]) -> str:
    targets = [row for row in standings if row.kind == "target" and row.verdict == "reached"]
    return _lines([f"{row.text}: {row.result}." for row in targets])


def _lagging(standings: list[Standing]) -> str:
    order = ("missed", "at_risk")
    targets = [row for verdict in order for row in standings if row.kind == "target" and row.verdict == verdict]
    late = [row for row in standings if row.kind == "task" and row.verdict == "overdue"]
    items = [f"{row.text}: {row.result}; phải đạt {row.promised}{_whose(row)}." for row in targets]
    return _lines([*items, *(f"{row.text}: {row.result.lower()}{_whose(row)}." for row in late)])


def _whose(row: Standing) -> str:
    return f" ({row.owner})" if row.owner else ""


def _upcoming(report: Report) -> str:
    ahead = following(report.period)
    tasks = Task.objects.filter(agency_id=report.agency_id).live().open()
    tasks = tasks.filter(due_on__gte=ahead.first, due_on__lte=ahead.last).select_related("lead")
    if report.unit_id:
        tasks = tasks.filter(lead_id=report.unit_id)
    rows = tasks.order_by("due_on", "pk")[:MOST]
    return _lines([f"{row.text} ({row.lead_name or 'chưa giao'}, hạn {row.due_on:%d/%m/%Y})." for row in rows])


def _of_units(report: Report, section: SectionSpec) -> list[Offer]:
    """What units wrote in the same section of their sent reports for the same period, where they changed it."""
    rows = Section.objects.filter(
        key=section.key,
        report__agency_id=report.agency_id,
        report__unit__isnull=False,
        report__form_code=report.form_code,
        **returns_for(report),
        report__state=ReportState.SUBMITTED,
    ).select_related("report__unit", "updated_by__person")
    rows = rows.filter(report__in=Report.objects.uncorrected().values("pk")).order_by("report__unit__sort")
    found = []
    for row in rows:
        if not row.text.strip() or row.text == section.draft or row.report.unit is None:
            continue
        form = form_of(row.report.form_code, row.report.form_version)
        who = row.updated_by.get_full_name() if row.updated_by else ""
        source = f"{row.report.unit.name}{', ' + who if who else ''}"
        said = _written_out(row, words_of(row.report), values_of(row.report), form)
        found.append(Offer(f"unit-{row.report.unit_id}", source, said, row.report.unit.name, row.report_id))
    return found


def returns_for(report: Report) -> dict[str, Any]:
    """Which returns belong to the department's report: those of its period; of one asked for once those that tell of
    the same days."""
    if isinstance(report.period, Span) and report.period.kind is SpanKind.ONCE:
        return {"report__since": report.since, "report__obligation__on__lte": report.period.last}
    return {"report__period_code__in": ending_with(report.period)}


def _written_out(section: Section, words: dict[str, str], values: Values, form: ReportForm) -> str:
    """The text of a unit's section with its figures written out: in another report the keys mean other numbers."""
    lines = []
    for line in text.parse(section.text):
        said = "".join(piece.text or _said(piece, words, values, form) for piece in line.pieces)
        lines.append({0: "", 1: "- ", 2: "+ "}[line.level] + said)
    return "\n".join(lines)


def _said(piece: text.Piece, words: dict[str, str], values: Values, form: ReportForm) -> str:
    if piece.note:
        return f"[[{piece.note}]]"
    if piece.key in words:
        return words[piece.key]
    return printed(form.figure(piece.key), values.get(piece.key, Value()).value)
