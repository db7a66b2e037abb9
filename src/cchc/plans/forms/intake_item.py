"""One item of a draft as a form: the fields of its kind, and back to typed facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.plans.models import DraftItem
from cchc.plans.models.duty import Cadence
from cchc.plans.models.intake import ItemKindName
from cchc.plans.models.intake_words import CitedKindName
from cchc.plans.models.words import (
    ChangeByName,
    ComparatorName,
    ContentName,
    CourseName,
    DirectionName,
    GoalKindName,
    UnitName,
)
from cchc.plans.rules.intake.facts import Doubt, Facts, How, ItemKind
from cchc.plans.rules.intake.promise import settled

from .fields import NumberField
from .intake_fields import TypedDayField

Choices = Sequence[tuple[Any, str]]
_NONE = ("", _("Chưa chọn"))
_TASK = ("lead", "support", "monitor", "person", "product", "deadline_text")
FIELDS: dict[ItemKind, tuple[str, ...]] = {
    ItemKind.MEASURE: (
        "content", "goal", "comparator", "value", "unit", "due_on", "baseline_label", "baseline", "indicator", "lead",
        "noun", "direction", "change_by", "course",
    ),
    ItemKind.TASK: ("content", *_TASK),
    ItemKind.ROW: ("content", *_TASK, "no", "budget"),
    ItemKind.DUTY: ("leads", "lead_text"),
    ItemKind.REPORTING: ("cadence", "day", "to", "leads", "lead_text"),
    ItemKind.CITATION: ("number", "cited_kind", "cited_on"),
}  # fmt: skip
"""The fields of each kind, in the order of the card, after kind and sentence."""

SECONDARY = frozenset(
    {"direction", "change_by", "course", "noun", "support", "monitor", "person", "no", "budget", "baseline",
     "baseline_label"}
)  # fmt: skip
"""Fields that are seldom changed: the card shows them folded."""
_COMPARED = {"change_by", "baseline", "baseline_label"}
"""Fields that a change against a base, or keeping one, cannot do without: then they are not folded."""


@dataclass(frozen=True)
class Choosable:
    """What the card offers: units, people, indicators (code, words)."""

    units: Choices
    people: Choices = ()
    indicators: Choices = ()


class ItemForm(forms.Form):
    """An item's fields; those of other kinds are taken out when it is built."""

    kind = forms.ChoiceField(label=_("Loại mục"), choices=ItemKindName.choices)
    split_text = forms.CharField(required=False, widget=forms.HiddenInput)
    quote = forms.CharField(label=_("Câu văn"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)
    content = forms.ChoiceField(label=_("Nội dung cải cách"), choices=ContentName.choices)
    goal = forms.ChoiceField(label=_("Dạng chỉ tiêu"), choices=[_NONE, *GoalKindName.choices], required=False)
    comparator = forms.ChoiceField(label=_("So sánh"), choices=ComparatorName.choices)
    value = NumberField(label=_("Con số"), required=False)
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=UnitName.choices)
    noun = forms.CharField(
        label=_("Đếm cái gì"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("hồ sơ, hội nghị…")}),
    )  # fmt: skip
    baseline_label = forms.CharField(
        label=_("So với năm, kỳ"), max_length=60, required=False, widget=forms.TextInput(attrs={"placeholder": "2025"})
    )
    baseline = NumberField(label=_("Số gốc"), required=False)
    due_on = TypedDayField(label=_("Hạn đạt"), required=False)
    indicator = forms.ChoiceField(label=_("Chỉ số"), required=False, widget=forms.RadioSelect)
    lead = forms.TypedChoiceField(label=_("Đơn vị chủ trì"), required=False, coerce=int, empty_value=None)
    leads = forms.TypedMultipleChoiceField(
        label=_("Đơn vị"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    lead_text = forms.CharField(label=_("Đơn vị như văn bản ghi"), max_length=300, required=False)
    support = forms.TypedMultipleChoiceField(
        label=_("Đơn vị phối hợp"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    monitor = forms.TypedChoiceField(label=_("Theo dõi, đôn đốc"), required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(label=_("Người phụ trách"), required=False, coerce=int, empty_value=None)
    product = forms.CharField(
        label=_("Sản phẩm"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    deadline_text = forms.CharField(
        label=_("Thời hạn"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"placeholder": _("30/6/2026, quý III, hằng tháng, thường xuyên…")}),
    )  # fmt: skip
    no = forms.CharField(label=_("Số thứ tự"), max_length=20, required=False)
    budget = forms.CharField(label=_("Kinh phí"), max_length=300, required=False)
    cadence = forms.MultipleChoiceField(
        label=_("Kỳ báo cáo"), choices=Cadence.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    day = forms.IntegerField(label=_("Ngày trong tháng"), required=False, min_value=1, max_value=31)
    to = forms.CharField(label=_("Gửi tới"), max_length=300, required=False)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    cited_kind = forms.ChoiceField(label=_("Loại văn bản"), choices=CitedKindName.choices)
    cited_on = TypedDayField(label=_("Ngày văn bản"), required=False)
    direction = forms.ChoiceField(label=_("Chiều tốt"), choices=DirectionName.choices)
    change_by = forms.ChoiceField(label=_("Tăng, giảm tính"), choices=ChangeByName.choices)
    course = forms.ChoiceField(label=_("Diễn biến trong kỳ"), choices=CourseName.choices)

    def __init__(self, item: DraftItem, offered: Choosable, data: Any = None) -> None:
        self.item = item
        goal = str(data.get("goal") or "") if data is not None else str(item.says.goal or "")
        self.folded = SECONDARY - _COMPARED if goal in {"change", "keep"} else SECONDARY
        self.shown_kind = shown_kind(data, item.item_kind)
        super().__init__(data, initial=_initial(item))
        wanted = ("kind", "quote", "split_text", *FIELDS[self.shown_kind])
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
        if self.shown_kind is ItemKind.CITATION:
            self.fields["quote"].widget = forms.HiddenInput()
        self.order_fields(wanted)
        self._offer(offered)

    def _offer(self, offered: Choosable) -> None:
        choices = {
            "lead": [_NONE, *offered.units],
            "leads": list(offered.units),
            "support": list(offered.units),
            "monitor": [_NONE, *offered.units],
            "person": [_NONE, *offered.people],
            "indicator": [*offered.indicators, ("", _("Không gắn chỉ số"))],
        }
        for name, found in choices.items():
            if name in self.fields:
                self.fields[name].choices = found  # type: ignore[attr-defined]  # all of these are choice fields

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that the card shows at once."""
        return [
            self[name]
            for name in self.fields
            if name not in self.folded and name not in {"kind", "quote", "split_text"}
        ]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that it shows folded."""
        return [self[name] for name in self.fields if name in self.folded]

    @property
    def more_faulty(self) -> bool:
        """Whether a folded field has an error, so that it must be seen."""
        return any(name in self.errors for name in self.folded)

    def facts(self, old: Facts, years: int) -> Facts:
        """The facts as they become: what was posted, over what the item had."""
        values = {name: value for name, value in self.cleaned_data.items() if name in _PLAIN}
        new = replace(old, **{name: _PLAIN[name](value) for name, value in values.items()})
        if "lead" in self.cleaned_data or "leads" in self.cleaned_data:
            lead = self.cleaned_data.get("lead")
            chosen = tuple(self.cleaned_data.get("leads") or ()) or ((lead,) if lead else ())
            new = replace(new, lead=chosen, lead_how=old.lead_how if chosen == old.lead else How.PERSON)
        if new.indicator != old.indicator:
            new = replace(new, indicator_why="", indicator_why_en="", indicator_score=None)
        if new.goal is not None and (new.goal, new.unit, new.comparator) != (old.goal, old.unit, old.comparator):
            new = settled(new, years)
        return replace(new, doubts=_left(new))


def shown_kind(data: Any, kind: ItemKind) -> ItemKind:
    """The kind whose fields were on the page that was posted; without one, the item's own."""
    shown = data.get("shown_kind") if data is not None else None
    return ItemKind(shown) if shown in set(ItemKind) else kind


def _left(facts: Facts) -> tuple[Doubt, ...]:
    """The doubts that a correction has not settled."""
    settled_by = {
        Doubt.VALUE: facts.value is not None or facts.goal is None,
        Doubt.UNIT: bool(facts.lead),
        Doubt.INDICATOR: bool(facts.indicator),
        Doubt.DEADLINE: bool(facts.cadence),
    }
    return tuple(one for one in facts.doubts if not settled_by.get(one, False))


def _or_empty(value: Any) -> str:
    return str(value or "")


def _enum(name: str, value: Any) -> Any:
    return getattr(Facts.from_json({name: value}), name)


_ENUMS = ("content", "comparator", "unit", "direction", "change_by", "course")
_AS_THEY_ARE = ("value", "baseline", "due_on", "cited_on", "day", "person")
_TEXTS = (
    "noun", "baseline_label", "indicator", "lead_text", "product", "deadline_text", "no", "budget", "to", "number",
    "cited_kind",
)  # fmt: skip
_PLAIN: dict[str, Any] = {
    **{name: partial(_enum, name) for name in _ENUMS},
    **dict.fromkeys(_AS_THEY_ARE, lambda value: value),
    **dict.fromkeys(_TEXTS, _or_empty),
    "goal": lambda value: _enum("goal", value) if value else None,
    "support": tuple,
    "cadence": tuple,
    "monitor": lambda value: (value,) if value else (),
}
"""How the value of each field becomes a fact."""


def _initial(item: DraftItem) -> dict[str, Any]:
    facts = item.says
    values = {name: getattr(facts, name) for names in FIELDS.values() for name in names if hasattr(facts, name)}
    values |= {
        "kind": item.kind,
        "quote": item.quote,
        "lead": facts.lead[0] if len(facts.lead) == 1 else None,
        "leads": list(facts.lead),
        "monitor": facts.monitor[0] if facts.monitor else None,
        "support": list(facts.support),
        "cadence": list(facts.cadence),
    }
    return {name: str(value) if hasattr(value, "value") else value for name, value in values.items()}
