"""The register of dossiers, the rows behind a counted figure, and one dossier."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing
from cchc.dossiers.importing import LABELS
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.models.dossier import CHANNELS, STATES
from cchc.dossiers.rules import ended
from cchc.indicators.behind import KEPT, in_unit, rows_asked_for
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Unit

STANDINGS = [
    ("dang-giai-quyet", gettext_lazy("đang giải quyết, còn hạn")),
    ("dang-qua-han", gettext_lazy("đang giải quyết, đã quá hạn")),
    ("xong-dung-han", gettext_lazy("đã xong, đúng hạn")),
    ("xong-qua-han", gettext_lazy("đã xong, quá hạn")),
]


def standing(row: Dossier) -> tuple[str, str]:
    """Where a dossier stands against its date, with a word: derived from its days and today."""
    if row.received_on is None:
        return "stopped", str(row.get_state_display())
    if row.finished_on is None:
        if row.due_on is None:
            return "doing", _("đang giải quyết, không có hạn")
        late = row.due_on < timezone.localdate()
        return ("late", _("đã quá hạn")) if late else ("doing", _("còn hạn"))
    if row.state not in ended or row.late_on is None:
        return "done", _("đúng hạn") if row.due_on else _("đã xong")
    return "late", _("xong quá hạn")


def _by_standing(rows: QuerySet[Dossier], value: str) -> QuerySet[Dossier]:
    today = timezone.localdate()
    held = rows.filter(received_on__isnull=False)
    return {
        "dang-giai-quyet": held.filter(finished_on=None).exclude(due_on__lt=today),
        "dang-qua-han": held.filter(finished_on=None, due_on__lt=today),
        "xong-dung-han": held.filter(finished_on__isnull=False, late_on=None),
        "xong-qua-han": held.filter(finished_on__isnull=False, late_on__isnull=False),
    }.get(value, rows)


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.short_name) for unit in Unit.objects.visible_to(account_of(request))]


REGISTER = Listing(
    name="so-ho-so",
    title=gettext_lazy("Sổ hồ sơ"),
    columns=[
        Column("code", gettext_lazy("Mã hồ sơ"), kind="short", sort="code"),
        Column("procedure", gettext_lazy("Thủ tục"), value=lambda row: row.procedure_name or row.procedure,
               sort="procedure"),
        Column("unit", gettext_lazy("Đơn vị"), value="unit.short_name", kind="short", sort="unit__sort"),
        Column("channel", gettext_lazy("Hình thức"), value=lambda row: row.get_channel_display(),
               kind="short"),
        Column("received", gettext_lazy("Tiếp nhận"), value="received_on", kind="date", sort="received_on"),
        Column("due", gettext_lazy("Hẹn trả"), value="due_on", kind="date", sort="due_on",
               template="dossiers/cells/due.html"),
        Column("finished", gettext_lazy("Kết thúc"), value="finished_on", kind="date", sort="finished_on"),
        Column("standing", gettext_lazy("Thời hạn"), value=standing, kind="state"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda row: row.get_state_display(),
               kind="short"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), [(str(int(s)), word) for s, word in STATES.items()],
               field="state"),
        Filter("thoi-han", gettext_lazy("Thời hạn"), STANDINGS, apply=_by_standing),
        Filter("don-vi", gettext_lazy("Đơn vị"), _units, apply=in_unit),
        Filter("hinh-thuc", gettext_lazy("Hình thức nộp"), CHANNELS, field="channel"),
    ],
    search=["folded"],
    order=["-received_on", "-pk"],
    row_url=lambda row: reverse("dossiers:dossier", args=[row.pk]),
    keep=KEPT,
    empty_title=gettext_lazy("Sổ hồ sơ chưa có hồ sơ nào"),
    empty_text=gettext_lazy("Nhập từ tệp mà hệ thống một cửa xuất ra."),
)  # fmt: skip


@needs("dossiers.view")
def register(request: HttpRequest) -> HttpResponseBase:
    """The dossiers of the department, or those behind a figure."""
    rows, behind = rows_asked_for(request, SOURCE, Dossier.objects.visible_to(account_of(request)))
    may_import = may(request.user, "dossiers.import")
    first = (reverse("dossiers:import_list"), _("Nhập từ tệp")) if may_import else None
    page = REGISTER.page(request, rows.select_related("unit"), empty_action=first)
    context = {"page": page, "behind": behind, "may_import": may_import}
    return page.download() or render(request, "dossiers/register.html", context)


@needs("dossiers.view")
def dossier(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One dossier: what the one-stop system says of it, how it stands, and what it said before."""
    rows = Dossier.objects.visible_to(account_of(request)).select_related("unit", "run__file")
    found = get_object_or_404(rows, pk=pk)
    code, word = standing(found)
    told = [
        (row.at, [(LABELS[name], value) for name, value in row.before.items() if name in LABELS], row.run_id is None)
        for row in found.past.all()
    ]
    past = [one for one in told if one[1]]
    context = {"row": found, "standing": code, "word": word, "past": past, "steps": found.steps.all(),
               "facts": _facts(found)}  # fmt: skip
    return render(request, "dossiers/dossier.html", context)


def _facts(row: Dossier) -> list[tuple[Any, str]]:
    """What is true of it, as words."""
    yes = {True: _("có"), False: _("không")}
    names = ("paid_online", "digitised", "reused", "personal_store", "e_result", "verified", "apologised", "complained")
    return [(LABELS[name], yes[getattr(row, name)]) for name in names]
