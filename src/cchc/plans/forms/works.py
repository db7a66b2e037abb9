"""Forms of initiatives, of communication and of dialogues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.organisation.models import Account, Unit
from cchc.plans.models import Initiative, Outreach
from cchc.plans.models.words import ContentName
from cchc.plans.models.works import OutreachKind, StepName
from cchc.plans.rules.initiatives import Stage, Step, possible


class _OfUnit(forms.Form):
    """What is done by a unit of the account's department."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(account).filter(closed_on=None)  # type: ignore[attr-defined]  # it is a model choice


class InitiativeForm(_OfUnit):
    """An initiative."""

    title = forms.CharField(label=_("Tên sáng kiến"), max_length=300)
    authors = forms.CharField(label=_("Tác giả"), max_length=300)
    content = forms.ChoiceField(label=_("Nội dung"), choices=[("", _("Chọn nội dung")), *ContentName.choices])
    proposed_on = DayField(label=_("Ngày đề xuất"))
    problem = forms.CharField(label=_("Vướng mắc cần giải quyết"), required=False,
                              widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    solution = forms.CharField(label=_("Cách làm mới"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class StepForm(forms.Form):
    """A step of an initiative."""

    step = forms.ChoiceField(label=_("Bước"))
    on = DayField(label=_("Ngày văn bản"))
    paper = forms.CharField(label=_("Văn bản"), max_length=300, help_text=_("Quyết định, biên bản, thông báo"))
    note = forms.CharField(label=_("Ghi chú, lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [  # type: ignore[attr-defined]  # it is a choice
            (step.value, StepName(step.value).label) for step in possible(Stage(initiative.state))
        ]

    def clean_step(self) -> Step:
        """The step as the action takes it."""
        return Step(self.cleaned_data["step"])


class OutreachForm(_OfUnit):
    """Something done to tell people or to hear them."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=OutreachKind.choices)
    title = forms.CharField(label=_("Tên hoạt động"), max_length=300)
    held_on = DayField(label=_("Ngày"))
    products = forms.IntegerField(
        label=_("Số sản phẩm"), min_value=1, initial=1, help_text=_("Số tin, bài, buổi, ấn phẩm")
    )
    audience = forms.CharField(label=_("Đối tượng"), max_length=200, required=False)
    raised = forms.IntegerField(label=_("Kiến nghị đã nêu"), min_value=0, initial=0, help_text=_("Với đối thoại"))
    answered = forms.IntegerField(label=_("Kiến nghị đã trả lời"), min_value=0, initial=0)
    proof = forms.CharField(
        label=_("Minh chứng"), max_length=500, required=False, help_text=_("Địa chỉ bài, số văn bản")
    )


class AnswersForm(forms.Form):
    """How many of the proposals raised in a dialogue are answered by now."""

    answered = forms.IntegerField(label=_("Kiến nghị đã trả lời"), min_value=0)
    proof = forms.CharField(
        label=_("Minh chứng"), max_length=500, required=False, help_text=_("Địa chỉ bài, số văn bản")
    )

    def __init__(self, *args: Any, outreach: Outreach, **kwargs: Any) -> None:
        kwargs["initial"] = {"answered": outreach.answered, "proof": outreach.proof}
        super().__init__(*args, **kwargs)
        self.fields["answered"].help_text = _("Trong %(raised)s kiến nghị đã nêu") % {"raised": outreach.raised}
