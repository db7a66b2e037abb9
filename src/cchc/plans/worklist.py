"""Whose work is shown on "Việc của tôi / của phòng", and under which tab."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.organisation.access import units_for
from cchc.organisation.models import Account
from cchc.plans.models import Target, Task
from cchc.plans.models.task import TaskQuerySet
from cchc.plans.models.task_more import SubTask, SubTaskQuerySet
from cchc.plans.rules.tasks import OPEN, State, end_of_week

_OPEN = Q(state__in=OPEN)
_WAITING = Q(state__in=[State.WAITING, State.SUBMITTED])


@dataclass(frozen=True)
class Tab:
    """A tab: its name in addresses, its label, which tasks it holds on a day, and how they are ordered."""

    key: str
    label: str | Promise
    holds: Callable[[date], Q]
    order: tuple[str, ...] = ("due_on", "plan_id", "sort", "pk")
    tone: str = ""


TABS: tuple[Tab, ...] = (
    Tab("qua-han", _("Quá hạn"), lambda day: _OPEN & Q(due_on__lt=day), tone="bad"),
    Tab("hom-nay", _("Đến hạn hôm nay"), lambda day: _OPEN & Q(due_on=day)),
    Tab("tuan-nay", _("Tuần này"), lambda day: _OPEN & Q(due_on__gt=day, due_on__lte=end_of_week(day))),
    Tab("sap-toi", _("Sắp tới"), lambda day: _OPEN & Q(due_on__gt=end_of_week(day))),
    Tab("khong-han", _("Không có ngày"), lambda _day: _OPEN & Q(due_on=None), ("plan_id", "sort", "pk")),
    Tab("cho", _("Chờ người khác"), lambda _day: _WAITING),
    Tab("da-xong", _("Đã xong"), lambda _day: Q(state=State.DONE), ("-finished_at", "-pk")),
)


@dataclass(frozen=True)
class Scope:
    """Whose work: its name in addresses and its label."""

    key: str
    label: str | Promise


MINE, UNIT, HELP, ALL = (
    Scope("toi", _("Của tôi")),
    Scope("phong", _("Của đơn vị tôi")),
    Scope("phoi-hop", _("Đơn vị tôi phối hợp, theo dõi")),
    Scope("so", _("Toàn Sở")),
)


def scopes(account: Account) -> list[Scope]:
    """The scopes that an account can choose: its unit's only with a unit, the department's with a right that wide."""
    wide = units_for(account, "plans.task.check") is None
    return [MINE, *([UNIT, HELP] if account.units else []), *([ALL] if wide else [])]


def tasks_of(account: Account, scope: Scope) -> TaskQuerySet:
    """The living tasks of a scope."""
    tasks = Task.objects.visible_to(account).live()
    if scope == ALL:
        return tasks
    units = account.units
    if scope == MINE or not units:
        return tasks.for_person(account.person)
    led = Q(lead__in=units) | Q(lead__parent__in=units)
    return tasks.filter(led) if scope == UNIT else tasks.touching(*units).exclude(led)


def parts_of(account: Account) -> SubTaskQuerySet:
    """The parts of living, open tasks that the account's person has in charge and has not done, by their day."""
    mine = SubTask.objects.visible_to(account).open().filter(person=account.person_id)
    living = Task.objects.visible_to(account).live().open()
    return mine.filter(task__in=living).select_related("task__lead").order_by(F("due_on").asc(nulls_last=True), "pk")


def counts(tasks: TaskQuerySet, today: date) -> dict[str, int]:
    """How many tasks each tab holds, in one query."""
    return tasks.aggregate(**{tab.key: Count("pk", filter=tab.holds(today)) for tab in TABS})


def chosen_tab(asked: str, numbers: dict[str, int]) -> Tab:
    """The tab asked for, else the first that holds something."""
    found = next((tab for tab in TABS if tab.key == asked), None)
    return found or next((tab for tab in TABS if numbers[tab.key]), TABS[0])


def chosen_scope(asked: str, account: Account, offered: list[Scope]) -> Scope:
    """The scope asked for, else the first with open work: one's own, the unit's, the department's, what one helps."""
    found = next((scope for scope in offered if scope.key == asked), None)
    if found:
        return found
    if parts_of(account).exists():
        return MINE
    ranked = sorted(offered, key=lambda scope: scope == HELP)
    return next((scope for scope in ranked if tasks_of(account, scope).open().exists()), offered[0])


def in_tab(tasks: TaskQuerySet, tab: Tab, today: date) -> TaskQuerySet:
    """The tasks of a tab in its order."""
    return tasks.filter(tab.holds(today)).order_by(*tab.order)


def neighbours(rows: "QuerySet[Task] | QuerySet[Target]", pk: int) -> tuple[int | None, int | None]:
    """What stands before and after one task or target in an ordered list."""
    keys = list(rows.values_list("pk", flat=True))
    if pk not in keys:
        return None, None
    place = keys.index(pk)
    return (keys[place - 1] if place else None), (keys[place + 1] if place + 1 < len(keys) else None)
