"""Units, positions and people out of a file: give it, match its columns, see what it would do, take it or drop it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.answers import act, bytes_response
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.media import XLSX
from cchc.common.personal import ledger_of
from cchc.common.spreadsheets.columns import ColumnsForm, sample
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, needs
from ..forms.staff_files import StaffFileForm
from ..models import StaffFile
from ..rules.staff_files import NEEDED, FileKind
from ..runs import run_columns, run_state
from ..staff_files.words import KINDS, LABELS, guide
from ..staff_files.writing import current_file, empty_file

_COLUMNS = run_columns("name")
RUNS = Listing(
    name="tep-to-chuc",
    title=gettext_lazy("Các tệp đã nạp"),
    columns=[_COLUMNS[0], Column("kind", gettext_lazy("Mỗi dòng là một"), value="get_kind_display", kind="short"),
             *_COLUMNS[1:]],
    filters=[Filter("loai", gettext_lazy("Mỗi dòng là một"), choices=list(KINDS.items()), field="kind")],
    search=["name__folded"],
    order=["-given_at"],
    row_url=lambda run: reverse("organisation:staff_file", args=[run.pk]),
    empty_title=gettext_lazy("Chưa nạp tệp nào"),
    empty_text=gettext_lazy("Tải tệp mẫu, ghi mỗi dòng một đơn vị, vị trí hoặc người, rồi nạp ở trên."),
)  # fmt: skip
_LISTS = {FileKind.UNITS: "unit_list", FileKind.POSITIONS: "position_list", FileKind.PEOPLE: "person_list"}
_SLUGS = {"don-vi": FileKind.UNITS, "vi-tri": FileKind.POSITIONS, "nguoi": FileKind.PEOPLE}


def _kind(slug: str) -> FileKind:
    if slug not in _SLUGS:
        raise Http404
    return _SLUGS[slug]


def _run(request: HttpRequest, pk: int) -> StaffFile:
    rows = StaffFile.objects.visible_to(account_of(request)).select_related("agency", "taken_by__person")
    found: StaffFile = get_object_or_404(rows, pk=pk)
    return found


def _url(run: StaffFile) -> str:
    return reverse("organisation:staff_file", args=[run.pk])


@needs("organisation.manage")
def staff_files(request: HttpRequest) -> HttpResponseBase:
    """The files that were given, a form for another one, and files to fill in."""
    by = account_of(request)
    form = StaffFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            run = actions.start_staff_file(content=file, name=file.name, kind=kind, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_url(run))
    rows = StaffFile.objects.visible_to(by).select_related("given_by__person").defer("table", "lines", "faults")
    page = RUNS.page(request, rows)
    kinds = [{"slug": slug, "name": KINDS[kind], "guide": guide(kind)} for slug, kind in _SLUGS.items()]
    context = {"form": form, "page": page, "kinds": kinds}
    return page.download() or render(request, "organisation/staff_files.html", context)


@needs("organisation.manage")
def staff_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file on its way in: its columns, what the check found, and how it ended."""
    by, run = account_of(request), _run(request, pk)
    form = ColumnsForm(request.POST or None, run.columns, run.headings, LABELS[run.kind], NEEDED[run.kind])
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_staff_file(run=run, columns=form.columns, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_url(run) + "#ket-qua")
    context: dict[str, Any] = {"run": run, "form": form, "kind": KINDS[run.kind], "state": run_state(run)[1],
                               "list_url": reverse(f"organisation:{_LISTS[FileKind(run.kind)]}"),
                               "sample": sample(run.table.get("rows", []), run.header_row),
                               "more_lines": run.new + run.changed - len(run.lines),
                               "more_faults": run.fault_count - len(run.faults)}  # fmt: skip
    return render(request, "organisation/staff_file.html", context)


def _act(request: HttpRequest, run: StaffFile, action: Any, done: str, **more: Any) -> HttpResponse:
    by, at = account_of(request), timezone.now()
    return act(request, lambda: action(run=run, by=by, at=at, **more), done, _url(run))


@needs("organisation.manage")
@require_POST
def staff_file_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the checked file over, whole."""
    return _act(request, _run(request, pk), actions.take_staff_file, _("Đã nhập từ tệp."))


@needs("organisation.manage")
@require_POST
def staff_file_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up."""
    return _act(request, _run(request, pk), actions.drop_staff_file, _("Đã bỏ tệp; không nhập dòng nào."))


@needs("organisation.manage")
@require_POST
def staff_mapping_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep how the file's columns are read, for the next one with the same headings."""
    name = request.POST.get("name", "")[:120]
    done = _("Đã lưu cách ghép cột; tệp sau có cùng tiêu đề sẽ tự ghép.")
    return _act(request, _run(request, pk), actions.save_staff_mapping, done, name=name)


@needs("organisation.manage")
def staff_file_empty(request: HttpRequest, slug: str) -> HttpResponse:
    """A workbook to fill in."""
    return bytes_response(empty_file(_kind(slug)), name=f"mau-{slug}.xlsx", media_type=XLSX)


@needs("organisation.manage")
def staff_file_current(request: HttpRequest, slug: str) -> HttpResponse:
    """What is there now, in the same columns."""
    ledger_of(request).is_export = True
    return bytes_response(current_file(_kind(slug), account_of(request)), name=f"{slug}.xlsx", media_type=XLSX)
