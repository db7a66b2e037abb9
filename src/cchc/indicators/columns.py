"""How the columns of a file are read, as a form; and an empty file with the columns that are recognised."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.errors import Refused
from cchc.common.periods import Kind, Period
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.columns import OneOf, column_choices, sample
from cchc.common.spreadsheets.reading import read_table, sheet_names
from cchc.common.spreadsheets.writing import workbook
from cchc.documents import blobs
from cchc.organisation.models import Account, Unit

from .forms import as_typed
from .importing import FIELDS
from .models import ImportRun, Indicator, Reporter
from .rules.cells import period_of

LABELS = {
    "indicator": gettext_lazy("Chỉ số (mã hoặc tên)"),
    "unit": gettext_lazy("Đơn vị báo cáo"),
    "period": gettext_lazy("Kỳ số liệu"),
    "value": gettext_lazy("Giá trị"),
    "numerator": gettext_lazy("Tử số"),
    "denominator": gettext_lazy("Mẫu số"),
    "is_estimate": gettext_lazy("Số ước"),
    "as_of": gettext_lazy("Ngày chốt số liệu"),
    "note": gettext_lazy("Căn cứ, ghi chú"),
}


class ColumnsForm(forms.Form):
    """Sheet, row of headings, a column for each field, and what holds for every row where there is no column."""

    use_required_attribute = False
    sheet = OneOf(label=gettext_lazy("Trang tính"))
    header = forms.IntegerField(
        label=gettext_lazy("Dòng tiêu đề"),
        min_value=1,
        max_value=500,
        help_text=gettext_lazy("Số dòng như Excel đánh; số liệu bắt đầu từ dòng sau"),
    )
    fixed_indicator = forms.CharField(
        label=gettext_lazy("Một chỉ số cho cả tệp"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Mã hoặc tên; chỉ khi tệp không có cột chỉ số"),
    )
    fixed_period = forms.CharField(
        label=gettext_lazy("Một kỳ cho cả tệp"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Như 09/2026, quý III/2026; chỉ khi tệp không có cột kỳ"),
    )
    fixed_unit = forms.ChoiceField(
        label=gettext_lazy("Một đơn vị cho cả tệp"),
        required=False,
        help_text=gettext_lazy("Chỉ khi tệp không có cột đơn vị"),
    )
    fractions = forms.BooleanField(label=gettext_lazy("Tệp ghi tỷ lệ dạng 0,855 thay cho 85,5%"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, sheets: list[str], rows: list[list[Any]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.rows = rows
        sheet = self.fields["sheet"]
        if isinstance(sheet, forms.ChoiceField):
            sheet.choices = [(name, name or _("(tệp CSV)")) for name in sheets]
        header = int(self.initial.get("header", 1))
        headings = [text_of(cell) for cell in rows[header - 1]] if header <= len(rows) else []
        for field in FIELDS:
            self.fields[f"c_{field}"] = OneOf(label=LABELS[field], choices=column_choices(headings))

    @classmethod
    def of(cls, run: ImportRun, by: Account, data: Any, query: Mapping[str, Any]) -> "ColumnsForm":
        """The form for a run; sheet and row of headings may be changed in the address. Raises Refused."""
        content = blobs.read(run.file.sha256)
        sheets = sheet_names(content, run.file.media_type)
        asked = data if data is not None else query
        sheet = asked.get("sheet", run.sheet)
        table = read_table(content, run.file.media_type, sheet if sheet in sheets else run.sheet)
        header = str(asked.get("header", run.header_row))
        initial = {"sheet": table.name, "header": int(header) if header.isdigit() and int(header) > 0 else 1,
                   "fractions": run.fractions}  # fmt: skip
        initial |= {f"c_{field}": str(place) for field, place in run.columns.items()}
        initial |= {f"fixed_{name}": value for name, value in run.fixed.items()}
        form = cls(data, sheets=sheets, rows=table.rows, initial=initial)
        units = Unit.objects.visible_to(by)
        field = form.fields["fixed_unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Toàn sở")), *((unit.code, unit.name) for unit in units)]
        return form

    def clean_fixed_period(self) -> str:
        """A period that is understood."""
        text = str(self.cleaned_data["fixed_period"])
        try:
            return period_of(text).code if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("Không hiểu kỳ này. Ghi như 09/2026, quý III/2026.")) from error

    @property
    def reading(self) -> dict[str, Any]:
        """What the check needs."""
        data = self.cleaned_data
        fixed = {name: data[f"fixed_{name}"] for name in ("indicator", "period", "unit") if data[f"fixed_{name}"]}
        columns = {field: int(data[f"c_{field}"]) for field in FIELDS if data[f"c_{field}"]}
        return {
            "sheet": data["sheet"],
            "header": data["header"],
            "columns": columns,
            "fixed": {name: value for name, value in fixed.items() if name not in columns},
            "fractions": data["fractions"],
        }

    def aimed(self, refused: Refused) -> Refused:
        """The refusal, put at the field of this form that it is about."""
        name = f"c_{refused.field}"
        return Refused(refused.message, field=name if name in self.fields else refused.field)

    @property
    def columns(self) -> list[Any]:
        """The fields that choose a column."""
        return [self[f"c_{field}"] for field in FIELDS]

    @property
    def rest(self) -> list[Any]:
        """The fields that hold for the whole file."""
        return [self[name] for name in ("fixed_indicator", "fixed_period", "fixed_unit", "fractions")]

    @property
    def sample(self) -> list[list[str]]:
        """The row of headings and five lines below it, as text."""
        return sample(self.rows, int(self.initial["header"]))


HEADINGS = ("Mã chỉ số", "Tên chỉ số", "Đơn vị tính", "Đơn vị báo cáo", "Kỳ báo cáo", "Tử số", "Mẫu số", "Giá trị",
            "Ước", "Ngày chốt", "Căn cứ")  # fmt: skip
WIDTHS = (28, 60, 12, 28, 14, 12, 12, 12, 8, 12, 40)


def template_workbook(reporters: list[Reporter], indicators: list[Indicator], today: date) -> bytes:
    """A workbook with the headings that are recognised: a line for each indicator a unit reports, else for each."""
    held = [(r.indicator, r.unit.name if r.unit else "Toàn sở", Kind(r.kind)) for r in reporters]
    held = held or [(indicator, "", Kind.MONTH) for indicator in indicators]
    rows = [
        (indicator.code, indicator.name_vi, str(indicator.get_unit_display()), unit,
         as_typed(Period.of(kind, today).previous()))
        for indicator, unit, kind in held
    ]  # fmt: skip
    return workbook("Số liệu", list(zip(HEADINGS, WIDTHS, strict=True)), rows)
