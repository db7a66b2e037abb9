"""Dossiers out of a file: give it, say how its columns are read, see what would happen, take it over or drop it."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import workers
from cchc.common.answers import act, bytes_response
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.media import XLSX
from cchc.common.spreadsheets.columns import ColumnsForm
from cchc.common.spreadsheets.writing import workbook
from cchc.common.tables import Filter, Listing
from cchc.dossiers import actions
from cchc.dossiers.importing import LABELS
from cchc.dossiers.models import RegisterImport, RegisterWork
from cchc.dossiers.rules.register import FACTS, NEEDED
from cchc.organisation.access import account_of, needs
from cchc.organisation.runs import run_columns, run_state

AT_ONCE = 2_000
"""Files of so many rows are checked and imported while the person waits; longer ones by a worker."""
FAULTY = gettext_lazy("có lỗi, chưa nhập")
_OVER = (RegisterImport.State.TAKEN, RegisterImport.State.DROPPED)
_AT_WORK = {
    RegisterWork.Kind.CHECK: gettext_lazy("đang kiểm tra, %(percent)s%%"),
    RegisterWork.Kind.TAKE: gettext_lazy("đang nhập, %(percent)s%%"),
}
_FAILED = {
    RegisterWork.Kind.CHECK: gettext_lazy("kiểm tra không xong"),
    RegisterWork.Kind.TAKE: gettext_lazy("nhập không xong"),
}


def _state(run: RegisterImport) -> tuple[str, object]:
    """Where a file stands: what a worker does with it, or failed to do, before anything else."""
    work = next(iter(run.works.all()), None)
    if work is not None and work.state == RegisterWork.State.WAITING:
        return "waiting", _("chờ máy xử lý")
    if work is not None and work.state == RegisterWork.State.RUNNING:
        return "doing", _AT_WORK[RegisterWork.Kind(work.kind)] % {"percent": work.percent}
    if work is not None and work.state == RegisterWork.State.FAILED and run.state not in _OVER:
        return "late", _FAILED[RegisterWork.Kind(work.kind)]
    if run.state == RegisterImport.State.CHECKED and run.fault_count:
        return "due_soon", FAULTY
    return run_state(run)


def _standing(rows: QuerySet[RegisterImport], value: str) -> QuerySet[RegisterImport]:
    """The files that a worker has in hand, those it failed with, or those in a state of their own."""
    last = RegisterWork.objects.filter(run=OuterRef("pk")).values("state")[:1]
    rows = rows.annotate(worked=Coalesce(Subquery(last), Value("")))  # a short file was never a worker's
    failed = Q(worked=RegisterWork.State.FAILED) & ~Q(state__in=_OVER)
    if value == "dang-lam":
        return rows.filter(worked__in=RegisterWork.OPEN)
    if value == "khong-xong":
        return rows.filter(failed)
    rest = rows.exclude(failed | Q(worked__in=RegisterWork.OPEN))
    faulty = Q(state=RegisterImport.State.CHECKED, fault_count__gt=0)
    if value == "co-loi":
        return rest.filter(faulty)
    return rest.filter(state=value).exclude(faulty)


RUNS = Listing(
    name="tep-ho-so",
    title=gettext_lazy("Các tệp hồ sơ đã nạp"),
    columns=run_columns("file__name", _state),
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), apply=_standing, choices=[
            ("dang-lam", gettext_lazy("máy đang xử lý")), ("khong-xong", gettext_lazy("xử lý không xong")),
            ("co-loi", FAULTY),
            *RegisterImport.State.choices,
        ]),
    ],
    search=["file__name__folded"],
    order=["-given_at"],
    row_url=lambda run: reverse("dossiers:import_run", args=[run.pk]),
    empty_title=gettext_lazy("Chưa nạp tệp nào"),
)  # fmt: skip


class FileForm(forms.Form):
    """The file to bring in."""

    file = forms.FileField(label=gettext_lazy("Tệp hồ sơ"), allow_empty_file=True,
                           help_text=gettext_lazy("XLSX, XLS, ODS, CSV hoặc JSON; mỗi dòng một hồ sơ"))  # fmt: skip


def _run(request: HttpRequest, pk: int) -> RegisterImport:
    rows = RegisterImport.objects.visible_to(account_of(request))
    found: RegisterImport = get_object_or_404(rows.select_related("file", "agency", "taken_by__person"), pk=pk)
    return found


def _url(run: RegisterImport) -> str:
    return reverse("dossiers:import_run", args=[run.pk])


@needs("dossiers.import")
def import_list(request: HttpRequest) -> HttpResponseBase:
    """The files that were given, and a form for another one."""
    by = account_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.start_import(content=file, name=file.name, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_url(run))
    rows = RegisterImport.objects.visible_to(by).select_related("file", "given_by__person").prefetch_related("works")
    page = RUNS.page(request, rows)
    return page.download() or render(request, "dossiers/import_list.html", {"form": form, "page": page})


@needs("dossiers.import")
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A file on its way in: its columns, what the check found, how far a worker is, and how it ended."""
    by, run = account_of(request), _run(request, pk)
    work: RegisterWork | None = run.works.select_related("by__person").first()
    if work is not None and work.is_open and request.method != "POST":
        return _progress(request, run, work)
    if request.GET.get("loi") == "xlsx" and run.faults:
        return _faults_file(run)
    form = ColumnsForm(request.POST or None, run.columns, run.headings, LABELS, NEEDED)
    if request.method == "POST" and form.is_valid():
        ask = actions.check_import if run.rows <= AT_ONCE else actions.ask_check
        try:
            ask(run=run, columns=form.columns, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_url(run) + "#ket-qua")
    context = {"run": run, "form": form, "work": work, "more_faults": max(0, run.fault_count - len(run.faults)),
               "word": _state(run)[1]}  # fmt: skip
    answer = render(request, "dossiers/import_run.html", context)
    if request.headers.get("HX-Request"):  # asked for by the page of a work that has ended meanwhile
        answer["HX-Refresh"] = "true"
    return answer


def _faults_file(run: RegisterImport) -> HttpResponse:
    """The faults as a workbook, to be worked through beside the file itself."""
    heads = [(_("Dòng"), 10), (_("Cột"), 8), (_("Sai ở đâu"), 90)]
    rows = [(fault["row"] or None, fault["column"], fault["text"]) for fault in run.faults]
    data = workbook(_("Các lỗi"), heads, rows)
    return bytes_response(data, name=f"loi-{run.pk}.xlsx", media_type=XLSX)


def _progress(request: HttpRequest, run: RegisterImport, work: RegisterWork) -> HttpResponse:
    """How far a worker is; only the part that changes where the page itself asks."""
    now = timezone.now()
    context = {
        "run": run, "work": work, "idle": not workers.standing(now).alive,
        "broken": work.claimed_until is not None and work.claimed_until <= now,
        "percent": work.percent,
    }  # fmt: skip
    part = request.headers.get("HX-Request")
    return render(request, "dossiers/import_progress.html" if part else "dossiers/import_work.html", context)


def _act(request: HttpRequest, run: RegisterImport, action: Any, done: str, **more: Any) -> HttpResponse:
    by, at = account_of(request), timezone.now()
    return act(request, lambda: action(run=run, by=by, at=at, **more), done, _url(run))


@needs("dossiers.import")
@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the checked file over, whole: at once, or by a worker where it is long."""
    run = _run(request, pk)
    if run.rows > AT_ONCE:
        return _act(request, run, actions.ask_take, _("Đã giao nhập tệp; trang này cho biết đến đâu."))
    return _act(request, run, actions.take_import, _("Đã nhập hồ sơ từ tệp."))


@needs("dossiers.import")
@require_POST
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what a worker was asked to do with the file."""
    return _act(request, _run(request, pk), actions.stop_work, _("Đã dừng. Sổ hồ sơ không thay đổi."))


@needs("dossiers.import")
@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up."""
    return _act(request, _run(request, pk), actions.drop_import, _("Đã bỏ tệp; không nhập hồ sơ nào."))


@needs("dossiers.import")
@require_POST
def mapping_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep how the file's columns are read, for the next one with the same headings."""
    name = request.POST.get("name", "")[:120]
    done = _("Đã lưu cách ghép cột; tệp sau có cùng tiêu đề sẽ tự ghép.")
    return _act(request, _run(request, pk), actions.save_mapping, done, name=name)


@needs("dossiers.import")
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headings that are recognised, without the steps that only a JSON file tells."""
    data = workbook("Hồ sơ", [(str(LABELS[fact]), 20) for fact in FACTS if fact != "steps"])
    return bytes_response(data, name="mau-so-ho-so.xlsx", media_type=XLSX)
