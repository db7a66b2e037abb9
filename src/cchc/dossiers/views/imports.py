"""Dossiers out of a file: give it, say how its columns are read, see what would happen, take it over or drop it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
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
from cchc.common.spreadsheets.columns import ColumnsForm, sample
from cchc.common.spreadsheets.writing import workbook
from cchc.common.tables import Listing
from cchc.dossiers import actions, importing
from cchc.dossiers.importing import LABELS
from cchc.dossiers.models import RegisterImport
from cchc.dossiers.rules.register import FACTS, NEEDED
from cchc.organisation.access import account_of, needs
from cchc.organisation.runs import run_columns

RUNS = Listing(
    name="tep-ho-so",
    title=gettext_lazy("Các tệp hồ sơ đã nạp"),
    columns=run_columns("file__name"),
    search=["file__name"],
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
    page = RUNS.page(request, RegisterImport.objects.visible_to(by).select_related("file", "given_by__person"))
    return page.download() or render(request, "dossiers/import_list.html", {"form": form, "page": page})


@needs("dossiers.import")
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A file on its way in: its columns, what the check found, and how it ended."""
    by, run = account_of(request), _run(request, pk)
    form = ColumnsForm(request.POST or None, run.columns, run.headings, LABELS, NEEDED)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_import(run=run, columns=form.columns, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_url(run) + "#ket-qua")
    return render(request, "dossiers/import_run.html", {"run": run, "form": form, **_sample(run)})


def _sample(run: RegisterImport) -> dict[str, Any]:
    """The headings and a few rows below them, while the columns can still be changed."""
    if run.state in ("taken", "dropped"):
        return {}
    try:
        rows = importing.table_of(run).rows
    except Refused as refused:
        return {"unreadable": str(refused)}
    return {"sample": sample(rows, run.header_row), "more_faults": max(0, run.fault_count - len(run.faults))}


def _act(request: HttpRequest, run: RegisterImport, action: Any, done: str, **more: Any) -> HttpResponse:
    by, at = account_of(request), timezone.now()
    return act(request, lambda: action(run=run, by=by, at=at, **more), done, _url(run))


@needs("dossiers.import")
@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the checked file over, whole."""
    return _act(request, _run(request, pk), actions.take_import, _("Đã nhập hồ sơ từ tệp."))


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
    """An empty workbook with the headings that are recognised."""
    data = workbook("Hồ sơ", [(str(LABELS[fact]), 20) for fact in FACTS])
    return bytes_response(data, name="mau-so-ho-so.xlsx", media_type=XLSX)
