"""One search box over everything that a person may see: every word must be found, with or without marks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.common.text import fold, squeeze
from cchc.indicators.models import Indicator
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account, Identifier, Person, Unit
from cchc.plans.models import Plan, Target, Task
from cchc.reports.views.finding import visible
from cchc.reports.words import name_of

SHOWN = 8
LONGEST = 200


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found: its rows, what is shown of each, and the page each leads to."""

    label: str | Promise
    permission: str
    model: Any
    title: Callable[[Any], object]
    note: Callable[[Any], object]
    page: str
    more: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first few, how many in all, and where to see the rest."""

    label: str | Promise
    hits: list[Hit]
    total: int
    more_url: str


SOURCES = (
    Source(_("Kế hoạch"), "plans.view", Plan, str, lambda plan: plan.number, "plans:plan", "plans:plan_list"),
    Source(
        _("Chỉ tiêu"), "plans.view", Target, str, lambda target: target.plan, "plans:target", related=("plan",)
    ),
    Source(
        _("Nhiệm vụ"), "plans.view", Task, str, lambda task: task.lead or task.plan, "plans:task",
        related=("plan", "lead"),
    ),
    Source(
        _("Chỉ số"), "indicators.view", Indicator, str, lambda one: one.code, "indicators:indicator",
        "indicators:catalogue",
    ),
    Source(
        _("Đơn vị"), "organisation.view", Unit, str, lambda unit: unit.get_kind_display(), "organisation:unit_detail"
    ),
    Source(
        _("Mã định danh"), "organisation.view", Identifier, str, lambda one: one.owner, "organisation:identifier",
        "organisation:identifier_list", related=("agency", "unit"),
    ),
    Source(
        _("Nhân sự"), "organisation.view", Person, str, lambda person: person.code, "organisation:person_detail",
        "organisation:person_list",
    ),
)  # fmt: skip


def _address(row: Any) -> object:
    """What stands in the address of a row's page."""
    return row.code if isinstance(row, Indicator) else row.pk


def _group(source: Source, account: Account, text: str) -> Group | None:
    rows = source.model.objects.visible_to(account).select_related(*source.related)
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    hits = [
        Hit(str(source.title(row)), str(source.note(row) or ""), reverse(source.page, args=[_address(row)]))
        for row in found[:SHOWN]
    ]
    total = rows.count() if len(found) > SHOWN else len(found)
    more = f"{reverse(source.more)}?{urlencode({'q': text})}" if source.more and total > SHOWN else ""
    return Group(source.label, hits, total, more)


def _reports(request: HttpRequest, text: str) -> Group | None:
    """Reports have no text of their own to fold: their name is made of form, period and unit, and they are few."""
    words = fold(text).split()
    named = [(name_of(row), row) for row in visible(request).select_related("unit", "agency", "obligation")]
    found = [(name, row) for name, row in named if all(word in fold(f"{name} {row.whose}") for word in words)]
    hits = [Hit(name, f"{row.whose}, {row.get_state_display()}", reverse("reports:report", args=[row.pk]))
            for name, row in found[:SHOWN]]  # fmt: skip
    more = reverse("reports:report_list") if len(found) > SHOWN else ""
    return Group(_("Báo cáo"), hits, len(found), more) if found else None


@needs("search.use")
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; nothing is asked for while the box is empty."""
    account = account_of(request)
    text = squeeze(request.GET.get("q", ""))[:LONGEST]
    sources = [source for source in SOURCES if text and may(account, source.permission)]
    groups = [group for source in sources if (group := _group(source, account, text))]
    if text and may(account, "reports.view") and (reports := _reports(request, text)):
        groups.append(reports)
    return render(request, "config/search.html", {"text": text, "groups": groups})
