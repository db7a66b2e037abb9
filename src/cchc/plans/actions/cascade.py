"""Targets are tied to those above that they serve; one that asks for less is kept only with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.cascading import comparison, comparisons, suggestions
from cchc.plans.models import Plan, PlanState, Target
from cchc.plans.rights import require_for_plan
from cchc.plans.rules.sentences import Language


@transaction.atomic
def serve_target(
    *, target: Target, parent: Target | None, reason: str = "", by: Account, at: datetime, seen: int | None = None
) -> Target:
    """Say which target of a plan above this one serves (none: it stands by itself).

    Refused where the parent is not of a plan above, and, without a reason, where this one asks for less.
    """
    require_for_plan(by, target.plan, "plans.edit")
    target = Target.objects.select_for_update(of=("self",)).select_related("plan").get(pk=target.pk)
    require_unchanged(target, seen)
    _check(target, parent)
    before = {"serves": target.serves_id, "reason": target.weaker_reason}
    target.serves, target.weaker_reason = parent, ""
    target.version += 1
    target.save(update_fields=["serves", "weaker_reason", "version"])
    found = comparison(target)
    if found is not None and found.weaker:
        if not reason.strip():
            said = _("%(why)s Chỉ giữ được mức này khi ghi lý do.") % {"why": found.reason.text(_language())}
            raise Refused(said, field="reason")
        target.weaker_reason = squeeze(reason)
        target.save(update_fields=["weaker_reason"])
    after = {"serves": target.serves_id, "cascade": found.verdict if found else "", "reason": target.weaker_reason}
    if before["serves"] == after["serves"] and before["reason"] == after["reason"]:
        raise Refused(_("Chưa có gì thay đổi."))
    journal.write(by=by, at=at, action="plans.serve", record=target, before=before, after=after)
    return target


@transaction.atomic
def serve_as_suggested(*, plan: Plan, targets: set[int], by: Account, at: datetime) -> int:
    """Tie the chosen targets to those above with the same indicator; what would be weaker is left for a reason.

    Returns how many were tied.
    """
    require_for_plan(by, plan, "plans.edit")
    chosen = [one for one in suggestions(plan) if one.target.pk in targets and not one.comparison.weaker]
    for one in chosen:
        serve_target(target=one.target, parent=one.parent, by=by, at=at)
    return len(chosen)


def require_cascade(plan: Plan) -> None:
    """Raise Refused while a target of the plan asks for less than the one above and no reason is recorded."""
    rows = list(plan.targets.filter(withdrawn_at=None, weaker_reason="").exclude(serves=None)
                .prefetch_related("milestones"))  # fmt: skip
    found = comparisons(rows)
    weak = [one for one in rows if found[one.pk].weaker]
    if weak:
        raise Refused(
            _("Chỉ tiêu “%(text)s” thấp hơn chỉ tiêu cấp trên mà chưa ghi lý do (%(n)s chỉ tiêu như vậy); hãy nâng mức "
              "hoặc ghi lý do ở trang phân rã.") % {"text": weak[0].text[:120], "n": len(weak)}
        )  # fmt: skip


def keep_cascade(target: Target, reason: str) -> None:
    """After a change of a living target: the reason of the change is that of asking for less, where it now does.

    Raises Refused where there is none.
    """
    found = comparison(target)
    if found is None or not found.weaker:
        target.weaker_reason = ""
    elif not target.weaker_reason:
        if target.plan.state != PlanState.DRAFT and not reason.strip():
            raise Refused(found.reason.text(_language()), field="reason")
        target.weaker_reason = squeeze(reason)


def _check(target: Target, parent: Target | None) -> None:
    if target.withdrawn_at is not None or target.plan.state == PlanState.SUPERSEDED:
        raise Refused(_("Chỉ tiêu đã được rút hoặc kế hoạch đã được thay thế nên không gắn được."))
    if parent is None:
        return
    if parent.plan_id not in {one.pk for one in target.plan.chain()}:
        raise Refused(_("Chỉ tiêu cấp trên phải thuộc kế hoạch mà kế hoạch này thực hiện."), field="parent")
    if parent.withdrawn_at is not None:
        raise Refused(_("Chỉ tiêu cấp trên đã được rút."), field="parent")


def _language() -> Language:
    return "en" if (get_language() or "vi").startswith("en") else "vi"
