"""The organisation chart as a picture, as of a day; the same as an indented list for phones and for readers."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.common.text import format_date

from ..access import account_of, may, needs
from ..forms import DayForm
from ..history import Standing, parents_on, tree_on
from ..models import Agency, Unit, UnitKind
from ..rules.chart import Drawing, Node, chart


def _people(number: int) -> str:
    return ngettext("%(n)s người", "%(n)s người", number) % {"n": number}


def _texts(row: Standing) -> tuple[str, ...]:
    head = f"{row.post}: {row.head.full_name}" if row.head else _("chưa có người đứng đầu")
    return row.name, head, _people(row.people)


def _drawing(agency: Agency, rows: list[Standing], day: date) -> Drawing:
    """The leadership, where there is one such unit, stands in the top box with the department's name."""
    parents = parents_on(day, [row.unit for row in rows])
    leaders = [row for row in rows if row.unit.kind == UnitKind.LEADERSHIP and row.level == 0]
    top = leaders[0] if len(leaders) == 1 else None
    nodes = [
        Node(row.unit.pk, None if top and parents[row.unit.pk] == top.unit.pk else parents[row.unit.pk], _texts(row))
        for row in rows
        if row != top
    ]
    return chart((agency.name, *(_texts(top) if top else ())), nodes)


@needs("organisation.view")
def unit_chart(request: HttpRequest) -> HttpResponse:
    """The chart of today or of another day; as a page, or as a picture file."""
    account, today = account_of(request), timezone.localdate()
    form = DayForm(request.GET if request.GET.get("ngay") else None, initial={"ngay": today})
    day = (form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None) or today
    rows = tree_on(day, Unit.objects.visible_to(account).open_on(day))
    words = {"name": account.agency.name, "day": format_date(day)}
    label = _("Sơ đồ tổ chức %(name)s, ngày %(day)s.") % words
    beneath = _("Nội dung có ở dạng danh sách ngay dưới.")
    context = {"form": form, "day": day, "rows": rows, "agency_name": account.agency.name,
               "may_manage": may(account, "organisation.manage"), "label": f"{label} {beneath}",
               "drawing": _drawing(account.agency, rows, day) if rows else None}  # fmt: skip
    if request.GET.get("xuat") == "svg" and rows:
        answer = render(request, "organisation/chart.svg", {**context, "label": label}, content_type="image/svg+xml")
        answer["Content-Disposition"] = f'attachment; filename="so-do-to-chuc-{day:%Y%m%d}.svg"'
        return answer
    return render(request, "organisation/chart.html", context)
