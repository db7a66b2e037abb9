"""Forms of plans, targets and tasks: each turns what was typed into the value that the actions take."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.common.forms import DayField
from cchc.indicators.models import Indicator
from cchc.organisation.models import Account, Person, Unit
from cchc.plans.actions import Succession
from cchc.plans.forms.fields import MilestonesField, NumberField
from cchc.plans.models import Plan, PlanKind, Target, Task
from cchc.plans.models.words import (
    ChangeByName,
    ComparatorName,
    ContentName,
    CourseName,
    DirectionName,
    GoalKindName,
    UnitName,
)
from cchc.plans.rules.confirmed import Confirmed, ConfirmedTarget, ConfirmedTask
from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.deadlines import Deadline, DeadlineKind
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, Goal, GoalKind
from cchc.plans.rules.goals import Unit as GoalUnit


class PlanForm(forms.Form):
    """What is known of a plan document."""

    title = forms.CharField(label=_("Tên kế hoạch"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Loại"), choices=PlanKind.choices)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False, help_text=_("Ví dụ: 12/KH-SCT"))
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    first_year = forms.IntegerField(label=_("Năm đầu"), min_value=2001, max_value=2100)
    last_year = forms.IntegerField(label=_("Năm cuối"), min_value=2001, max_value=2100)
    parent = forms.ModelChoiceField(label=_("Thực hiện kế hoạch, chương trình"), queryset=Plan.objects.none(),
                                    required=False)  # fmt: skip
    unit = forms.ModelChoiceField(label=_("Kế hoạch riêng của đơn vị"), queryset=Unit.objects.none(), required=False,
                                  empty_label=_("không, của cả Sở"))  # fmt: skip

    def __init__(self, *args: Any, account: Account, plan: Plan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Plan.objects.visible_to(account)
        self.fields["parent"].queryset = others.exclude(pk=plan.pk) if plan else others  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.visible_to(account).filter(closed_on=None)  # type: ignore[attr-defined]


class AdoptForm(forms.Form):
    """How the draft begins to live: as one's own or to go by; which plan it replaces, from when and why."""

    reference = forms.BooleanField(
        label=_("Văn bản của cấp trên, chỉ giữ để tham chiếu"), required=False,
        help_text=_("Chỉ tiêu của nó làm gốc để phân rã; không ai nhận việc từ nó."),
    )  # fmt: skip

    supersedes = forms.ModelChoiceField(label=_("Thay thế kế hoạch"), queryset=Plan.objects.none(), required=False,
                                        empty_label=_("không thay thế kế hoạch nào"))  # fmt: skip
    superseded_on = DayField(label=_("Thay thế từ ngày"), required=False)
    reason = forms.CharField(
        label=_("Lý do thay thế"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ tiêu, nhiệm vụ còn mở của kế hoạch cũ chuyển sang kế hoạch này, trừ mục mà nó đã có."),
    )  # fmt: skip

    def __init__(self, *args: Any, living: "models.QuerySet[Plan]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supersedes"].queryset = living  # type: ignore[attr-defined]  # it is a model choice

    @property
    def succession(self) -> Succession | None:
        """What the draft replaces, as the action takes it."""
        data = self.cleaned_data
        if data["supersedes"] is None:
            return None
        return Succession(data["supersedes"], data["superseded_on"], data["reason"])


class ServeForm(forms.Form):
    """Which target of a plan above a target serves, and why it asks for less where it does."""

    parent = forms.ModelChoiceField(label=_("Chỉ tiêu cấp trên"), queryset=Target.objects.none(), required=False,
                                    empty_label=_("không gắn với chỉ tiêu nào"))  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do giữ mức thấp hơn"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ cần khi chỉ tiêu này thấp hơn chỉ tiêu cấp trên."),
    )  # fmt: skip

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Target.objects.filter(plan__in=[one.pk for one in target.plan.chain()], withdrawn_at=None)
        self.fields["parent"].queryset = above.order_by("-plan", "sort")  # type: ignore[attr-defined]  # a model choice


class ItemForm(forms.Form):
    """What the forms of a target and of a task share: the units and people of the account's department."""

    unit_fields: ClassVar[tuple[str, ...]] = ()
    # Each form gives: the item as typed (what it does not ask for stays as it is in the item that is there), the same
    # as the one new item of a plan, and what it shows for an item that is there.
    confirmed: ClassVar[Callable[..., Any]]
    as_items: ClassVar[Callable[..., Confirmed]]
    initial_of: ClassVar[Callable[..., dict[str, Any]]]

    def __init__(self, *args: Any, account: Account, asks_content: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(account).filter(closed_on=None)
        for name in self.unit_fields:
            self.fields[name].queryset = units  # type: ignore[attr-defined]  # each is a model choice
        if "indicator" in self.fields:
            self.fields["indicator"].queryset = Indicator.objects.visible_to(account)  # type: ignore[attr-defined]
        if "person" in self.fields:
            self.fields["person"].queryset = Person.objects.visible_to(account)  # type: ignore[attr-defined]
        if not asks_content:
            del self.fields["content"]
        if not needs_reason:
            del self.fields["reason"]

    def key(self, name: str) -> int | None:
        """The key of a chosen row."""
        row = self.cleaned_data.get(name)
        return row.pk if row else None


def _unit(label: Any, help_text: Any = "") -> "forms.ModelChoiceField[Unit]":
    return forms.ModelChoiceField(label=label, queryset=Unit.objects.none(), required=False, help_text=help_text)


class TargetForm(ItemForm):
    """A target."""

    unit_fields = ("owner", "scope")
    content = forms.ChoiceField(label=_("Nội dung"), choices=ContentName.choices)
    text = forms.CharField(label=_("Chỉ tiêu"), widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("Dạng chỉ tiêu"), choices=GoalKindName.choices)
    comparator = forms.ChoiceField(label=_("So sánh"), choices=ComparatorName.choices)
    value = NumberField(label=_("Mức phải đạt"), required=False, help_text=_("Với tăng, giảm: mức tăng, giảm."))
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=UnitName.choices)
    noun = forms.CharField(label=_("Đếm cái gì"), max_length=80, required=False, help_text=_("Ví dụ: hồ sơ, hội nghị"))
    direction = forms.ChoiceField(label=_("Chiều tốt"), choices=DirectionName.choices)
    course = forms.ChoiceField(label=_("Cách theo dõi trong kỳ"), choices=CourseName.choices)
    change_by = forms.ChoiceField(label=_("Mức tăng, giảm tính"), choices=ChangeByName.choices)
    baseline = NumberField(label=_("Số gốc"), required=False)
    baseline_label = forms.CharField(label=_("Kỳ gốc"), max_length=60, required=False, help_text=_("Ví dụ: 2025"))
    even = forms.BooleanField(
        label=_("Văn bản nêu lộ trình đều từng năm"), required=False,
        help_text=_("Chỉ chọn khi văn bản ghi rõ; mức của từng năm khi đó được chia đều."),
    )  # fmt: skip
    starts = DayField(label=_("Tính từ ngày"))
    due = DayField(label=_("Hạn"))
    milestones = MilestonesField(label=_("Mốc"), required=False, help_text=_("Mỗi dòng một mốc: 31/12/2027: 75"))
    indicator = forms.ModelChoiceField(
        label=_("Chỉ số"),
        queryset=Indicator.objects.none(),
        required=False,
        help_text=_("Chỉ số mà chỉ tiêu này được đo bằng."),
    )
    owner = _unit(_("Đơn vị chịu trách nhiệm"))
    scope = _unit(_("Tính cho đơn vị"), _("Để trống: toàn Sở."))
    reason = forms.CharField(label=_("Lý do sửa"), widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """A goal needs its value, and its end after its start."""
        found = super().clean() or {}
        if found.get("starts") and found.get("due") and found["due"] < found["starts"]:
            self.add_error("due", _("Hạn đứng trước ngày bắt đầu."))
        needs_value = found.get("kind") in {GoalKind.THRESHOLD, GoalKind.CHANGE, GoalKind.RANK}
        if needs_value and found.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Dạng chỉ tiêu này cần một con số."))
        return found

    def as_items(self, plan: Plan) -> Confirmed:
        """The target as the one new item of a plan."""
        return Confirmed(targets=(self.confirmed(plan),))

    def confirmed(self, plan: Plan, item: Target | None = None) -> ConfirmedTarget:
        """The target as typed; the content of `item` stays."""
        data = self.cleaned_data
        goal = Goal(
            kind=GoalKind(data["kind"]), starts=data["starts"], due=data["due"], value=data["value"],
            comparator=Comparator(data["comparator"]), unit=GoalUnit(data["unit"]),
            direction=Direction(data["direction"]), course=Course(data["course"]), baseline=data["baseline"],
            baseline_label=data["baseline_label"], change_by=ChangeBy(data["change_by"]),
            milestones=data["milestones"], noun=data["noun"], even=data["even"],
        )  # fmt: skip
        content = Content(item.section.content if item else data["content"])
        return ConfirmedTarget(content=content, text=data["text"], goal=goal,
                               owner=self.key("owner"), scope=self.key("scope"),
                               indicator=data["indicator"].code if data["indicator"] else "")  # fmt: skip

    @staticmethod
    def initial_of(item: Target) -> dict[str, Any]:
        """What the form shows for a target."""
        goal = item.goal()
        names = ("text", "owner", "scope", "indicator", "kind", "comparator", "unit", "noun", "direction", "course",
                 "change_by", "baseline_label", "even")  # fmt: skip
        plain = {name: getattr(item, name) for name in names}
        numbers = {name: getattr(item, name) for name in ("value", "baseline")}
        shown = {name: None if number is None else number.normalize() for name, number in numbers.items()}
        return {**plain, **shown, "starts": goal.starts, "due": goal.due, "milestones": goal.milestones}


class TaskForm(ItemForm):
    """A task."""

    unit_fields = ("lead", "supporters", "monitor")
    content = forms.ChoiceField(label=_("Nội dung"), choices=ContentName.choices)
    text = forms.CharField(label=_("Nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    lead = _unit(_("Đơn vị chủ trì"))
    person = forms.ModelChoiceField(label=_("Người phụ trách"), queryset=Person.objects.none(), required=False)
    supporters = forms.ModelMultipleChoiceField(label=_("Đơn vị phối hợp"), queryset=Unit.objects.none(),
                                                required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    monitor = _unit(_("Đơn vị theo dõi, đôn đốc"))
    product = forms.CharField(label=_("Sản phẩm"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    no_product = forms.BooleanField(label=_("Nhiệm vụ không có sản phẩm phải nộp"), required=False)
    deadline_text = forms.CharField(
        label=_("Thời hạn"), required=False,
        help_text=_("Như kế hoạch viết: ngày 15/4/2026, quý III, ngày 25 hằng tháng, thường xuyên…"),
    )  # fmt: skip
    due_on = DayField(label=_("Ngày đến hạn"), required=False, help_text=_("Khi lời văn không nói rõ ngày."))
    reason = forms.CharField(label=_("Lý do sửa"), widget=forms.Textarea(attrs={"rows": 2}))

    def as_items(self, plan: Plan) -> Confirmed:
        """The task as the one new item of a plan."""
        return Confirmed(tasks=(self.confirmed(plan),))

    def confirmed(self, plan: Plan, item: Task | None = None) -> ConfirmedTask:
        """The task as typed; a day that was given stands above what the words say. What is printed of `item` stays."""
        data = self.cleaned_data
        stated = parse_deadlines(data["deadline_text"], plan.first_year, last_year=plan.last_year)
        given = (Deadline(DeadlineKind.DATE, text=data["deadline_text"], on=data["due_on"]),) if data["due_on"] else ()
        printed = ("lead_text", "support_text", "monitor_text", "annex_no")
        return ConfirmedTask(
            content=Content(item.section.content if item else data["content"]), text=data["text"],
            lead=self.key("lead"), supporters=tuple(unit.pk for unit in data["supporters"]),
            monitor=self.key("monitor"), person=self.key("person"), product=data["product"],
            no_product=data["no_product"], deadlines=given or stated, deadline_text=data["deadline_text"],
            **{name: getattr(item, name) for name in printed if item},
        )  # fmt: skip

    @staticmethod
    def initial_of(item: Task) -> dict[str, Any]:
        """What the form shows for a task; a day is shown only where it is not what the words say."""
        names = ("text", "lead", "person", "monitor", "product", "no_product", "deadline_text")
        plain = {name: getattr(item, name) for name in names}
        worded = parse_deadlines(item.deadline_text, item.plan.first_year, last_year=item.plan.last_year)
        given = None if worded == item.stated_deadlines() else item.due_on
        return {**plain, "supporters": list(item.supporters.all()), "due_on": given}
