"""Who may do what to which task or target: the one place that actions and pages ask."""

from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.organisation.access import Denied, acts_under, may_for_unit
from cchc.organisation.models import Account, Unit
from cchc.plans.models import Plan, Target, Task
from cchc.plans.rules.tasks import Part

PERMISSION: dict[Part, str] = {
    Part.WORKER: "plans.task.update",
    Part.CHECKER: "plans.task.check",
    Part.PLANNER: "plans.edit",
}


def may_on_task(account: Account, task: Task, part: Part) -> bool:
    """Whether the account may play the part for the task: by its role, or as the person in charge of the work."""
    if task.agency_id != account.agency_id:
        return False
    return _in_charge(account, task, part) or may_for_unit(account, PERMISSION[part], task.lead_id)


def _in_charge(account: Account, task: Task, part: Part) -> bool:
    return part is Part.WORKER and task.person_id == account.person_id


def may_note(account: Account, task: Task) -> bool:
    """Whether the account may write a note: a unit of its posts has a part in the task, or it may work on it."""
    return _touches(account, task) or may_on_task(account, task, Part.WORKER)


def _touches(account: Account, task: Task) -> bool:
    units = {unit.pk for unit in account.units if unit.agency_id == task.agency_id}
    touching = {task.lead_id, task.monitor_id, *task.supporters.values_list("pk", flat=True)} if units else set()
    return bool(units & touching)


def may_on_target(account: Account, target: Target, permission: str) -> bool:
    """Whether the account may do the thing to the target: for the unit that answers for it."""
    return target.agency_id == account.agency_id and may_for_unit(account, permission, target.owner_id)


def require_part(account: Account, task: Task, part: Part) -> None:
    """Raise Refused, with who may, unless the account may play the part for the task."""
    if not may_on_task(account, task, part):
        who = ", ".join(Denied(PERMISSION[part]).who_can)
        raise Refused(_("Nhiệm vụ này do đơn vị khác chủ trì; bạn không được làm việc này."), who_can=who)
    if _in_charge(account, task, part):
        account.on_behalf = ""
    else:
        acts_under(account, PERMISSION[part], task.lead_id, whole=task.lead_id is None)


def require_note(account: Account, task: Task) -> None:
    """Raise Refused, with who may, unless the account may write a note on the task."""
    if _touches(account, task):
        account.on_behalf = ""
    else:
        require_part(account, task, Part.WORKER)


def require_for_unit(account: Account, unit: Unit, permission: str) -> None:
    """Raise Refused, with who may, unless the account may do the thing for a unit of its department."""
    if unit.agency_id != account.agency_id or not may_for_unit(account, permission, unit.pk):
        who = ", ".join(Denied(permission).who_can)
        raise Refused(_("Bạn không được làm việc này cho đơn vị này."), who_can=who, field="unit")
    acts_under(account, permission, unit.pk)


def require_for_plan(account: Account, plan: Plan, permission: str) -> None:
    """Raise Refused, with who may, unless the account may do the thing to a plan of its own department."""
    if plan.agency_id != account.agency_id or not acts_under(account, permission, whole=True):
        raise Refused(_("Bạn không được làm việc này với kế hoạch."), who_can=", ".join(Denied(permission).who_can))


def require_on_target(account: Account, target: Target, permission: str) -> None:
    """Raise Refused, with who may, unless the account may do the thing to the target."""
    if not may_on_target(account, target, permission):
        who = ", ".join(Denied(permission).who_can)
        raise Refused(_("Chỉ tiêu này do đơn vị khác chịu trách nhiệm; bạn không được làm việc này."), who_can=who)
    acts_under(account, permission, target.owner_id, whole=target.owner_id is None)
