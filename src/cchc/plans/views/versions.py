"""Versions of plans beside each other, item by item."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account
from cchc.plans.models import Plan, PlanState
from cchc.plans.plan_versions import against_plan, since_adoption
from cchc.plans.rules.compared import Change, Line
from cchc.plans.views.plans import find

ADOPTED = "ban-hanh"
_WORDS = {
    Change.ADDED: gettext_lazy("thêm"), Change.REMOVED: gettext_lazy("bỏ"), Change.CHANGED: gettext_lazy("sửa"),
    Change.KEPT: gettext_lazy("giữ nguyên"),
}  # fmt: skip
_KINDS = {"target": gettext_lazy("chỉ tiêu"), "task": gettext_lazy("nhiệm vụ")}


def _told(line: Line) -> str:
    return "; ".join(f"{name}: {before or '–'} → {after or '–'}" for name, before, after in line.rows)


LINES = Listing(
    name="so-sanh-ke-hoach",
    title=gettext_lazy("So sánh hai bản kế hoạch"),
    columns=[
        Column("text", gettext_lazy("Chỉ tiêu, nhiệm vụ"), value=lambda line: next(iter(line.item.facts.values()), "")),
        Column("kind", gettext_lazy("Loại"), value=lambda line: str(_KINDS[line.item.kind]), kind="short"),
        Column("change", gettext_lazy("Thay đổi"), value=lambda line: str(_WORDS[line.change]), kind="short"),
        Column("rows", gettext_lazy("Cũ → mới"), value=_told, template="plans/cells/changed.html"),
    ],
    filters=[
        Filter("thay-doi", gettext_lazy("Thay đổi"), [(code.value, word) for code, word in _WORDS.items()],
               field="change"),
        Filter("loai", gettext_lazy("Loại"), list(_KINDS.items()), field="item__kind"),
    ],
    keep=["voi"],
    per_page=50,
    empty_title=gettext_lazy("Không có thay đổi nào để xem"),
)  # fmt: skip


@needs("plans.view")
def versions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A plan beside another, or beside itself as it was adopted; what was kept is left out unless asked for."""
    account = account_of(request)
    plan = find(account, pk)
    others = _others(account, plan)
    asked = request.GET.get("voi", "")
    other = next((one for one in others if str(one.pk) == asked), None) or _usual(plan, others, asked)
    lines = against_plan(other, plan) if other else since_adoption(plan)
    if "thay-doi" not in request.GET:
        lines = [line for line in lines if line.change is not Change.KEPT]
    page = LINES.page(request, lines)
    context = {"plan": plan, "other": other, "others": others, "page": page, "adopted": ADOPTED,
               "title": _("So sánh hai bản kế hoạch")}  # fmt: skip
    return page.download() or render(request, "plans/versions.html", context)


def _others(account: Account, plan: Plan) -> list[Plan]:
    return list(Plan.objects.visible_to(account).exclude(pk=plan.pk).exclude(state=PlanState.REFERENCE))


def _usual(plan: Plan, others: list[Plan], asked: str) -> Plan | None:
    """The plan that it replaced, else for a draft the one of the year before; a living plan is held to its adoption."""
    if asked == ADOPTED:
        return None
    replaced = next((one for one in others if one.superseded_by_id == plan.pk), None)
    if replaced or plan.state != PlanState.DRAFT:
        return replaced
    before = [one for one in others if one.last_year == plan.first_year - 1 and one.unit_id == plan.unit_id]
    return before[0] if before else None
