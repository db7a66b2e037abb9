"""A unit's sheet as a form: one line for each indicator it reports, with the figure there and those before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.periods import Kind, Period
from cchc.organisation.models import Agency, Unit

from .actions import Line
from .forms import NumberField
from .given import Given, worked_out
from .models import Indicator, Observation, Reporter
from .rules import Definition
from .rules import Unit as Measure
from .values import Value, readings


@dataclass(frozen=True)
class SheetRow:
    """One indicator of a sheet: what is there now, and what was reported for the period before and a year before."""

    indicator: Indicator
    definition: Definition
    there: Observation | None
    before: Value
    last_year: Value


def rows_of(agency: Agency, unit: Unit | None, period: Period) -> list[SheetRow]:
    """The indicators that a unit reports by this kind of period and on its last day, in the order of the catalogue."""
    held = Reporter.objects.filter(agency=agency, unit=unit, kind=period.kind.value).on(period.last)
    indicators = list(
        Indicator.objects.filter(pk__in=held.values("indicator")).with_versions().order_by("sort", "code")
    )
    current = Observation.objects.filter(agency=agency, unit=unit, period=period.code, superseded_at=None)
    there = {row.indicator_id: row for row in current.filter(is_withdrawal=False).select_related("evidence")}
    key = unit.pk if unit else None
    earlier = (period.previous(), period.same_last_year())
    values = readings(agency=agency, indicators=indicators, periods=earlier, units=[key])
    return [
        SheetRow(
            indicator,
            indicator.definition_on(period.last),
            there.get(indicator.pk),
            *(values[indicator.pk, before, key] for before in earlier),
        )
        for indicator in indicators
    ]


def kinds_of(agency: Agency, unit: Unit | None) -> list[Kind]:
    """The kinds of period by which a unit reports anything, the shortest first."""
    held = set(Reporter.objects.filter(agency=agency, unit=unit, until=None).values_list("kind", flat=True))
    return [kind for kind in Kind if kind.value in held]


@dataclass(frozen=True)
class SheetLine:
    """A line of the table: its row with the controls for it."""

    row: SheetRow
    numbers: tuple[BoundField, ...]
    estimate: BoundField
    note: BoundField
    seen: BoundField

    @property
    def errors(self) -> list[str]:
        """What is wrong in the line."""
        fields = (*self.numbers, self.estimate, self.note, self.seen)
        return [str(error) for field in fields for error in field.errors]


class SheetForm(forms.Form):
    """Every line of a sheet. An empty line is left alone; a line as it was is left alone; the rest is taken."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do đính chính"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi sửa số đã có; dùng chung cho các dòng sửa trong phiếu này"),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, rows: list[SheetRow]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self._add(row)

    def _add(self, row: SheetRow) -> None:
        key, there, name = row.indicator.pk, row.there, str(row.indicator)
        language = get_language() or "vi"
        if row.definition.has_parts:
            n, d = row.definition.numerator.in_language(language), row.definition.denominator.in_language(language)
            self._number(f"n-{key}", n, there.numerator if there else None)
            self._number(f"d-{key}", d, there.denominator if there else None)
        elif row.definition.unit is Measure.YES_NO:
            choices = [("", "–"), ("1", _("có")), ("0", _("không"))]
            shown = str(int(there.value)) if there and there.value is not None else ""
            self.fields[f"v-{key}"] = forms.TypedChoiceField(
                label=name, choices=choices, coerce=Decimal, empty_value=None, required=False, initial=shown
            )
        else:
            self._number(f"v-{key}", name, there.value if there else None)
        self.fields[f"u-{key}"] = forms.BooleanField(
            label=_("ước"), required=False, initial=there.is_estimate if there else False
        )
        self.fields[f"g-{key}"] = forms.CharField(
            label=_("Căn cứ: %(name)s") % {"name": name}, max_length=1000, required=False,
            initial=there.note if there else "",
        )  # fmt: skip
        self.fields[f"t-{key}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=str(there.pk) if there else ""
        )

    def _number(self, name: str, label: str, initial: Decimal | None) -> None:
        self.fields[name] = NumberField(label=label, required=False, initial=initial)

    @property
    def table(self) -> Iterator[SheetLine]:
        """The lines with their controls."""
        for row in self.rows:
            key = row.indicator.pk
            names = [name for name in (f"n-{key}", f"d-{key}", f"v-{key}") if name in self.fields]
            numbers = tuple(self[name] for name in names)
            yield SheetLine(row, numbers, self[f"u-{key}"], self[f"g-{key}"], self[f"t-{key}"])

    def clean(self) -> dict[str, Any]:
        """Somebody else's figure that came in meanwhile is not overwritten."""
        data = super().clean() or {}
        for row in self.rows:
            now = str(row.there.pk) if row.there else ""
            seen = data.get(f"t-{row.indicator.pk}")
            if seen != now and self._is_news(row):
                said = _("Số liệu dòng này vừa được người khác nhập hoặc sửa. Mở lại phiếu để xem.")
                self.add_error(f"t-{row.indicator.pk}", said)
        return data

    def _is_news(self, row: SheetRow) -> bool:
        """Whether the line says something else than what is there; sent twice, a sheet says nothing new."""
        given = self._given(row)
        return given is not None and not _as_it_was(row, given)

    @property
    def lines(self) -> list[Line]:
        """The lines that say something new."""
        given = [(row, self._given(row)) for row in self.rows if self._is_news(row)]
        return [Line(row.indicator, figure, row.there) for row, figure in given if figure is not None]

    def _given(self, row: SheetRow) -> Given | None:
        """The figure typed in a line; None for an empty line where nothing was."""
        key, data = row.indicator.pk, self.cleaned_data
        parts = (data.get(f"v-{key}"), data.get(f"n-{key}"), data.get(f"d-{key}"))
        if row.there is None and all(part is None for part in parts):
            return None
        old = row.there
        if old is not None and old.numerator is None and parts == (None, None, None) and row.definition.has_parts:
            parts = (old.value, None, None)  # only a percentage was there, which this sheet does not show
        evidence = old.evidence if old else None
        return Given(*parts, is_estimate=data.get(f"u-{key}", False), note=data.get(f"g-{key}", ""), evidence=evidence)

    def refuse(self, faults: Mapping[int, tuple[str, str]]) -> None:
        """Show what the action refused, beside its line."""
        letters = {"numerator": "n", "denominator": "d", "value": "v", "note": "g"}
        for key, (field, sentence) in faults.items():
            if field == "reason":
                if "reason" not in self.errors:
                    self.add_error("reason", sentence)
                continue
            name = f"{letters.get(field, 'v')}-{key}"
            self.add_error(name if name in self.fields else f"n-{key}" if f"n-{key}" in self.fields else None, sentence)


def _as_it_was(row: SheetRow, given: Given) -> bool:
    there = row.there
    if there is None:
        return False
    mine = (there.value, there.numerator, there.denominator, there.is_estimate, there.note)
    value = worked_out(row.definition, given)
    return mine == (value, given.numerator, given.denominator, given.is_estimate, given.note)
