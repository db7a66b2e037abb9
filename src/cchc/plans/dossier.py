"""What the page of a target lays open: its way on a chart, the figures entered, what was changed and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.charts import LineChart, Point
from cchc.common.models import JournalEntry
from cchc.indicators.models import Observation
from cchc.indicators.rules import Figure, format_figure
from cchc.plans.models import Target
from cchc.plans.rules.assess import assess
from cchc.plans.rules.foretold import Foretold
from cchc.plans.rules.goals import GoalKind, Unit
from cchc.plans.standing import Standing

LATEST = 24


@dataclass(frozen=True)
class Seen:
    """One figure entered for the target's indicator, as it is shown."""

    observation: Observation
    text: str


@dataclass(frozen=True)
class Change:
    """One entry of the journal about a target."""

    what: str
    who: str
    at: datetime
    reason: str
    rows: list[tuple[str, str, str]]


def chart_of(standing: Standing, foretold: Foretold | None = None) -> LineChart | None:
    """What was measured beside what was asked for on the same day, and what is forecast; none without numbers."""
    goal, found = standing.goal, standing.assessment
    if not standing.readings or goal.kind in {GoalKind.EXISTENCE, GoalKind.JUDGED}:
        return None
    short = "%d/%m/%y" if len(standing.readings) > 5 else "%d/%m/%Y"  # more labels would run into each other
    points = []
    for place, reading in enumerate(standing.readings):
        then = assess(goal, standing.readings[: place + 1], reading.as_of)
        asked = then.expected if then.expected is not None else then.bar
        note = _("ước") if reading.estimated else ""
        points.append(Point(f"{reading.as_of:{short}}", reading.value, target=asked, note=note))
    fixed = goal.value if goal.kind in {GoalKind.THRESHOLD, GoalKind.RANK} else None
    bar = fixed if found.bar is None else found.bar
    if bar is not None and standing.readings[-1].as_of < goal.due:
        likely = foretold.forecast.likely if foretold and foretold.forecast else None
        note = _("dự báo") if likely is not None else _("hạn")
        points.append(Point(f"{goal.due:{short}}", likely, target=bar, note=note, forecast=likely is not None))
    asked_for = {point.target for point in points if point.target is not None}
    level = bar if asked_for == {bar} else None
    if level is not None:
        points = [replace(point, target=None) for point in points]
    unit = "%" if goal.level_unit is Unit.PERCENT else goal.noun
    return LineChart(_("Số liệu và mức phải đạt"), points, unit=unit, decimals=_decimals(standing), target=level)


def _decimals(standing: Standing) -> int:
    """How many decimals the indicator shows."""
    indicator = standing.target.indicator
    return indicator.definition_on(standing.today).decimals if indicator else 2


def observations_of(target: Target) -> list[Seen]:
    """The latest figures of the target's indicator and scope that hold, with their days and sources."""
    if target.indicator is None:
        return []
    rows = Observation.objects.filter(agency=target.agency_id, indicator=target.indicator, unit=target.scope).current()
    rows = rows.select_related("entered_by__person", "evidence").order_by("-last", "-first")[:LATEST]
    language = get_language() or "vi"
    return [
        Seen(row, format_figure(target.indicator.definition_on(row.last),
                                Figure(row.value, row.numerator, row.denominator), language))
        for row in rows
    ]  # fmt: skip


def changes_of(target: Target) -> list[Change]:
    """What the journal tells of a target, the latest first."""
    entries = JournalEntry.objects.filter(record_type="plans.target", record_id=str(target.pk)).order_by("-seq")
    words = {
        "plans.edit_target": _("Sửa chỉ tiêu"),
        "plans.judge": _("Ghi kết quả"),
        "plans.withdraw_target": _("Rút chỉ tiêu"),
        "plans.evidence.attach": _("Nộp tài liệu kiểm chứng"),
        "plans.evidence.withdraw": _("Rút tài liệu kiểm chứng"),
    }
    return [
        Change(words.get(entry.action, entry.action), entry.actor_name, entry.at,
               str((entry.after or {}).get("reason", "")), _rows(entry.before, entry.after))
        for entry in entries
    ]  # fmt: skip


def _rows(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> list[tuple[str, str, str]]:
    """Name, before and after of what changed."""
    names = _names()
    old, new = before or {}, after or {}
    return [
        (names[key], _plain(old.get(key)), _plain(new.get(key)))
        for key in names
        if old and old.get(key) != new.get(key)
    ]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(": ".join(str(part) for part in row) if isinstance(row, list) else str(row) for row in value)
    return "" if value is None else str(value)


def _names() -> dict[str, str]:
    return {
        "text": _("Chỉ tiêu"),
        "kind": _("Dạng chỉ tiêu"),
        "comparator": _("So sánh"),
        "value": _("Mức phải đạt"),
        "unit": _("Đơn vị tính"),
        "baseline": _("Số gốc"),
        "baseline_label": _("Kỳ gốc"),
        "course": _("Cách theo dõi trong kỳ"),
        "starts_on": _("Tính từ ngày"),
        "due_on": _("Hạn"),
        "milestones": _("Mốc"),
        "verdict": _("Kết quả"),
    }
