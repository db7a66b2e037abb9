"""The form of next year's plan: a line for each proposed item, to tick and edit."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account
from cchc.plans.actions.derive import Chosen
from cchc.plans.deriving import Proposal, ProposedTarget, ProposedTask
from cchc.plans.forms.fields import NumberField
from cchc.plans.models import Plan
from cchc.plans.rules.goals import GoalKind

VALUED = {GoalKind.THRESHOLD, GoalKind.CHANGE, GoalKind.RANK}


class DeriveForm(forms.Form):
    """Title, plan above, and for each proposed item: whether it is taken, its sentence, its value or deadline."""

    title = forms.CharField(label=_("Tên kế hoạch"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    parent = forms.ModelChoiceField(label=_("Thực hiện kế hoạch, chương trình"), queryset=Plan.objects.none(),
                                    required=False)  # fmt: skip

    def __init__(self, data: Any, *, account: Account, proposal: Proposal, parent: Plan | None) -> None:
        self.proposal = proposal
        super().__init__(data, initial={"title": proposal.title, "parent": parent})
        above = Plan.objects.visible_to(account).above().exclude(pk=proposal.plan.pk)
        above = above.filter(first_year__lte=proposal.year, last_year__gte=proposal.year)
        self.fields["parent"].queryset = above  # type: ignore[attr-defined]  # it is a model choice
        for one in proposal.targets:
            self._line(f"t{one.target.pk}", one.text, chosen=True)
            if one.goal.kind in VALUED:
                value = NumberField(label=one.text, initial=one.goal.value, required=False)
                self.fields[f"t{one.target.pk}-value"] = value
        for task in proposal.tasks:
            self._line(f"v{task.task.pk}", task.text, chosen=task.chosen)
            due = forms.CharField(label=task.text, initial=task.deadline, required=False)
            self.fields[f"v{task.task.pk}-due"] = due
        closing = [(f"d{one.pk}", text) for one, text in proposal.duties]
        for key, text in closing + [(f"r{one.pk}", text) for one, text in proposal.reporting]:
            self.fields[key] = forms.BooleanField(label=text, initial=True, required=False)

    def _line(self, key: str, text: str, *, chosen: bool) -> None:
        self.fields[key] = forms.BooleanField(label=text, initial=chosen, required=False)
        area = forms.Textarea(attrs={"rows": 2, "aria-label": text})
        self.fields[f"{key}-text"] = forms.CharField(label=text, initial=text, required=False, widget=area)

    def clean(self) -> dict[str, Any]:
        """What is taken has a sentence, and a value where its kind needs one."""
        found = super().clean() or {}
        for one in self.proposal.targets:
            key = f"t{one.target.pk}"
            valued = one.goal.kind in VALUED and f"{key}-value" not in self.errors
            if found.get(key) and valued and found.get(f"{key}-value") is None:
                self.add_error(f"{key}-value", _("Chỉ tiêu “%(text)s” cần một con số.") % {"text": one.text[:80]})
        tasks = [f"v{one.task.pk}" for one in self.proposal.tasks]
        for key in [f"t{one.target.pk}" for one in self.proposal.targets] + tasks:
            if found.get(key) and not found.get(f"{key}-text"):
                self.add_error(f"{key}-text", _("Mục đã chọn cần có nội dung."))
        return found

    @property
    def chosen(self) -> Chosen:
        """What was ticked and edited, as the action takes it."""
        data, proposal = self.cleaned_data, self.proposal
        return Chosen(
            targets={
                one.target.pk: (data[f"t{one.target.pk}-text"], data.get(f"t{one.target.pk}-value", one.goal.value))
                for one in proposal.targets if data[f"t{one.target.pk}"]
            },
            tasks={
                one.task.pk: (data[f"v{one.task.pk}-text"], data[f"v{one.task.pk}-due"])
                for one in proposal.tasks if data[f"v{one.task.pk}"]
            },
            duties=frozenset(one.pk for one, _text in proposal.duties if data[f"d{one.pk}"]),
            reporting=frozenset(one.pk for one, _text in proposal.reporting if data[f"r{one.pk}"]),
        )  # fmt: skip

    def target_lines(self) -> Iterator[tuple[ProposedTarget, Any, Any, Any]]:
        """Each proposed target with its fields: tick, sentence, value."""
        for one in self.proposal.targets:
            key = f"t{one.target.pk}"
            yield one, self[key], self[f"{key}-text"], self[f"{key}-value"] if f"{key}-value" in self.fields else None

    def task_lines(self) -> Iterator[tuple[ProposedTask, Any, Any, Any]]:
        """Each proposed task with its fields: tick, sentence, deadline."""
        for one in self.proposal.tasks:
            key = f"v{one.task.pk}"
            yield one, self[key], self[f"{key}-text"], self[f"{key}-due"]

    def closing_lines(self) -> Iterator[Any]:
        """The ticks of duties and reporting."""
        yield from (self[f"d{one.pk}"] for one, _text in self.proposal.duties)
        yield from (self[f"r{one.pk}"] for one, _text in self.proposal.reporting)
