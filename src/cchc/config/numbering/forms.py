"""Forms of the books of numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.common.models import SeriesName
from cchc.common.number_forms import kinds_of_papers
from cchc.organisation.models import Agency, Unit


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, f"{kind.name} ({kind.code})") for kind in kinds_of_papers()]


class HowForm(forms.Form):
    """How the numbers of a book are written."""

    template = forms.CharField(
        label=_("Mẫu ghi số"), max_length=100,
        help_text=_("{number} là số; {kind} chữ viết tắt loại văn bản; {year} năm; {day} ngày (nămthángngày). "
                    "Ví dụ: {number}/{kind}-SCT"),
    )  # fmt: skip
    digits = forms.IntegerField(
        label=_("Số chữ số ít nhất"), min_value=1, max_value=7, initial=2, help_text=_("2: viết 05 thay cho 5")
    )
    since = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Điều khoản hoặc quy chế quy định mẫu số"))


class BookOpenForm(HowForm):
    """A new book."""

    name = forms.CharField(label=_("Tên sổ"), max_length=200, help_text=_("Ví dụ: Sổ đăng ký kế hoạch"))
    unit = forms.ModelChoiceField(label=_("Của đơn vị"), queryset=Unit.objects.none(), required=False,
                                  empty_label=_("cả Sở"))  # fmt: skip
    every = forms.ChoiceField(label=_("Đánh số lại từ đầu"), choices=SeriesName.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Loại văn bản lấy số ở sổ này"), choices=_kinds, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Người đứng đầu quy định loại nào có sổ riêng, loại nào chung một sổ "
                    "(Nghị định 30/2020/NĐ-CP, Điều 15)."),
    )  # fmt: skip
    field_order = ("name", "kinds", "unit", "every", "template", "digits", "since", "source")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(agency=agency, closed_on=None)  # type: ignore[attr-defined]  # it is a model choice


class FirstForm(forms.Form):
    """Which number the current period begins with here."""

    first = forms.IntegerField(label=_("Số đầu tiên cấp ở đây"), min_value=1, max_value=9_999_999)
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                             help_text=_("Ví dụ: số 1 đến 41 đã cấp trong sổ giấy"))  # fmt: skip


class TakeForm(forms.Form):
    """A number for a paper that is made elsewhere."""

    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    on = DayField(label=_("Ngày văn bản"))

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            names = {kind.code: kind.name for kind in kinds_of_papers()}
            field = self.fields["kind"]
            field.choices = [(code, names.get(code, code)) for code in kinds]  # type: ignore[attr-defined]  # a choice
            field.required = True
        else:
            del self.fields["kind"]


class VoidForm(forms.Form):
    """Why a number is given up."""

    reason = forms.CharField(label=_("Lý do hủy số"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
