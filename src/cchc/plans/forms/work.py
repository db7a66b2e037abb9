"""Forms of the daily work: progress, moves, notes, evidence, judgements, who is in charge."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.organisation.models import Person
from cchc.plans.forms.fields import NumberField
from cchc.plans.models import DecisionKind, MoneySource, Task, Trigger
from cchc.plans.models.words import VerdictName
from cchc.plans.rules.tasks import Move


class UpdateForm(forms.Form):
    """Progress, a note and a file."""

    progress = forms.IntegerField(label=_("Tiến độ (%)"), min_value=0, max_value=100)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("Tài liệu kiểm chứng"), required=False)


class MoveForm(forms.Form):
    """A move with its reason."""

    move = forms.ChoiceField(choices=[(move.value, move.value) for move in Move])
    reason = forms.CharField(label=_("Lý do, ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """A note."""

    note = forms.CharField(
        label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ghi @ và họ tên (ví dụ @Nguyễn Văn An) để báo cho người đó."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """A decision about a task."""

    kind = forms.ChoiceField(label=_("Quyết định"), choices=DecisionKind.choices)
    due = DayField(label=_("Hạn mới"), required=False, help_text=_("Khi gia hạn."))
    into = forms.ModelChoiceField(label=_("Nhập vào nhiệm vụ"), queryset=Task.objects.none(), required=False,
                                  help_text=_("Khi nhập vào nhiệm vụ khác."))  # fmt: skip
    decided_by = forms.CharField(label=_("Người quyết định"), max_length=200, help_text=_("Ví dụ: Giám đốc Sở"))
    paper = forms.CharField(label=_("Văn bản"), max_length=300, help_text=_("Số, ngày văn bản hoặc kết luận cuộc họp"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Task.objects.filter(agency=task.agency_id).live().open().exclude(pk=task.pk)
        self.fields["into"].queryset = others.order_by("plan", "sort")  # type: ignore[attr-defined]  # a model choice

    def clean_kind(self) -> DecisionKind:
        """The kind as the action takes it."""
        return DecisionKind(self.cleaned_data["kind"])


class PartForm(forms.Form):
    """A part of a task."""

    text = forms.CharField(label=_("Việc con"), max_length=500)
    person = forms.ModelChoiceField(label=_("Người phụ trách"), queryset=Person.objects.none(), required=False)
    due_on = DayField(label=_("Hạn"), required=False)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Person.objects.filter(agency=task.agency_id, tenures__ended_on=None).distinct()
        self.fields["person"].queryset = staff.order_by("folded")  # type: ignore[attr-defined]  # it is a model choice


class BudgetForm(forms.Form):
    """Money for a task."""

    amount = NumberField(label=_("Số tiền (đồng)"), help_text=_("Ví dụ: 25.000.000"))
    source = forms.ChoiceField(label=_("Nguồn"), choices=MoneySource.choices)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def clean_amount(self) -> int:
        """Whole đồng."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount != amount.to_integral_value():
            raise forms.ValidationError(_("Số tiền là số đồng nguyên, lớn hơn 0."))
        return int(amount)


class EvidenceForm(forms.Form):
    """A file with its title."""

    file = forms.FileField(label=_("Tệp"))
    title = forms.CharField(label=_("Tên tài liệu"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))


class TriggerForm(forms.Form):
    """When the event happened that a deadline counts from, and what shows it."""

    happened_on = DayField(label=_("Ngày xảy ra"))
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=500, help_text=_("Văn bản, biên bản hay việc gì cho thấy sự kiện đã xảy ra")
    )
    file = forms.FileField(label=_("Tệp"), required=False)
    reason = forms.CharField(label=_("Lý do đính chính"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, old: Trigger | None, **kwargs: Any) -> None:
        known = {"happened_on": old.happened_on, "basis": old.basis} if old else {}
        super().__init__(*args, **{"initial": known, **kwargs})
        if old is None:
            del self.fields["reason"]


class JudgeForm(forms.Form):
    """The result of a target that numbers cannot decide."""

    verdict = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[choice for choice in VerdictName.choices if choice[0] not in {"no_data", "needs_person"}],
    )  # fmt: skip
    reason = forms.CharField(label=_("Căn cứ"), widget=forms.Textarea(attrs={"rows": 2}))


class AssignForm(forms.Form):
    """Who in the leading unit is in charge."""

    person = forms.ModelChoiceField(label=_("Người phụ trách"), queryset=Person.objects.none(), required=False,
                                    empty_label=_("cả đơn vị"))  # fmt: skip

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Person.objects.filter(agency=task.agency_id)
        held = staff.filter(tenures__unit=task.lead, tenures__ended_on=None) if task.lead_id else staff
        self.fields["person"].queryset = held.distinct()  # type: ignore[attr-defined]  # it is a model choice
