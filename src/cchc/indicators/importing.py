"""A table of figures held against what is there: which lines are new, changed, the same, at fault. Reads only."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.periods import Period
from cchc.common.spreadsheets.cells import Cell, amount_of, day_of, text_of
from cchc.common.spreadsheets.faults import Fault, fault_at, of_formula, require_distinct
from cchc.common.spreadsheets.reading import Table, read_table
from cchc.common.text import fold
from cchc.documents import blobs
from cchc.organisation.models import Account, Unit
from cchc.organisation.naming import unit_names

from .given import Given, Slot, check_figure, check_when, worked_out
from .models import ImportRun, Indicator, Observation
from .rules import Definition, Figure, Suggester, format_figure
from .rules.cells import estimate_of, period_of

FIELDS = ("indicator", "unit", "period", "value", "numerator", "denominator", "is_estimate", "as_of", "note")
_WHOLE = {"", "toan so", "so", "ca so", "toan so cong thuong"}


@dataclass(frozen=True)
class Found:
    """A line that can be taken: the figure, and the one that holds now."""

    row: int
    indicator: Indicator
    unit: Unit | None
    period: Period
    given: Given
    value: Decimal | None
    there: Observation | None

    @property
    def state(self) -> str:
        """new, changed or same."""
        if self.there is None:
            return "new"
        mine = (self.value, self.given.numerator, self.given.denominator, self.given.is_estimate)
        kept = (self.there.value, self.there.numerator, self.there.denominator, self.there.is_estimate)
        moved = self.given.as_of not in (None, self.there.as_of)
        return "changed" if mine != kept or moved or self.given.note not in ("", self.there.note) else "same"

    @property
    def definition(self) -> Definition:
        """The definition of its period."""
        return self.indicator.definition_on(self.period.last)

    @property
    def text(self) -> str:
        """The figure as printed."""
        shown = Figure(self.value, self.given.numerator, self.given.denominator)
        return format_figure(self.definition, shown, get_language() or "vi")

    @property
    def there_text(self) -> str:
        """The figure that holds now, as printed."""
        if self.there is None:
            return "–"
        shown = Figure(self.there.value, self.there.numerator, self.there.denominator)
        return format_figure(self.definition, shown, get_language() or "vi")


@dataclass
class Examination:
    """All of a file: what can be taken and what is wrong."""

    lines: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many lines are new, changed, the same."""
        return sum(line.state == state for line in self.lines)

    @property
    def digest(self) -> str:
        """Of every line with its state: the same file against the same figures gives the same."""
        rows = [
            f"{x.row}|{x.indicator.pk}|{x.unit.pk if x.unit else ''}|{x.period}|{x.value}|{x.given.numerator}|"
            f"{x.given.denominator}|{x.given.is_estimate}|{x.given.as_of}|{x.given.note}|"
            f"{x.there.pk if x.there else ''}"
            for x in self.lines
        ]
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def table_of(run: ImportRun) -> Table:
    """The run's sheet, read from its kept file. Raises Refused."""
    try:
        data = blobs.read(run.file.sha256)
    except FileNotFoundError as error:
        raise Refused(_("Tệp đã nạp không còn trên máy chủ; hãy nạp lại.")) from error
    return read_table(data, run.file.media_type, run.sheet)


def examine(run: ImportRun, by: Account, today: date) -> Examination:
    """Read the whole file as the run's columns say. Raises Refused when the columns themselves do not do."""
    table = table_of(run)
    require_columns(run.columns, run.fixed)
    return _Examiner(run, by, today, table).examine()


def require_columns(columns: Mapping[str, int], fixed: Mapping[str, str]) -> None:
    """Raise Refused when a figure could not be told from these columns."""
    for name, said in (
        ("indicator", _("Chọn cột ghi mã hoặc tên chỉ số, hoặc chọn một chỉ số cho cả tệp.")),
        ("period", _("Chọn cột ghi kỳ số liệu, hoặc ghi một kỳ cho cả tệp.")),
    ):
        if name not in columns and not fixed.get(name):
            raise Refused(said, field=name)
    if "value" not in columns and not {"numerator", "denominator"} <= set(columns):
        raise Refused(_("Chọn cột giá trị, hoặc cả hai cột tử số và mẫu số."), field="value")
    require_distinct(columns, "value")


class _Examiner:
    def __init__(self, run: ImportRun, by: Account, today: date, table: Table) -> None:
        self.run, self.by, self.today, self.table = run, by, today, table
        self.columns: dict[str, int] = dict(run.columns)
        self.found = Examination()
        indicators = list(Indicator.objects.visible_to(by).with_versions())
        self.by_name = _names(indicators)
        self.suggester = Suggester([indicator.definition for indicator in indicators])
        self.by_code = {indicator.code: indicator for indicator in indicators}
        self.units = unit_names(Unit.objects.visible_to(by))

    def examine(self) -> Examination:
        """Every row once, then what repeats, then what is there already."""
        drafts = []
        for place, row in enumerate(self.table.rows[self.run.header_row :], start=self.run.header_row):
            if any(text_of(cell) for cell in row) or any(at[0] == place for at in self.table.broken):
                draft = self._row(place, row)
                if draft:
                    drafts.append(draft)
        if not drafts and not self.found.faults:
            self.found.faults.append(Fault(0, "", _("Không có dòng số liệu nào dưới dòng tiêu đề.")))
        self._attach(self._without_repeats(drafts))
        return self.found

    def _fault(self, place: int, name: str, text: str) -> None:
        self.found.faults.append(fault_at(place, name, text, self.columns))

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        place = self.columns.get(name)
        if place is None:
            return str(self.run.fixed.get(name, ""))
        return row[place] if place < len(row) else ""

    def _row(self, place: int, row: Sequence[Cell]) -> Found | None:
        if self._broken(place):
            return None
        name = text_of(self._cell(row, "indicator"))
        numbers = [text_of(self._cell(row, field)) for field in ("value", "numerator", "denominator")]
        if name and not any(numbers):
            return None  # a heading within the table, or a figure that is not there yet
        before = len(self.found.faults)
        indicator = self._indicator(place, name)
        unit = self._unit(place, row)
        period = self._period(place, row)
        given = self._given(place, row, indicator)
        if len(self.found.faults) > before or indicator is None or period is None or given is None:
            return None
        return self._sound(place, indicator, unit, period, given)

    def _broken(self, place: int) -> bool:
        used = {at: name for name, at in self.columns.items()}
        found = [(used[c], text) for (r, c), text in self.table.broken.items() if r == place and c in used]
        for name, text in found:
            self._fault(place, name, of_formula(text))
        return bool(found)

    def _indicator(self, place: int, name: str) -> Indicator | None:
        if not name:
            self._fault(place, "indicator", _("Thiếu chỉ số."))
            return None
        found = self.by_name.get(fold(name))
        if found is None:
            near = self.suggester.suggest(name, limit=1)
            said = _("Không có chỉ số “%(name)s” trong danh mục.") % {"name": name}
            if near:
                like = self.by_code[near[0].code]
                said += " " + _("Có phải “%(like)s” (mã %(code)s)?") % {"like": like, "code": like.code}
            self._fault(place, "indicator", said)
        return found

    def _unit(self, place: int, row: Sequence[Cell]) -> Unit | None:
        name = fold(text_of(self._cell(row, "unit")))
        if name in _WHOLE:
            return None
        if name not in self.units:
            shown = text_of(self._cell(row, "unit"))
            said = _("Không có đơn vị “%(unit)s”. Ghi đúng tên, tên tắt hoặc mã của đơn vị.")
            self._fault(place, "unit", said % {"unit": shown})
        return self.units.get(name)

    def _period(self, place: int, row: Sequence[Cell]) -> Period | None:
        cell = self._cell(row, "period")
        try:
            return period_of(cell)
        except ValueError:
            said = _("Không hiểu kỳ “%(period)s”. Ghi như: 09/2026, quý III/2026, 6 tháng đầu năm 2026, năm 2026.")
            self._fault(place, "period", said % {"period": text_of(cell)})
            return None

    def _given(self, place: int, row: Sequence[Cell], indicator: Indicator | None) -> Given | None:
        is_share = indicator is not None and indicator.unit == "percent"
        value = self._amount(place, row, "value", fraction=self.run.fractions and is_share)
        numerator, denominator = (self._amount(place, row, name) for name in ("numerator", "denominator"))
        if is_share and not self.run.fractions and value is not None and 0 < value < 1 and numerator is None:
            said = _(
                "Được hiểu là %(value)s%%. Nếu tệp ghi tỷ lệ dạng 0,855 thay cho 85,5%%, hãy chọn ô đó ở bước trên."
            )
            shown = str(value).replace(".", ",")
            self.found.warnings.append(Fault(place + 1, "", said % {"value": shown}))
        return Given(
            value=value,
            numerator=numerator,
            denominator=denominator,
            is_estimate=self._estimate(place, row),
            as_of=self._as_of(place, row),
            note=text_of(self._cell(row, "note"))[:1000],
        )

    def _amount(self, place: int, row: Sequence[Cell], name: str, *, fraction: bool = False) -> Decimal | None:
        cell = self._cell(row, name) if name in self.columns else ""
        if text_of(cell) in ("", "-", "–"):
            return None
        try:
            return amount_of(cell, fraction=fraction)
        except ValueError:
            said = _("“%(text)s” không phải là số. Ghi như 85,5 hoặc 85,5%% hoặc 1.234.")
            self._fault(place, name, said % {"text": text_of(cell)})
            return None

    def _estimate(self, place: int, row: Sequence[Cell]) -> bool:
        try:
            return estimate_of(self._cell(row, "is_estimate"))
        except ValueError as error:
            said = _("“%(text)s”: ghi “ước” hoặc để trống.")
            self._fault(place, "is_estimate", said % {"text": error})
            return False

    def _as_of(self, place: int, row: Sequence[Cell]) -> date | None:
        cell = self._cell(row, "as_of")
        if not text_of(cell):
            return None
        try:
            return day_of(cell)
        except ValueError:
            said = _("“%(text)s” không phải là ngày. Ghi ngày/tháng/năm, như 17/09/2026.")
            self._fault(place, "as_of", said % {"text": text_of(cell)})
            return None

    def _sound(self, place: int, indicator: Indicator, unit: Unit | None, period: Period, given: Given) -> Found | None:
        try:
            slot = Slot(indicator, period, unit)
            check_when(slot, given.as_of, self.today)
            check_figure(slot.definition, self._with_source(given))
        except Refused as refusal:
            name = refusal.field or "value"
            self._fault(place, name if name in self.columns else "value", str(refusal))
            return None
        return Found(place + 1, indicator, unit, period, given, worked_out(slot.definition, given), None)

    def _with_source(self, given: Given) -> Given:
        """The file itself is the evidence of every line."""
        return Given(given.value, given.numerator, given.denominator, note=given.note, evidence=self.run.file)

    def _without_repeats(self, drafts: Iterable[Found]) -> list[Found]:
        seen: dict[tuple[int, int | None, Period], Found] = {}
        for line in drafts:
            key = (line.indicator.pk, line.unit.pk if line.unit else None, line.period)
            if key in seen:
                said = _("Trùng với dòng %(row)s: cùng chỉ số, đơn vị và kỳ. Giữ lại một dòng.")
                self._fault(line.row - 1, "indicator", said % {"row": seen[key].row})
            else:
                seen[key] = line
        return list(seen.values())

    def _attach(self, lines: list[Found]) -> None:
        """Put beside each line the figure that holds now: one query for all."""
        rows = Observation.objects.visible_to(self.by).current().select_related("evidence")
        codes = {line.period.code for line in lines}
        there = {
            (row.indicator_id, row.unit_id, row.period): row
            for row in rows.filter(period__in=codes, indicator__in={line.indicator.pk for line in lines})
        }
        for line in lines:
            key = (line.indicator.pk, line.unit.pk if line.unit else None, line.period.code)
            self.found.lines.append(
                Found(line.row, line.indicator, line.unit, line.period, line.given, line.value, there.get(key))
            )


def _names(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """Every name an indicator goes by: code, names, and phrases that only one has."""
    found: dict[str, Indicator] = {}
    twice: set[str] = set()
    for indicator in indicators:
        for phrase in indicator.definition.phrases:
            key = fold(phrase)
            twice |= {key} if key in found and found[key] is not indicator else set()
            found[key] = indicator
    for key in twice:
        del found[key]
    for indicator in indicators:
        found |= {fold(name): indicator for name in (indicator.code, indicator.name_vi, indicator.name_en)}
    return found
