"""Forms of the daily work: progress, moves, notes, evidence, judgements, who is in charge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.organisation.models import Person
from cchc.plans.models import Task, Trigger
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

    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}))


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
