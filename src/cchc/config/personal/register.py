"""The register of processing: which personal data are kept, of whom, what for, how long, and who sees them in full."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common import personal, retention
from cchc.common.personal import Datum, Grade, Holding
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import may, needs
from cchc.organisation.models import Permission

Words = str | Promise
THEN = {
    "delete": gettext_lazy("xóa"),
    "anonymise": gettext_lazy("xóa trắng dữ liệu này"),
    "keep": gettext_lazy("giữ theo hồ sơ"),
}


@dataclass(frozen=True)
class Line:
    """One line of the register: a field, or fields of one table that tell the same."""

    table: str
    fields: str
    what: str
    grade: tuple[str, str]
    whose: str
    purpose: str
    seen_by: str
    kept: str
    then: str
    limit: str


def _seen_by(datum: Datum, names: dict[str, str]) -> str:
    if datum.right == personal.NOBODY:
        return _("không ai, chỉ hệ thống dùng")
    if not datum.right:
        return _("người mở được bản ghi")
    words = _("người có quyền “%(right)s”; người khác: %(mask)s")
    seen = words % {"right": names.get(datum.right, datum.right), "mask": personal.MASK_WORDS[datum.mask]}
    return _("%(who)s. Mỗi lần xem được ghi lại") % {"who": seen} if datum.is_recorded else seen


def _kept(limit: retention.Limit) -> str:
    """How long in short; the table of limits tells from when and why."""
    if limit.days is None:
        return str(THEN[limit.then])
    return _("%(days)s ngày, rồi %(then)s") % {"days": limit.days, "then": THEN[limit.then]}


def _grouped(holding: Holding) -> Iterator[tuple[Datum, list[str]]]:
    """The data of one table; fields that tell the same stand together."""
    seen: dict[Datum, list[str]] = {}
    for datum in holding.data:
        same = next((one for one in seen if _alike(one, datum)), datum)
        seen.setdefault(same, []).append(datum.field)
    yield from seen.items()


def _alike(one: Datum, other: Datum) -> bool:
    return (one.what, one.grade, one.right, one.keeps) == (other.what, other.grade, other.right, other.keeps)


def _sensitive_first(holding: Holding) -> tuple[bool, str]:
    return all(datum.grade is Grade.BASIC for datum in holding.data), holding.model


def lines() -> list[Line]:
    """The register of today."""
    today = timezone.localdate()
    limits, grades = retention.limits(today), retention.grade_names(today)
    names = {one.code: one.name for one in Permission.objects.all()}
    found = []
    for holding in sorted(personal.holdings(), key=_sensitive_first):
        for datum, fields in _grouped(holding):
            limit = limits[datum.keeps or holding.keeps]
            tone = "at_risk" if datum.grade is Grade.SENSITIVE else "none"
            found.append(Line(
                str(holding.label), ", ".join(fields), str(datum.what), (tone, str(grades[datum.grade].name)),
                str(holding.whose), str(holding.purpose), _seen_by(datum, names), _kept(limit), limit.then, limit.code,
            ))  # fmt: skip
    return found


def _grade_choices(_request: HttpRequest) -> list[tuple[str, Words]]:
    return [(name.grade.value, str(name.name)) for name in retention.grade_names(timezone.localdate()).values()]


def _of_grade(rows: list[Line], value: str) -> list[Line]:
    wanted = str(retention.grade_names(timezone.localdate())[Grade(value)].name)
    return [line for line in rows if line.grade[1] == wanted]


def _tables(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(one.label), str(one.label)) for one in personal.holdings() if one.data]


REGISTER = Listing(
    name="du-lieu-ca-nhan",
    title=gettext_lazy("Bảng kê dữ liệu cá nhân"),
    columns=[
        Column("what", gettext_lazy("Dữ liệu"), sort="what", template="config/personal/what.html"),
        Column("table", gettext_lazy("Ở đâu"), sort="table"),
        Column("grade", gettext_lazy("Loại"), kind="state", sort="grade"),
        Column("whose", gettext_lazy("Của ai"), sort="whose"),
        Column("purpose", gettext_lazy("Để làm gì")),
        Column("seen_by", gettext_lazy("Ai xem được đầy đủ")),
        Column("kept", gettext_lazy("Giữ bao lâu"), sort="limit"),
    ],
    filters=[
        Filter("loai", gettext_lazy("Loại"), choices=_grade_choices, apply=_of_grade),
        Filter("o-dau", gettext_lazy("Ở đâu"), choices=_tables, field="table"),
        Filter("het-han", gettext_lazy("Hết hạn thì"), choices=list(THEN.items()), field="then"),
    ],
    search=["what", "table", "whose", "purpose", "fields"],
    per_page=200,
)


@needs("personal.view")
def personal_register(request: HttpRequest) -> HttpResponseBase:
    """What is kept of people."""
    page = REGISTER.page(request, lines())
    today = timezone.localdate()
    context = {"page": page, "here": "register", "may_audit": may(request.user, "personal.audit"),
               "grades": retention.grade_names(today).values(), "limits": retention.limits(today).values(),
               "then": THEN}  # fmt: skip
    return page.download() or render(request, "config/personal/register.html", context)
