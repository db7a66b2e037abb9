"""The lists of plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of
from cchc.plans import faces, tree
from cchc.plans.models import Plan, PlanKind, PlanState, Task
from cchc.plans.templatetags.plans import say


def _plans(request: HttpRequest) -> list[tuple[str, str]]:
    plans = Plan.objects.visible_to(account_of(request)).adopted()
    return [(str(plan.pk), plan.reference[:60]) for plan in plans]


def _state(task: Task) -> str:
    word = faces.of_task(task, timezone.localdate())[1]
    return f"{word}, {task.progress}%" if task.progress and task.is_open else word


WORK = Listing(
    name="viec",
    title=_("Nhiệm vụ"),
    columns=[
        Column("text", pgettext_lazy("task", "Việc"), sort="folded", template="plans/cells/work.html"),
        Column("due", _("Hạn"), value="due_on", sort="due_on", template="plans/cells/due.html"),
        Column("state", _("Trạng thái"), value=_state, sort="state", template="plans/cells/state.html"),
        Column("who", _("Phụ trách"), value=lambda task: task.person.full_name if task.person else task.lead_name,
               sort="person__folded"),
        Column("update", _("Cập nhật"), value=lambda task: task.latest_note, template="plans/cells/update.html"),
    ],
    filters=[
        Filter("ke-hoach", _("Kế hoạch"), _plans, field="plan"),
    ],
    search=["folded"],
    keep=["cua", "xem"],
    pick="viec",
    per_page=30,
    search_hint=_("Tìm nhiệm vụ (không cần dấu)"),
)  # fmt: skip


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    rows = Plan.objects.visible_to(account_of(request)).order_by().values_list("first_year", "last_year")
    years = sorted({year for first, last in rows for year in range(first, last + 1)}, reverse=True)
    return [(str(year), str(year)) for year in years]


def _in_year(rows: Any, year: str) -> Any:
    return rows.filter(first_year__lte=int(year), last_year__gte=int(year))


_PLAN_FACE = {
    PlanState.DRAFT: "not_started",
    PlanState.ADOPTED: "doing",
    PlanState.REFERENCE: "done",
    PlanState.SUPERSEDED: "stopped",
}

PLANS = Listing(
    name="ke-hoach",
    title=_("Kế hoạch"),
    columns=[
        Column("title", _("Tên"), sort="folded"),
        Column("number", _("Số, ký hiệu"), kind="short", sort="number"),
        Column("issued_on", _("Ngày ban hành"), kind="date", sort="issued_on"),
        Column("years", _("Năm"), kind="short", sort="first_year"),
        Column("kind", _("Cấp"), value=lambda plan: plan.level.label, kind="short", sort="kind"),
        Column("targets", _("Chỉ tiêu"), value="target_count", kind="number"),
        Column("tasks", _("Nhiệm vụ"), value="task_count", kind="number"),
        Column("late", _("Quá hạn"), value="late_count", kind="number"),
        Column("state", _("Trạng thái"), value=lambda plan: (_PLAN_FACE[plan.state], plan.get_state_display()),
               kind="state", sort="state"),
    ],
    filters=[
        Filter("trang-thai", _("Trạng thái"), PlanState.choices, field="state"),
        Filter("loai", _("Loại"), PlanKind.choices, field="kind"),
        Filter("nam", _("Năm"), _years, apply=_in_year),
    ],
    search=["folded"],
    order=["-last_year", "-first_year", "-issued_on", "-pk"],
    row_url=lambda plan: reverse("plans:plan", args=[plan.pk]),
    search_hint=_("Tìm kế hoạch theo tên, số (không cần dấu)"),
    empty_title=_("Chưa có kế hoạch nào"),
    empty_text=_("Nạp văn bản kế hoạch để hệ thống đọc chỉ tiêu, nhiệm vụ; hoặc lập kế hoạch và nhập bằng tay."),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a plan's tree as a file holds it."""

    content: str
    objective: str
    kind: str
    item: tree.Item

    @property
    def task(self) -> Task | None:
        """The task, where it is one."""
        return self.item.task


def flat(contents: Iterable[tree.Content]) -> list[Line]:
    """The tree line by line."""
    kinds = (gettext("chỉ tiêu"), gettext("nhiệm vụ"))
    return [
        Line(
            content.section.heading, branch.objective.text if branch.objective else "", kinds[item.target is None], item
        )
        for content in contents
        for branch in content.branches
        for item in branch.items
    ]


ITEMS = Listing(
    name="ke-hoach-chi-tiet",
    title=_("Chỉ tiêu và nhiệm vụ"),
    columns=[
        Column("content", _("Nội dung")),
        Column("objective", _("Mục tiêu")),
        Column("kind", _("Loại"), kind="short"),
        Column("text", _("Chỉ tiêu, nhiệm vụ"), value="item.row.text"),
        Column("figure", _("Số liệu"), value="item.figure"),
        Column("promise", _("Mức phải đạt"), value=lambda line: say(line.item.promise)),
        Column("state", _("Trạng thái"), value="item.face", kind="state"),
        Column("why", _("Căn cứ"), value=lambda line: say(line.item.why), kind="long"),
        Column("owner", _("Đơn vị"), value="item.owner"),
        Column("due", _("Hạn"), value="item.due", kind="date"),
        Column("deadline", _("Thời hạn theo văn bản"), value="task.deadline_text"),
        Column("product", _("Sản phẩm"), value="task.product"),
        Column("quote", _("Trích văn bản"), value="item.row.quote"),
    ],
)
