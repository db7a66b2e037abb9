"""Figures made ready for pages: short names of periods, charts, the newest value of many indicators, coverage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from cchc.common.charts import LineChart, Point
from cchc.common.periods import Kind, Period
from cchc.organisation.models import Agency, Unit, UnitKind

from .facts import source_of
from .models import CountedFrom, Indicator, Observation, Reporter
from .rules import Figure, format_figure
from .rules import Unit as Measure
from .values import Value, readings
from .words import UNITS

_ROMAN = ("I", "II", "III", "IV")


def short_label(period: Period) -> str:
    """A name that fits under a chart: 9/26, III/26, 6T/26, 9T/26, 2026."""
    year = f"{period.year % 100:02d}"
    if period.kind is Kind.MONTH:
        return f"{period.number}/{year}"
    if period.kind is Kind.QUARTER:
        return f"{_ROMAN[period.number - 1]}/{year}"
    if period.kind is Kind.YEAR:
        return str(period.year)
    months = pgettext("letter for months in 6T/26", "T")
    half = f"{'6' if period.kind is Kind.HALF else '9'}{months}"
    return f"{half}{'' if period.number == 1 else '2'}/{year}"


def unit_word(indicator: Indicator) -> str:
    """The unit as it stands beside a number: %, điểm …; what is counted, for a count."""
    definition = indicator.definition
    if definition.unit is Measure.COUNT:
        return definition.noun.vi if str(indicator) == indicator.name_vi else definition.noun.en
    return "" if definition.unit in (Measure.RANK, Measure.YES_NO) else str(UNITS[definition.unit.value])


def chart_of(indicator: Indicator, now: Sequence[Value], before: Sequence[Value]) -> LineChart:
    """The values of periods, with the same periods of the year before."""
    points = [
        Point(
            label=short_label(value.period),
            value=value.value,
            note=_("số ước") if value.is_estimate else _("còn thiếu tháng") if value.missing else "",
        )
        for value in now
    ]
    return LineChart(
        title=str(indicator),
        points=points,
        unit=unit_word(indicator),
        decimals=indicator.definition.decimals,
        before=[value.value for value in before] if any(value.has_data for value in before) else (),
        from_zero=indicator.definition.unit in (Measure.COUNT, Measure.MILLION_VND, Measure.VND),
    )


@dataclass(frozen=True)
class Newest:
    """The figure last reported of an indicator, by whatever unit."""

    period: Period
    value: Value


def newest(agency: Agency, indicators: Sequence[Indicator]) -> dict[int, Newest]:
    """The department's value for the last period that any figure of the indicator is of; three queries."""
    rows = Observation.objects.filter(agency=agency, indicator__in=[indicator.pk for indicator in indicators])
    last: dict[int, Period] = {}
    for key, code in rows.current().order_by("last", "-first").values_list("indicator_id", "period"):
        last[key] = Period.parse(code)
    there = [indicator for indicator in indicators if indicator.pk in last]
    found = readings(agency=agency, indicators=there, periods=set(last.values()))
    return {i.pk: Newest(last[i.pk], found[i.pk, last[i.pk], None]) for i in there}


def value_text(value: Value) -> str:
    """The value as printed, "ước" before an estimate."""
    text = value.text
    return _("ước %(value)s") % {"value": text} if value.is_estimate and value.has_data else text


# How an indicator is served this year. Code → (state of the page kit, word).
COVERAGE = {
    "evidenced": ("done", gettext_lazy("có số, có tệp minh chứng")),
    "noted": ("doing", gettext_lazy("có số, có căn cứ")),
    "entered": ("done", gettext_lazy("có số liệu")),
    "assigned": ("waiting", gettext_lazy("đã phân công, chưa có số")),
    "open": ("not_started", gettext_lazy("chưa ai báo cáo")),
}


# How a figure comes about.
HOW = {
    "counted": gettext_lazy("đếm từ sổ"),
    "manual": gettext_lazy("nhập tay, có minh chứng"),
    "entered": gettext_lazy("nhập tay, chưa có sổ"),
}


@dataclass(frozen=True)
class Covered:
    """One indicator with how it is served: which of COVERAGE, how many figures and files this year, who reports."""

    indicator: Indicator
    code: str
    figures: int
    files: int
    reporters: tuple[str, ...]

    @property
    def folded(self) -> str:
        """For searching."""
        return self.indicator.folded

    @property
    def content(self) -> str:
        """Its content."""
        return self.indicator.content

    @property
    def how(self) -> str:
        """How its figure comes about: which of HOW."""
        return how_of(self.indicator)


def how_of(indicator: Indicator) -> str:
    """How an indicator's figure comes about by its newest definition: which of HOW."""
    if indicator.definition.counts:
        return "counted"
    return "manual" if indicator.manual else "entered"


def coverage(agency: Agency, indicators: Iterable[Indicator], year: int) -> list[Covered]:
    """How each indicator is served in a year: two queries."""
    figures: dict[int, tuple[int, int]] = {}
    rows = Observation.objects.filter(agency=agency, last__year=year).current()
    for key, evidence in rows.order_by().values_list("indicator_id", "evidence_id"):
        count, files = figures.get(key, (0, 0))
        figures[key] = count + 1, files + (evidence is not None)
    reporters: dict[int, list[str]] = {}
    held = Reporter.objects.filter(agency=agency, since__lte=date(year, 12, 31)).exclude(until__lte=date(year, 1, 1))
    for reporter in held.select_related("unit"):
        name = reporter.unit.short_name if reporter.unit else _("Toàn sở")
        reporters.setdefault(reporter.indicator_id, []).append(name)
    found = []
    for indicator in indicators:
        count, files = figures.get(indicator.pk, (0, 0))
        found.append(_covered(indicator, count, files, tuple(reporters.get(indicator.pk, ()))))
    return found


def _covered(indicator: Indicator, count: int, files: int, reporters: tuple[str, ...]) -> Covered:
    if count:
        code = "entered" if not indicator.manual else "evidenced" if files == count else "noted"
    else:
        code = "assigned" if reporters else "open"
    return Covered(indicator, code, count, files, reporters)


def units_with_figures(agency: Agency, indicator: Indicator) -> list[Unit]:
    """The units that ever reported the indicator or are to report it, in their order.

    Where the department counts it from rows, every unit right under the department beside them.
    """
    codes = {source_of(term)[0].code for term in indicator.definition.counts.terms}
    counted = CountedFrom.objects.filter(agency=agency, source__in=codes).exists()
    right_under = Q(parent=None, closed_on=None) & ~Q(kind=UnitKind.LEADERSHIP) if counted else Q(pk__in=[])
    seen = Observation.objects.filter(agency=agency, indicator=indicator).exclude(unit=None).values("unit")
    told = Reporter.objects.filter(agency=agency, indicator=indicator).exclude(unit=None).values("unit")
    return list(Unit.objects.filter(Q(pk__in=seen) | Q(pk__in=told) | right_under, agency=agency))


def figure_text(row: Observation) -> str:
    """A single figure with its parts, as printed."""
    shown = Figure(row.value, row.numerator, row.denominator)
    return format_figure(row.indicator.definition_on(row.last), shown, get_language() or "vi")


def rows_behind(value: Value | None) -> list[tuple[str, str]]:
    """Of a counted value: what each of its terms counts, and the page of the rows behind it; nothing of any other."""
    if value is None or not value.counted:
        return []
    found = []
    for term in value.definition.counts.terms:
        source, code = source_of(term)
        measure = source.by_code.get(code) or source.stock_by_code[code]
        first = {} if code in source.stock_by_code else {"tu": value.stretch.first.isoformat()}
        last = min(value.stretch.last, timezone.localdate()).isoformat()
        unit = {"don-vi": str(value.unit_id)} if value.unit_id else {}
        query = urlencode({"dem": code, **first, "den": last, **unit})
        found.append((measure.name.in_language(get_language() or "vi"), f"{reverse(source.rows_at)}?{query}"))
    return found
