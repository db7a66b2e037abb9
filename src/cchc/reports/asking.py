"""Whom to ask for what a report lacks: the unit that reports an indicator, the units whose work a section tells of."""

from collections.abc import Iterable

from cchc.indicators.models import Reporter
from cchc.organisation.models import Person, Unit
from cchc.plans.models import Target, Task

from .models import Report
from .rules.outline import ReportForm, SourceKind
from .rules.states import Missing


def units_to_ask(report: Report, form: ReportForm, lacks: Iterable[Missing]) -> dict[str, list[Unit]]:
    """Section → units, the most likely first: reporters of its indicators, else those with most work of its content."""
    wanted = list(lacks)
    codes = {key: form.figure(key).of[0] for one in wanted for key in one.figures
             if form.figure(key).kind is SourceKind.INDICATOR}  # fmt: skip
    reporters = _reporters(report, set(codes.values()))
    by_content = _by_content(report, {one.section.content for one in wanted if one.section.content})
    found = {}
    for one in wanted:
        named = [unit for key in one.figures for unit in reporters.get(codes.get(key, ""), ())]
        chosen = named or by_content.get(one.section.content, [])
        found[one.section.key] = list(dict.fromkeys(chosen))[:3]
    return found


def _reporters(report: Report, codes: set[str]) -> dict[str, list[Unit]]:
    open_now = Reporter.objects.on(report.as_of)
    rows = open_now.filter(agency_id=report.agency_id, indicator__code__in=codes, unit__isnull=False)
    found: dict[str, list[Unit]] = {}
    for row in rows.select_related("indicator", "unit"):
        if row.unit:
            found.setdefault(row.indicator.code, []).append(row.unit)
    return found


def _by_content(report: Report, contents: set[str]) -> dict[str, list[Unit]]:
    """Content → units, by how many living tasks they lead and targets they answer for."""
    counts: dict[str, dict[int, int]] = {content: {} for content in contents}
    tasks = Task.objects.filter(agency_id=report.agency_id, section__content__in=contents, lead__isnull=False).live()
    targets = Target.objects.filter(agency_id=report.agency_id, section__content__in=contents, owner__isnull=False)
    pairs = [*tasks.order_by().values_list("section__content", "lead_id"),
             *targets.live().order_by().values_list("section__content", "owner_id")]  # fmt: skip
    for content, unit in pairs:
        if unit is not None:
            counts[content][unit] = counts[content].get(unit, 0) + 1
    units = Unit.objects.in_bulk({unit for rows in counts.values() for unit in rows})
    return {
        content: [units[unit] for unit in sorted(rows, key=lambda one: (-rows[one], units[one].sort))]
        for content, rows in counts.items()
    }


def head_of(unit: Unit) -> Person | None:
    """Who heads the unit now."""
    return Person.objects.filter(tenures__unit=unit, tenures__heads=True, tenures__ended_on=None).order_by("pk").first()
