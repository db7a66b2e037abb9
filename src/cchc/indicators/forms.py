"""What people type about indicators and figures, made into typed values."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.forms import DayField
from cchc.common.periods import Kind, Period
from cchc.common.text import format_number, parse_number
from cchc.organisation.access import units_for
from cchc.organisation.models import Account, Unit

from .given import Given
from .models import Indicator, Observation
from .rules import Content, Definition, Direction, Formula, OverTime, Source, Text, ZeroRule
from .rules import Unit as Measure
from .rules.cells import period_of
from .rules.definition import CODE
from .words import CONTENTS, DIRECTIONS, FORMULAE, KINDS, OVER_TIME, UNITS, ZERO_RULES

if TYPE_CHECKING:
    UnitChoice = forms.ModelChoiceField[Unit]
else:
    UnitChoice = forms.ModelChoiceField


def as_typed(period: Period) -> str:
    """A period in a form that is understood when typed, whatever the language of the page."""
    if period.kind is Kind.MONTH:
        return f"{period.number:02d}/{period.year}"
    return period.label if (get_language() or "vi").startswith("vi") else period.code


class NumberField(forms.CharField):
    """A number as Vietnamese offices write it: "1.234,5". `lenient`: wanted, but its absence is judged elsewhere."""

    default_error_messages = {"invalid": gettext_lazy("Ghi số như 85,5 hoặc 1.234; dấu phẩy là phần lẻ.")}

    def __init__(self, *, lenient: bool = False, **kwargs: Any) -> None:
        self.lenient = lenient
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 14}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, **kwargs)

    def validate(self, value: Any) -> None:
        """An empty lenient field is for the rules of the figure to judge, which know what stands beside it."""
        if not self.lenient:
            super().validate(value)

    def prepare_value(self, value: Any) -> Any:
        """A number shown as it is typed."""
        return format_number(value) if isinstance(value, Decimal | int) else value

    def clean(self, value: Any) -> Any:
        """The number; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text.removesuffix("%"))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class PeriodField(forms.CharField):
    """A period typed as "09/2026", "quý III/2026" …"""

    default_error_messages = {
        "invalid": gettext_lazy("Không hiểu kỳ này. Ghi như 09/2026, quý III/2026, 6 tháng đầu năm 2026, năm 2026.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Như 09/2026, quý III/2026, 6 tháng đầu năm 2026, năm 2026"))
        super().__init__(max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A period shown by its name."""
        return as_typed(value) if isinstance(value, Period) else value

    def clean(self, value: Any) -> Any:
        """The period; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return period_of(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class UnitField(UnitChoice):
    """A choice among the units the person enters figures for; nothing chosen is the department as a whole."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def offer(self, account: Account, permission: str) -> None:
        """Offer the units this permission holds for, and the whole only to those who hold it for the whole."""
        units = Unit.objects.visible_to(account)
        allowed = units_for(account, permission)
        self.queryset = units if allowed is None else units.filter(pk__in=allowed)
        self.required = allowed is not None
        self.empty_label = _("Toàn sở") if allowed is None else _("Chọn đơn vị")

    def label_from_instance(self, obj: Unit) -> str:
        """The unit's name."""
        return obj.name


class FigureFields(forms.Form):
    """The figure itself: the fields that the definition asks for, and where it comes from."""

    use_required_attribute = False
    numerator = NumberField(lenient=True)
    denominator = NumberField(lenient=True)
    value = NumberField(lenient=True)
    is_estimate = forms.BooleanField(
        label=gettext_lazy("Đây là số ước, sẽ đính chính khi có số chính thức"), required=False
    )
    as_of = DayField(label=gettext_lazy("Ngày chốt số liệu"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Căn cứ, nguồn số liệu"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.FileField(
        label=gettext_lazy("Tệp minh chứng"),
        required=False,
        help_text=gettext_lazy("PDF, Word, Excel, ảnh hoặc văn bản"),
    )

    def __init__(self, *args: Any, definition: Definition, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = str(UNITS[definition.unit.value])
        if definition.has_parts:
            self.fields["numerator"].label = definition.numerator.in_language(language)
            self.fields["denominator"].label = definition.denominator.in_language(language)
            self.fields["value"].required = False
            self.fields["value"].label = _("Hoặc chỉ có tỷ lệ (%)")
            self.fields["value"].help_text = _("Chỉ nhập khi không có hai số trên; khi đó không cộng dồn được các kỳ")
            return
        del self.fields["numerator"], self.fields["denominator"]
        noun = definition.noun.in_language(language)
        self.fields["value"].label = _("Số liệu (%(unit)s)") % {"unit": noun or unit}
        if definition.unit is Measure.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Kết quả"), choices=[("1", _("có")), ("0", _("không"))], coerce=Decimal, empty_value=None,
                required=False, widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def given(self) -> Given:
        """The figure typed."""
        data = self.cleaned_data
        return Given(
            value=data.get("value"),
            numerator=data.get("numerator"),
            denominator=data.get("denominator"),
            is_estimate=data["is_estimate"],
            as_of=data["as_of"],
            note=data["note"],
        )


class ObserveForm(FigureFields):
    """A new figure of one indicator."""

    unit = UnitField(label=gettext_lazy("Đơn vị"), required=False)
    period = PeriodField(label=gettext_lazy("Kỳ số liệu"))
    field_order = ("unit", "period")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.offer(account, "indicators.observe")


class CorrectForm(FigureFields):
    """Another figure in the place of one."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do đính chính"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Vì sao số liệu cũ không đúng; lưu cùng số liệu"),
    )
    field_order = ("numerator", "denominator", "value", "reason")

    @staticmethod
    def initial_of(row: Observation) -> dict[str, Any]:
        """The figure as it is."""
        value = None if row.numerator is not None else row.value
        shown = str(int(value)) if value is not None and row.indicator.unit == Measure.YES_NO.value else value
        return {
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": shown,
            "is_estimate": row.is_estimate,
            "as_of": row.as_of,
            "note": row.note,
        }


class WithdrawForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do rút số liệu"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Sau khi rút, kỳ này trở lại chưa có số liệu"),
    )


class ReporterForm(forms.Form):
    """Which unit reports, how often, since when."""

    unit = UnitField(label=gettext_lazy("Đơn vị báo cáo"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Báo cáo theo"), choices=list(KINDS.items()))
    since = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.offer(account, "indicators.manage")
            field.queryset = field.queryset.filter(closed_on=None) if field.queryset is not None else None

    def clean_kind(self) -> Kind:
        """The kind of period."""
        return Kind(self.cleaned_data["kind"])


class EndForm(forms.Form):
    """From which day on it holds no more."""

    until = DayField(label=gettext_lazy("Thôi báo cáo từ ngày"))


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class IndicatorForm(forms.Form):
    """An indicator of the department's own, or a new version of its definition."""

    code = forms.RegexField(
        rf"^{CODE}$",
        label=gettext_lazy("Mã"),
        max_length=60,
        help_text=gettext_lazy("Từ không dấu, chữ thường, nối bằng gạch dưới, ví dụ: ho_so_hoa_chat"),
    )
    name_vi = forms.CharField(label=gettext_lazy("Tên chỉ số"), max_length=300)
    name_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=300, required=False)
    content = forms.ChoiceField(label=gettext_lazy("Nội dung CCHC"), choices=list(CONTENTS.items()))
    formula = forms.ChoiceField(label=gettext_lazy("Cách tính"), choices=list(FORMULAE.items()))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị tính"), choices=list(UNITS.items()))
    definition_vi = forms.CharField(label=gettext_lazy("Định nghĩa"), widget=_area(3), max_length=2000)
    numerator_vi = forms.CharField(
        label=gettext_lazy("Tử số"),
        widget=_area(),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Với tỷ lệ: đếm cái gì; với mức giảm: con số trong kỳ"),
    )
    denominator_vi = forms.CharField(
        label=gettext_lazy("Mẫu số"),
        widget=_area(),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Với tỷ lệ: trên tổng số gì; với mức giảm: con số kỳ gốc"),
    )
    noun_vi = forms.CharField(
        label=gettext_lazy("Đếm cái gì"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Với số lượng, ví dụ: hồ sơ, văn bản, người"),
    )
    direction = forms.ChoiceField(label=gettext_lazy("Chiều tốt"), choices=list(DIRECTIONS.items()))
    decimals = forms.IntegerField(label=gettext_lazy("Số chữ số lẻ khi in"), min_value=0, max_value=4, initial=0)
    zero = forms.ChoiceField(label=gettext_lazy("Khi mẫu số bằng 0"), choices=list(ZERO_RULES.items()))
    over_time = forms.ChoiceField(label=gettext_lazy("Gộp các kỳ"), choices=list(OVER_TIME.items()))
    cumulative = forms.BooleanField(label=gettext_lazy("Số liệu mỗi kỳ đã lũy kế từ đầu năm"), required=False)
    phrases = forms.CharField(
        label=gettext_lazy("Cụm từ nhận ra trong kế hoạch"),
        widget=_area(3),
        required=False,
        help_text=gettext_lazy("Mỗi dòng một cụm từ"),
    )
    source = forms.CharField(
        label=gettext_lazy("Văn bản quy định"), max_length=300, help_text=gettext_lazy("Số, ngày, cơ quan ban hành")
    )
    source_date = DayField(label=gettext_lazy("Ngày của văn bản"))
    valid_from = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    manual = forms.BooleanField(label=gettext_lazy("Không đếm được từ công việc, phải kèm minh chứng"), required=False)

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_code = code
        if code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """What must stand together."""
        data = super().clean() or {}
        formula = data.get("formula")
        if formula in (Formula.RATIO.value, Formula.CHANGE.value):
            for name in ("numerator_vi", "denominator_vi"):
                if not data.get(name):
                    self.add_error(name, _("Tỷ lệ và mức giảm cần cả tử số và mẫu số."))
            if data.get("unit") not in (Measure.PERCENT.value, None):
                self.add_error("unit", _("Tỷ lệ và mức giảm tính bằng %."))
        if data.get("cumulative") and data.get("over_time") != OverTime.LAST.value:
            self.add_error("over_time", _("Số lũy kế từ đầu năm thì lấy số cuối kỳ, không cộng các kỳ."))
        return data

    @property
    def definition(self) -> Definition:
        """The definition typed."""
        data = self.cleaned_data
        parts = data["formula"] in (Formula.RATIO.value, Formula.CHANGE.value)
        numerator, denominator = (data["numerator_vi"], data["denominator_vi"]) if parts else ("", "")
        return Definition(
            code=self.of_code or data["code"], version=1, valid_from=data["valid_from"], valid_to=None,
            content=Content(data["content"]), name=Text(data["name_vi"], data["name_en"] or data["name_vi"]),
            definition=Text(data["definition_vi"], data["definition_vi"]), numerator=Text(numerator, numerator),
            denominator=Text(denominator, denominator), formula=Formula(data["formula"]), unit=Measure(data["unit"]),
            noun=Text(data["noun_vi"], data["noun_vi"]), direction=Direction(data["direction"]),
            decimals=data["decimals"], zero=ZeroRule(data["zero"]), zero_reason="",
            over_time=OverTime(data["over_time"]), cumulative=data["cumulative"], may_exceed=False,
            phrases=tuple(line.strip() for line in data["phrases"].splitlines() if line.strip()),
            sources=(Source(data["source"], data["source_date"], checked=True),), register="",
            manual=data["manual"],
        )  # fmt: skip

    @staticmethod
    def initial_of(indicator: Indicator, today: date) -> dict[str, Any]:
        """The version in force, to be changed from today."""
        now = indicator.definition
        source = now.sources[0] if now.sources else None
        return {
            "name_vi": now.name.vi, "name_en": now.name.en, "content": now.content.value,
            "formula": now.formula.value, "unit": now.unit.value, "definition_vi": now.definition.vi,
            "numerator_vi": now.numerator.vi, "denominator_vi": now.denominator.vi, "noun_vi": now.noun.vi,
            "direction": now.direction.value, "decimals": now.decimals, "zero": now.zero.value,
            "over_time": now.over_time.value, "cumulative": now.cumulative, "phrases": "\n".join(now.phrases),
            "source": source.title if source else "", "source_date": source.date if source else None,
            "valid_from": today, "manual": now.manual,
        }  # fmt: skip
