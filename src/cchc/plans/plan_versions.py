"""The versions of a plan that can be compared: as it is now, as it was adopted (by the journal), and other plans."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.models import JournalEntry
from cchc.common.text import fold, format_date
from cchc.indicators.models import Indicator
from cchc.organisation.models import Unit
from cchc.plans.models import Plan, Target, Task
from cchc.plans.rules.compared import Item, Line, compare_versions
from cchc.plans.rules.wording import promise

TARGET, TASK = "target", "task"


def against_plan(old: Plan, new: Plan) -> list[Line]:
    """What a plan changed of another."""
    rows = [*old.targets.all(), *old.tasks.all()]
    follows = {(type(row), row.replaced_by_id): row.pk for row in rows if row.replaced_by_id}
    names = _Names(new.agency_id)
    return compare_versions(_items(old, names, {}), _items(new, names, follows))


def since_adoption(plan: Plan) -> list[Line]:
    """What was changed of a living plan since it was adopted, as the journal tells."""
    names = _Names(plan.agency_id)
    now = _items(plan, names, {(type(row), row.pk): row.pk for row in (*plan.targets.all(), *plan.tasks.all())})
    return compare_versions(_as_adopted(plan, names), now)


class _Names:
    """The words for keys of units and indicators, read once."""

    def __init__(self, agency: int) -> None:
        self.units = dict(Unit.objects.filter(agency=agency).values_list("pk", "name"))
        self.indicators = {one.pk: str(one) for one in Indicator.objects.all().prefetch_related("versions")}

    def unit(self, key: int | None) -> str:
        return self.units.get(key or 0, "")


Follows = Mapping[tuple[type, int | None], int]


def _items(plan: Plan, names: _Names, follows: Follows) -> list[Item]:
    targets = plan.targets.filter(withdrawn_at=None).prefetch_related("milestones")
    tasks = plan.tasks.exclude(state="cancelled").prefetch_related("supporters")
    return [*(_target(one, names, follows) for one in targets), *(_task(one, names, follows) for one in tasks)]


def _target(row: Target, names: _Names, follows: Follows) -> Item:
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    stones = "; ".join(f"{one.on:%d/%m/%Y}: {one.value.normalize():f}" for one in row.milestones.all())
    facts = {
        _("Chỉ tiêu"): row.text, _("Mức phải đạt"): promise(row.goal()).text(language),  # type: ignore[arg-type]  # a str of two
        _("Mốc"): stones, _("Hạn"): format_date(row.due_on),
        _("Đơn vị chịu trách nhiệm"): names.unit(row.owner_id),
        _("Chỉ số"): names.indicators.get(row.indicator_id or 0, ""),
    }  # fmt: skip
    measure = f"{row.indicator_id}:{row.scope_id}" if row.indicator_id else ""
    return Item(row.pk, TARGET, fold(row.text), facts, measure, follows.get((Target, row.pk)))


def _task(row: Task, names: _Names, follows: Follows, helpers: Iterable[int] | None = None) -> Item:
    keys = [unit.pk for unit in row.supporters.all()] if helpers is None else helpers
    facts = {
        _("Nhiệm vụ"): row.text, _("Chủ trì"): names.unit(row.lead_id) or row.lead_text,
        _("Phối hợp"): "; ".join(names.unit(key) for key in keys) or row.support_text,
        _("Sản phẩm"): row.product, _("Thời hạn"): row.deadline_text or format_date(row.due_on),
    }  # fmt: skip
    return Item(row.pk, TASK, fold(row.text), facts, "", follows.get((Task, row.pk)))


def _as_adopted(plan: Plan, names: _Names) -> list[Item]:
    """The items that adoption wrote, each as it was before it was first edited; withdrawn and cancelled ones too."""
    adopted = JournalEntry.objects.filter(action="plans.adopt", record_type="plans.plan", record_id=str(plan.pk))
    entry = adopted.order_by("seq").first()
    if entry is None:
        return _items(plan, names, {})
    added = _added(plan, entry.seq)
    targets = list(plan.targets.order_by("pk").prefetch_related("milestones"))
    tasks = list(plan.tasks.order_by("pk").prefetch_related("supporters"))
    first = _first_edits(plan, entry.seq)
    targets = targets[: len(targets) - added[TARGET]]
    tasks = [one for one in tasks[: len(tasks) - added[TASK]] if not one.replaces.exists()]
    return [
        *(_target(_before(one, first.get((TARGET, one.pk), {})), names, {}) for one in targets),
        *(_task(_before(one, first.get((TASK, one.pk), {})), names, {}, first.get((TASK, one.pk), {}).get("supporters"))
          for one in tasks),
    ]  # fmt: skip


def _added(plan: Plan, since: int) -> dict[str, int]:
    """How many targets and tasks were added after adoption."""
    rows = JournalEntry.objects.filter(action="plans.add_items", record_type="plans.plan", record_id=str(plan.pk))
    later = [entry.after or {} for entry in rows.filter(seq__gt=since)]
    return {TARGET: sum(one.get("targets", 0) for one in later), TASK: sum(one.get("tasks", 0) for one in later)}


def _first_edits(plan: Plan, since: int) -> dict[tuple[str, int], dict[str, Any]]:
    """What each edited item was before its first edit after adoption."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, rows in ((TARGET, plan.targets), (TASK, plan.tasks)):
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        entries = JournalEntry.objects.filter(
            action=f"plans.edit_{kind}", record_type=f"plans.{kind}", record_id__in=keys, seq__gt=since
        )
        for entry in entries.order_by("seq"):
            found.setdefault((kind, int(entry.record_id)), entry.before or {})
    return found


def _before(row: Any, facts: Mapping[str, Any]) -> Any:
    """The row with the facts that it had; it is never saved."""
    for name, value in facts.items():
        if name in _DECIMALS and value is not None:
            setattr(row, name, Decimal(value))
        elif name in _DAYS and value is not None:
            setattr(row, name, date.fromisoformat(value))
        elif name not in {"supporters", "milestones"}:
            setattr(row, name, value)
    return row


_DECIMALS = {"value", "baseline"}
_DAYS = {"starts_on", "due_on"}
