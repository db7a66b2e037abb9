"""What plans give to figures and get from them: the tasks behind a counted figure, and how each target is measured."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.common.tables import Column, Filter, Listing
from cchc.indicators.behind import KEPT, in_unit, rows_asked_for
from cchc.indicators.models import Version
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Unit
from cchc.plans import faces
from cchc.plans.measures import TASKS
from cchc.plans.models import Plan, Target, Task
from cchc.plans.models.words import ContentName

# How the figure of a target comes about. Code → (face of the page kit, word).
HOW = {
    "counted": ("done", _("đếm từ sổ")),
    "manual": ("doing", _("nhập tay, có minh chứng")),
    "entered": ("waiting", _("nhập tay, chưa có sổ")),
    "none": ("late", _("chưa gắn chỉ số")),
}


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.short_name) for unit in Unit.objects.visible_to(account_of(request))]


def _plans(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(plan.pk), plan.reference[:60]) for plan in Plan.objects.visible_to(account_of(request)).adopted()]


def _led(rows: QuerySet[Task], value: str) -> QuerySet[Task]:
    """The tasks that a unit, those below it or those merged into it lead."""
    units = in_unit(Unit.objects.all(), value, field="pk")
    return rows.filter(lead__in=units)


COUNTED = Listing(
    name="nhiem-vu-da-dem",
    title=_("Nhiệm vụ của các kế hoạch"),
    columns=[
        Column("text", _("Nhiệm vụ"), sort="folded"),
        Column("plan", _("Kế hoạch"), value="plan.reference"),
        Column("content", _("Nội dung"), value="section.get_content_display"),
        Column("lead", _("Đơn vị chủ trì"), value="lead.name", sort="lead__sort"),
        Column("due_on", _("Hạn"), kind="date", sort="due_on"),
        Column("finished_at", _("Hoàn thành"), kind="date", sort="finished_at"),
        Column("state", _("Trạng thái"), value=faces.of_task, kind="state", sort="state"),
    ],
    filters=[
        Filter("don-vi", _("Đơn vị"), _units, apply=_led),
        Filter("ke-hoach", _("Kế hoạch"), _plans, field="plan"),
    ],
    search=["folded"],
    order=["due_on", "pk"],
    keep=KEPT,
    row_url=lambda task: reverse("plans:task", args=[task.pk]),
    empty_title=_("Không có nhiệm vụ nào"),
)


@needs("plans.view")
def counted_tasks(request: HttpRequest) -> HttpResponseBase:
    """Tasks of living plans, or those behind a figure."""
    rows = Task.objects.visible_to(account_of(request)).filter(TASKS.base).select_related("plan", "section", "lead")
    found, behind = rows_asked_for(request, TASKS, rows)
    page = COUNTED.page(request, found)
    return page.download() or render(request, "plans/counted_tasks.html", {"page": page, "behind": behind})


COVERAGE = Listing(
    name="do-phu-chi-tieu",
    title=_("Độ phủ chỉ tiêu"),
    columns=[
        Column("text", _("Chỉ tiêu"), sort="folded"),
        Column("plan", _("Kế hoạch"), value="plan.reference"),
        Column("content", _("Nội dung"), value="section.get_content_display"),
        Column("owner", _("Đơn vị"), value=lambda row: row.owner.short_name if row.owner else "", sort="owner__sort"),
        Column("indicator", _("Chỉ số"), value=lambda row: str(row.indicator) if row.indicator else ""),
        Column("how", _("Cách có số liệu"), value=lambda row: HOW[row.how], kind="state", sort="how"),
    ],
    filters=[
        Filter("cach", _("Cách có số liệu"), [(code, word) for code, (_face, word) in HOW.items()], field="how"),
        Filter("ke-hoach", _("Kế hoạch"), _plans, field="plan"),
        Filter("noi-dung", _("Nội dung"), ContentName.choices, field="section__content"),
    ],
    search=["folded"],
    order=["plan", "section__sort", "sort", "pk"],
    row_url=lambda row: reverse("plans:target", args=[row.pk]),
    empty_title=_("Chưa có chỉ tiêu nào"),
    empty_text=_("Chỉ tiêu có ở đây khi một kế hoạch được ban hành."),
)


def _with_how(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Targets with how their figures come about, by the newest definition of their indicator."""
    versions = Version.objects.filter(indicator=OuterRef("indicator"), valid_to=None)
    found: QuerySet[Any] = rows.annotate(
        how=Case(
            When(indicator=None, then=Value("none")),
            When(Exists(versions.exclude(counts={})), then=Value("counted")),
            When(Q(indicator__manual=True), then=Value("manual")),
            default=Value("entered"),
            output_field=CharField(),
        )
    )
    return found


@needs("plans.view")
def coverage(request: HttpRequest) -> HttpResponseBase:
    """How the targets of living plans are measured: counted, entered with evidence, or not yet."""
    rows = _with_how(Target.objects.visible_to(account_of(request)).live())
    page = COVERAGE.page(request, rows.select_related("plan", "section", "owner", "indicator"))
    context = {"page": page, "parts": _parts(list(rows.order_by().values_list("how", flat=True)))}
    return page.download() or render(request, "plans/coverage.html", context)


def _parts(found: list[str]) -> list[dict[str, Any]]:
    """How many targets there are of each way, and their share in percent."""
    return [
        {"code": face, "word": word, "count": found.count(code), "url": f"?cach={code}",
         "share": round(100 * found.count(code) / len(found)) if found else 0}
        for code, (face, word) in HOW.items()
    ]  # fmt: skip
