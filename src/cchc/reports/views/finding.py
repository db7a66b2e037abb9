"""Finding the report a page is about, and the crumbs above it."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cchc.organisation.access import account_of, may
from cchc.organisation.models import Account

from ..models import Report
from ..words import name_of


def visible(request: HttpRequest) -> "QuerySet[Report]":
    """The reports the person may see, with what every page reads of them."""
    rows = Report.objects.visible_to(account_of(request))
    people, files = ("submitted_by__person", "created_by__person"), ("docx", "pdf", "xlsx")
    return rows.select_related("agency", "unit", "obligation", *people, *files)


def find(request: HttpRequest, pk: int) -> Report:
    """The report, or 404 for whoever may not see it."""
    return get_object_or_404(visible(request), pk=pk)


def all_reports() -> tuple[str, str]:
    """The list of reports, as crumbs name it."""
    return pgettext("menu", "Báo cáo"), reverse("reports:report_list")


def crumbs(report: Report, here: str = "") -> list[tuple[str, str]]:
    """The way to a page of the report."""
    rows = [all_reports(), (name_of(report), report_url(report))]
    return [*rows, (here, "")] if here else [rows[0], (rows[1][0], "")]


def report_url(report: Report) -> str:
    """The report's own page."""
    return reverse("reports:report", args=[report.pk])


def above(account: Account) -> tuple[str, str]:
    """What stands above a unit's page: the board for whoever may see it, else the reports."""
    if may(account, "reports.board"):
        return _("Tình hình"), reverse("reports:board")
    return all_reports()
