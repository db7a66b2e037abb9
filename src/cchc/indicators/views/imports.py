"""Figures out of a file: give it, say how its columns are read, see what would happen, take it over or drop it."""

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
from cchc.common.tables import Listing
from cchc.indicators import actions, importing
from cchc.indicators.columns import ColumnsForm, template_workbook
from cchc.indicators.models import ImportRun, Indicator, Reporter
from cchc.organisation.access import account_of, needs
from cchc.organisation.runs import run_columns

RUNS = Listing(
    name="tep-so-lieu",
    title=gettext_lazy("Các tệp đã nạp"),
    columns=run_columns("file__name"),
    search=["file__name__folded"],
    order=["-given_at"],
    row_url=lambda run: reverse("indicators:import_run", args=[run.pk]),
    empty_title=gettext_lazy("Chưa nạp tệp nào"),
)  # fmt: skip


class FileForm(forms.Form):
    """The file to bring in."""

    file = forms.FileField(label=gettext_lazy("Tệp số liệu"), allow_empty_file=True,
                           help_text=gettext_lazy("XLSX, XLS, ODS hoặc CSV; mỗi dòng một số liệu"))  # fmt: skip


def _run(request: HttpRequest, pk: int) -> ImportRun:
    rows = ImportRun.objects.visible_to(account_of(request)).select_related(
        "file", "given_by__person", "taken_by__person"
    )
    found: ImportRun = get_object_or_404(rows, pk=pk)
    return found


def _url(run: ImportRun) -> str:
    return reverse("indicators:import_run", args=[run.pk])


@needs("indicators.import")
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
    page = RUNS.page(request, ImportRun.objects.visible_to(by).select_related("file", "given_by__person"))
    return page.download() or render(request, "indicators/import_list.html", {"form": form, "page": page})


@needs("indicators.import")
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A file on its way in: its columns, what the check found, and how it ended."""
    by, run = account_of(request), _run(request, pk)
    try:
        form = ColumnsForm.of(run, by, request.POST or None, request.GET)
    except Refused as refused:
        return render(request, "indicators/import_run.html", {"run": run, "unreadable": str(refused)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_import(run=run, by=by, at=timezone.now(), **form.reading)
        except Refused as refused:
            refuse(form, form.aimed(refused))
        else:
            return redirect(_url(run) + "#ket-qua")
    return render(request, "indicators/import_run.html", {"run": run, "form": form, **_preview(run, by)})


def _preview(run: ImportRun, by: Any) -> dict[str, Any]:
    """What a checked file would do, line by line: the first hundred that would change anything."""
    if run.state != ImportRun.State.CHECKED:
        return {}
    try:
        found = importing.examine(run, by, timezone.localdate())
    except Refused as refused:
        return {"unreadable": str(refused)}
    lines = [line for line in found.lines if line.state != "same"]
    return {"lines": lines[:100], "more": max(0, len(lines) - 100), "warnings": found.warnings[:20],
            "more_faults": max(0, run.fault_count - len(run.faults))}  # fmt: skip


def _act(request: HttpRequest, run: ImportRun, action: Any, done: str, **more: Any) -> HttpResponse:
    by, at = account_of(request), timezone.now()
    return act(request, lambda: action(run=run, by=by, at=at, **more), done, _url(run))


@needs("indicators.import")
@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the checked file over, whole."""
    return _act(request, _run(request, pk), actions.take_import, _("Đã nhập số liệu từ tệp."))


@needs("indicators.import")
@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up."""
    return _act(request, _run(request, pk), actions.drop_import, _("Đã bỏ tệp; không nhập số liệu nào."))


@needs("indicators.import")
@require_POST
def mapping_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep how the file's columns are read, for the next one with the same headings."""
    name = request.POST.get("name", "")[:120]
    done = _("Đã lưu cách ghép cột; tệp sau có cùng tiêu đề sẽ tự ghép.")
    return _act(request, _run(request, pk), actions.save_mapping, done, name=name)


@needs("indicators.import")
def import_template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in: the headings that are recognised, and a line for each indicator that units report."""
    account = account_of(request)
    held = Reporter.objects.visible_to(account).on(timezone.localdate()).select_related("unit", "indicator")
    others = Indicator.objects.visible_to(account)
    data = template_workbook(list(held), list(others), timezone.localdate())
    return bytes_response(data, name="mau-so-lieu.xlsx", media_type=XLSX)
