"""The rows behind the numbers of a board: the tasks and targets that it counts, found by the same counting."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Listing, ListingPage
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Unit
from cchc.plans import faces
from cchc.plans.models import Task
from cchc.plans.models.words import ContentName
from cchc.plans.standing import Standing

from ..boards import FALLING, TASKS, Board, language
from ..rules.promised import promised
from .finding import above

_WORDS = {
    "nhiem-vu": gettext_lazy("Nhiệm vụ"), "xong": gettext_lazy("Nhiệm vụ đã hoàn thành"),
    "qua-han": gettext_lazy("Nhiệm vụ quá hạn"), "trong-han": gettext_lazy("Nhiệm vụ đang trong hạn"),
    "chi-tieu": gettext_lazy("Chỉ tiêu"), "dat": gettext_lazy("Chỉ tiêu đạt hoặc đúng tiến độ"),
    "nguy-co": gettext_lazy("Chỉ tiêu có nguy cơ hoặc không đạt"),
    FALLING: gettext_lazy("Chỉ tiêu sẽ không đạt nếu không làm gì"),
    "reached": gettext_lazy("Chỉ tiêu đã đạt"), "on_track": gettext_lazy("Chỉ tiêu đúng tiến độ"),
    "at_risk": gettext_lazy("Chỉ tiêu có nguy cơ"), "missed": gettext_lazy("Chỉ tiêu không đạt"),
    "needs_person": gettext_lazy("Chỉ tiêu cần người xem"), "no_data": gettext_lazy("Chỉ tiêu chưa có số liệu"),
}  # fmt: skip
_KEPT = ("xem", "noi-dung")

_TASKS = Listing(
    name="dong-nhiem-vu",
    title=gettext_lazy("Nhiệm vụ"),
    columns=[
        Column("text", gettext_lazy("Nhiệm vụ"), sort="folded"),
        Column("content", gettext_lazy("Nội dung"), value="section.get_content_display", sort="section__sort"),
        Column("lead", gettext_lazy("Đơn vị chủ trì"), value="lead_name", sort="lead__sort"),
        Column("due_on", gettext_lazy("Hạn"), kind="date", sort="due_on"),
        Column("finished_at", gettext_lazy("Hoàn thành"), kind="date", sort="finished_at"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=faces.of_task),
        Column("plan", gettext_lazy("Kế hoạch"), value="plan.reference"),
    ],
    search=["folded"],
    order=["due_on", "pk"],
    keep=_KEPT,
    row_url=lambda task: reverse("plans:task", args=[task.pk]),
    empty_title=gettext_lazy("Không có nhiệm vụ nào"),
)  # fmt: skip

_TARGETS = Listing(
    name="dong-chi-tieu",
    title=gettext_lazy("Chỉ tiêu"),
    columns=[
        Column("text", gettext_lazy("Chỉ tiêu"), value="target.text", sort="target.folded"),
        Column(
            "owner", gettext_lazy("Đơn vị"), value="target.owner.short_name", kind="short", sort="target.owner.sort"
        ),
        Column("promised", gettext_lazy("Phải đạt"), value=lambda one: promised(one.goal, one.assessment)),
        Column("now", gettext_lazy("Hiện nay"), value="figure", kind="short"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value="assessment.verdict.value"),
        Column("due_on", gettext_lazy("Hạn"), value="target.due_on", kind="date", sort="target.due_on"),
        Column("reason", gettext_lazy("Vì sao"), value=lambda one: one.assessment.reason.text(language()), kind="long"),
    ],
    search=["target.folded"],
    keep=_KEPT,
    row_url=lambda one: reverse("plans:target", args=[one.target.pk]),
    empty_title=gettext_lazy("Không có chỉ tiêu nào"),
)


@needs("reports.board")
def board_rows(request: HttpRequest) -> HttpResponseBase:
    """The tasks or targets behind one number of the director's page."""
    crumbs = [(_("Tình hình"), reverse("reports:board"))]
    return _rows(request, Board(account_of(request).agency, timezone.localdate()), crumbs)


@needs("reports.view")
def unit_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The tasks or targets behind one number of a unit's page."""
    account = account_of(request)
    unit = get_object_or_404(Unit.objects.visible_to(account), pk=pk)
    crumbs = [above(account), (unit.name, reverse("reports:unit_board", args=[unit.pk]))]
    return _rows(request, Board(unit.agency, timezone.localdate(), unit), crumbs)


def _rows(request: HttpRequest, board: Board, crumbs: list[tuple[str, str]]) -> HttpResponseBase:
    code, content = request.GET.get("xem", "nhiem-vu"), request.GET.get("noi-dung", "")
    if code not in _WORDS or content not in ("", *ContentName.values):
        raise Http404(_("Bảng tình hình không có con số này."))
    page = _page(request, board, code, content)
    context = {"page": page, "title": _WORDS[code], "today": board.day, "unit": board.unit,
               "content": ContentName(content).label if content else "",
               "crumbs": [*crumbs, (_WORDS[code], "")]}  # fmt: skip
    return page.download() or render(request, "reports/board_rows.html", context)


def _page(request: HttpRequest, board: Board, code: str, content: str) -> ListingPage:
    if code in TASKS:
        rows = Task.objects.visible_to(account_of(request)).filter(pk__in=board.tasks_behind(code, content))
        return _TASKS.page(request, rows.select_related("plan", "section", "lead"))
    found: list[Standing] = board.targets_behind(code, content)
    return _TARGETS.page(request, found)
