"""What other software can be told of plans: adopted, superseded, a target otherwise, a task otherwise."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.common.models import JournalEntry
from cchc.organisation.models import Account
from cchc.organisation.webhooks import Told, register
from cchc.plans.models import Plan, Target, Task

VERDICT = "target.verdict_changed"
_GROUP = _("Kế hoạch, chỉ tiêu, nhiệm vụ")
_MOVES = ("assign", "start", "wait", "resume", "submit", "return", "finish", "cancel", "reopen", "progress", "decide",
          "trigger", "untrigger")  # fmt: skip


def declare() -> None:
    """Make the events known."""
    view = "plans.view"
    register(
        Told("plan.adopted", _("Kế hoạch ban hành vào hệ thống"), _GROUP, "A plan was adopted.", view, _plans,
             ("plans.adopt",)),
        Told("plan.superseded", _("Kế hoạch bị thay thế"), _GROUP, "A plan took the place of another.", view, _plans,
             ("plans.adopt",), _superseded),
        Told("target.changed", _("Chỉ tiêu được sửa, rút, xác nhận"), _GROUP,
             "A target was edited, withdrawn, or judged by a person.", view, _targets,
             ("plans.edit_target", "plans.withdraw_target", "plans.judge")),
        Told(VERDICT, _("Kết quả đánh giá chỉ tiêu thay đổi, dự báo tụt dưới chỉ tiêu"), _GROUP,
             "Where a target stands changed, or its forecast fell under what was promised; looked at every hour.", view,
             _targets),
        Told("task.changed", _("Nhiệm vụ đổi trạng thái, hạn, người làm"), _GROUP,
             "A task moved: assigned, progressed, submitted, returned, finished, another deadline.", view, _tasks,
             (*(f"plans.task.{move}" for move in _MOVES), "plans.edit_task")),
    )  # fmt: skip


def _superseded(entry: JournalEntry) -> object:
    facts: dict[str, Any] = entry.after or {}
    return facts.get("supersedes")


def _plans(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    seen = Plan.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("api:plan_one", args=[key]) for key in seen}


def _targets(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    seen = Target.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("api:target_one", args=[key]) for key in seen}


def _tasks(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    seen = Task.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("api:task_one", args=[key]) for key in seen}
