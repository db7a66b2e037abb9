"""What people post while a plan document is taken in: the file, its facts, one item, many items."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.plans.models import Draft, Plan, PlanKind
from cchc.plans.models.intake import ItemKindName

from .intake_fields import TypedDayField


class UploadForm(forms.Form):
    """A plan document."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        error_messages={
            "required": _("Chưa chọn tệp nào."),
            "empty": _("Tệp này rỗng, không có nội dung nào để đọc."),
            "missing": _("Chưa chọn tệp nào."),
        },
    )
    again = forms.BooleanField(label=_("Vẫn nạp thêm một bản nữa từ tệp này"), required=False)


class DraftFactsForm(forms.Form):
    """What is known of the document."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=PlanKind.choices)
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False, help_text=_("Ví dụ: 15/KH-SCT"))
    issued_on = TypedDayField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    first_year = forms.IntegerField(label=_("Năm đầu"), min_value=2001, max_value=2100)
    last_year = forms.IntegerField(label=_("Năm cuối"), min_value=2001, max_value=2100)
    parent = forms.ModelChoiceField(
        label=_("Thực hiện theo kế hoạch, chương trình"), queryset=Plan.objects.none(), required=False,
        empty_label=_("Không có trong hệ thống"),
    )  # fmt: skip

    def __init__(self, draft: Draft, plans: Any, data: Any = None) -> None:
        names = ("kind", "title", "number", "issued_on", "issuer", "first_year", "last_year")
        initial = {name: getattr(draft, name) for name in names} | {"parent": draft.parent_id}
        super().__init__(data, initial=initial)
        self.fields["parent"].queryset = plans  # type: ignore[attr-defined]  # a ModelChoiceField, as written above

    def clean(self) -> dict[str, Any]:
        """The last year is not before the first."""
        values = super().clean() or {}
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", ValidationError(_("Năm cuối đứng trước năm đầu.")))
        return values


class AddForm(forms.Form):
    """A sentence that the reader did not see: selected, typed, or a whole paragraph by its number."""

    kind = forms.ChoiceField(label=_("Thêm thành"), choices=ItemKindName.choices, initial="task")
    sentence = forms.CharField(
        label=_("Câu trong văn bản"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chép câu cần thêm vào đây, hoặc ghi số đoạn ở ô dưới."),
    )  # fmt: skip
    paragraph = forms.IntegerField(label=_("Hoặc lấy cả đoạn số"), required=False, min_value=1)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why something is given up."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do, để người sau biết vì sao bản này bị bỏ.")},
    )  # fmt: skip


class AssignForm(forms.Form):
    """A unit for many items that have none."""

    unit = forms.TypedChoiceField(
        label=_("Giao cho đơn vị"), coerce=int, error_messages={"required": _("Chưa chọn đơn vị.")}
    )

    def __init__(self, units: Iterable[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        field.choices = [("", _("Chọn đơn vị")), *units]  # type: ignore[attr-defined]  # a ChoiceField
