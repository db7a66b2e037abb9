"""Việc của tôi / của phòng: the worklist, and one move on many of its tasks."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.common.tables import Listing
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account
from cchc.plans import actions, worklist
from cchc.plans.models import Task
from cchc.plans.models.words import EventName
from cchc.plans.rights import may_on_task
from cchc.plans.rules.tasks import MOVES, Move, Obstacle, Part, State, obstacle
from cchc.plans.views.answers import way_back
from cchc.plans.views.tables import WORK
from cchc.plans.waiting import waiting_for

BATCH: dict[Move, object] = {
    Move.START: pgettext_lazy("move", "bắt đầu"),
    Move.SUBMIT: pgettext_lazy("move", "báo cáo hoàn thành"),
    Move.FINISH: pgettext_lazy("move", "chấp nhận hoàn thành"),
}
"""What can be done to many tasks at once, as one tells it to be done."""


@needs("plans.view")
def my_work(request: HttpRequest) -> HttpResponseBase:
    """The tasks of a person or a unit, by when they are due."""
    account, today = account_of(request), timezone.localdate()
    offered = worklist.scopes(account)
    scope = worklist.chosen_scope(request.GET.get("cua", ""), account, offered)
    tasks = worklist.tasks_of(account, scope)
    numbers = worklist.counts(tasks, today)
    tab = worklist.chosen_tab(request.GET.get("xem", ""), numbers)
    state = {"cua": scope.key, "xem": tab.key}
    listing = _listing(account, tab, state)
    rows = worklist.in_tab(tasks, tab, today).select_related("plan", "lead", "person").prefetch_related("evidence")
    page = listing.page(request, rows, **_empty(scope, tab, offered, numbers))
    context = {
        "page": page,
        "tabs": _tabs(state, numbers),
        "scopes": [_link(one.label, {"cua": one.key}, current=one == scope) for one in offered],
        "parts": worklist.parts_of(account) if scope == worklist.MINE else (),
        "waiting": waiting_for(account, timezone.now()),
        "today": today,
        "moves": _labels(),
        "here": request.get_full_path(),
    }
    return page.download() or render(request, "plans/my_work.html", context)


@needs("plans.view")
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """One move on the tasks chosen: first a preview that says which can make it, then the move itself."""
    account = account_of(request)
    move = next((move for move in BATCH if move.value == request.POST.get("move")), None)
    keys = [int(key) for key in request.POST.getlist("viec") if key.isdigit()]
    rows = Task.objects.visible_to(account).live().filter(pk__in=keys).select_related("plan", "lead")
    tasks = list(rows.prefetch_related("evidence"))
    if move is None or not tasks:
        messages.error(request, _("Hãy chọn ít nhất một nhiệm vụ."))
        return way_back(request, reverse("plans:my_work"))
    ready = [task for task in tasks if _why_not(account, task, move) is None]
    if "xac-nhan" in request.POST:
        return _carry_out(request, account, ready, move)
    blocked = [(task, _why_not(account, task, move)) for task in tasks if task not in ready]
    context = {"ready": ready, "blocked": blocked, "move": move.value, "label": BATCH[move],
               "next": request.POST.get("next", "")}  # fmt: skip
    return render(request, "plans/batch.html", context)


def _listing(account: Account, tab: worklist.Tab, state: dict[str, str]) -> Listing:
    """The list in the tab's order; its rows lead to their page within this list, and say who may update them."""

    def prepare(rows: list[Task]) -> list[Task]:
        for row in rows:
            row.may_update = may_on_task(account, row, Part.WORKER)  # type: ignore[attr-defined]  # for the cell
        return rows

    def url(row: Task) -> str:
        return f"{reverse('plans:task', args=[row.pk])}?{urlencode(state)}"

    return replace(WORK, row_url=url, prepare=prepare, order=tab.order)


def _link(label: object, state: dict[str, str], *, current: bool) -> dict[str, object]:
    return {"label": label, "url": f"?{urlencode(state)}", "current": current}


def _tabs(state: dict[str, str], numbers: dict[str, int]) -> list[dict[str, object]]:
    """The tabs with how many tasks each holds."""
    return [
        _link(tab.label, {**state, "xem": tab.key}, current=tab.key == state["xem"])
        | {"count": numbers[tab.key], "tone": tab.tone}
        for tab in worklist.TABS
    ]


def _carry_out(request: HttpRequest, account: Account, tasks: list[Task], move: Move) -> HttpResponse:
    done = 0
    for task in tasks:
        try:
            actions.move_task(task=task, move=move, by=account, at=timezone.now())
            done += 1
        except Refused as refusal:
            messages.error(request, f"{task.text[:80]}: {refusal}")
    label = EventName(move.value).label
    messages.success(request, _("Đã ghi “%(move)s” cho %(n)s nhiệm vụ.") % {"move": label, "n": done})
    return way_back(request, reverse("plans:my_work"))


def _why_not(account: Account, task: Task, move: Move) -> str | None:
    """Why a task cannot make the move, in a word; None when it can."""
    if not may_on_task(account, task, MOVES[move].part):
        return _("không thuộc quyền của bạn")
    shown = task.no_product or any(one.due_on == task.due_on and not one.withdrawn_at for one in task.evidence.all())
    against = obstacle(State(task.state), move, reason="", product_shown=shown)
    words = {Obstacle.STATE: _("trạng thái không cho phép"), Obstacle.PRODUCT: _("chưa có tài liệu kiểm chứng"),
             Obstacle.REASON: _("cần ghi lý do")}  # fmt: skip
    return words[against] if against else None


def _labels() -> list[tuple[str, object]]:
    return [(move.value, label) for move, label in BATCH.items()]


def _empty(
    scope: worklist.Scope, tab: worklist.Tab, offered: list[worklist.Scope], numbers: dict[str, int]
) -> dict[str, object]:
    """What an empty tab says, and where there is something to see: another tab, else a wider scope, else the plans."""
    title = _("Không có nhiệm vụ nào ở mục “%(tab)s”.") % {"tab": tab.label}
    other = next((one for one in worklist.TABS if numbers[one.key]), None)
    if other:
        query = urlencode({"cua": scope.key, "xem": other.key})
        label = _("Xem “%(tab)s” (%(n)s)") % {"tab": other.label, "n": numbers[other.key]}
        return {"empty_title": title, "empty_text": "", "empty_action": (f"?{query}", label)}
    text = {
        worklist.MINE: _("Chưa có nhiệm vụ nào giao đích danh cho bạn; trưởng đơn vị giao việc ở trang của nhiệm vụ."),
        worklist.UNIT: _("Đơn vị của bạn chưa chủ trì nhiệm vụ nào trong các kế hoạch đang có hiệu lực."),
        worklist.HELP: _("Đơn vị của bạn chưa phối hợp hay theo dõi nhiệm vụ nào của đơn vị khác."),
        worklist.ALL: _("Chưa có kế hoạch nào đang có hiệu lực; hãy nạp và ban hành một kế hoạch trước."),
    }[scope]
    wider = offered[offered.index(scope) + 1 :]
    action = (f"?cua={wider[0].key}", _("Xem: %(scope)s") % {"scope": wider[0].label}) if wider else (
        reverse("plans:plan_list"), _("Mở danh sách kế hoạch"))  # fmt: skip
    return {"empty_title": title, "empty_text": text, "empty_action": action}
