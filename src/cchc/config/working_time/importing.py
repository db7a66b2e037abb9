"""Days out of a file: every line judged first, nothing written while one is wrong, then the same preview as always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cchc.common.actions import Change, Proposal, preview
from cchc.common.errors import Refused
from cchc.common.forms import DAY_FORMATS, refuse
from cchc.common.media import media_type
from cchc.common.models import CalendarDay, DayKindName, DayStatus
from cchc.common.spreadsheets.reading import is_table, read_table
from cchc.common.text import fold, squeeze
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account

from .days import DAYS, fault_of, kinds, scopes
from .proposing import OWN, FormPage, ReasonForm, propose, show

SALT = "calendar-import"
MOST = 500
_NEEDED = ("day", "kind", "name")


@dataclass(frozen=True)
class Line:
    """A line of the file: its number, what it says, and what is wrong with it."""

    number: int
    day: date | None
    values: dict[str, str]
    fault: str = ""

    @property
    def kind_word(self) -> str:
        """The kind in words."""
        return str(DayKindName(self.values["kind"]).label) if self.values.get("kind") else ""


class FileForm(ReasonForm):
    """A file of days, whom they are for, and whether days that it lacks go."""

    file = forms.FileField(label=gettext_lazy("Tệp"), help_text=gettext_lazy("XLSX, XLS, ODS hoặc CSV"))
    scope = forms.ChoiceField(label=gettext_lazy("Áp dụng cho"), required=False)
    replace = forms.BooleanField(
        label=gettext_lazy("Bỏ những ngày đang có mà tệp không có"), required=False,
        help_text=gettext_lazy("Chỉ trong các năm có trong tệp, và chỉ các dòng cùng phạm vi"),
    )  # fmt: skip
    field_order = ["file", "scope", "replace", "reason"]

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes(account)  # type: ignore[attr-defined]  # it is a choice


class RowsForm(ReasonForm):
    """The days of a file that was judged good, as they were signed."""

    rows = forms.CharField(widget=forms.HiddenInput)
    scope = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes(account)  # type: ignore[attr-defined]  # it is a choice

    def clean_rows(self) -> list[list[Any]]:
        """What was signed here, and nothing else."""
        try:
            rows: list[list[Any]] = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=86_400)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("Bản xem trước đã cũ; hãy nạp lại tệp.")) from error
        return rows


@needs("calendar.close")
def import_days(request: HttpRequest) -> HttpResponse:
    """Take days from a file: judged, previewed, confirmed."""
    account = account_of(request)
    if "rows" in request.POST and "sua-lai" not in request.POST:
        form = RowsForm(request.POST, account=account)
        return propose(request, form, lambda data: _proposal(account, data["rows"], data["scope"]), _page())
    sent = request.method == "POST" and "rows" not in request.POST
    file_form = FileForm(request.POST if sent else None, request.FILES if sent else None, account=account)
    lines: list[Line] = []
    if file_form.is_valid():
        try:
            lines = _lines(account, file_form.cleaned_data)
            if not any(line.fault for line in lines):
                return _dry_run(request, account, file_form.cleaned_data, lines)
        except Refused as refused:
            refuse(file_form, refused)
    context = {"form": file_form, "lines": lines, "faults": sum(bool(line.fault) for line in lines),
               "kinds": kinds(account)}  # fmt: skip
    return render(request, "config/calendar/import.html", context)


def _page() -> FormPage:
    return FormPage(_("Nhập lịch từ tệp"), reverse("calendar_days"))


def _dry_run(request: HttpRequest, account: Account, data: Mapping[str, Any], lines: Sequence[Line]) -> HttpResponse:
    rows: list[list[Any]] = [[line.day.isoformat(), line.values] for line in lines if line.day]
    if data["replace"]:
        years, listed = {line.day.year for line in lines if line.day}, {line.day for line in lines}
        agency = account.agency_id if data["scope"] == OWN else None
        there = CalendarDay.objects.filter(agency_id=agency, day__year__in=years).values_list("day", flat=True)
        rows += [[day.isoformat(), None] for day in there if day not in listed]
    proposal = _proposal(account, rows, data["scope"])
    kept = [("rows", signing.dumps(rows, salt=SALT, compress=True)), ("scope", data["scope"]),
            ("reason", data["reason"])]  # fmt: skip
    return show(request, preview(proposal, account.agency_id), proposal, _page(), kept)


def _proposal(account: Account, rows: Sequence[Sequence[Any]], scope: str) -> Proposal:
    changes = tuple(Change("day", date.fromisoformat(day), values) for day, values in rows)
    what = _("nhập %(count)s ngày từ tệp") % {"count": len(changes)}
    return Proposal(account.agency_id if scope == OWN else None, what, changes)


def _lines(account: Account, data: Mapping[str, Any]) -> list[Line]:
    """Every line of the file with what is wrong with it. Raises Refused for a file that is no such table."""
    content, name = data["file"].read(), data["file"].name
    kind = media_type(content, name)
    if not is_table(kind, name):
        raise Refused(_("Tệp không phải bảng tính hay CSV."), field="file")
    rows = read_table(content, kind).rows
    head, places = _head(rows)
    body = [(number, row) for number, row in enumerate(rows, 1) if number > head and any(map(_text, row))]
    if not body or len(body) > MOST:
        raise Refused(_("Tệp cần có từ 1 đến %(most)s dòng ngày.") % {"most": MOST}, field="file")
    allowed, own = dict(kinds(account)), data["scope"] == OWN
    seen: set[date] = set()
    lines = []
    for number, row in body:
        line = _line(number, {key: row[at] if at < len(row) else "" for key, at in places.items()}, allowed, own=own)
        if line.day in seen:
            line = Line(number, line.day, line.values, _("Ngày này đã có ở một dòng trên."))
        if line.day:
            seen.add(line.day)
        lines.append(line)
    return lines


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The number of the line that names the columns, and where each column stands."""
    names: dict[str, str] = {}
    for language in ("vi", "en"):
        with override(language):
            names |= {fold(str(column.label)): column.key for column in DAYS.columns}
    for number, row in enumerate(rows[:10], 1):
        places = {names[fold(_text(cell))]: at for at, cell in enumerate(row) if fold(_text(cell)) in names}
        if all(key in places for key in _NEEDED):
            return number, places
    raise Refused(_("Không thấy dòng tiêu đề có các cột Ngày, Loại, Tên."), field="file")


def _line(number: int, cells: Mapping[str, Any], allowed: Mapping[str, str], *, own: bool) -> Line:
    day, kind = _day(cells["day"]), _code(_text(cells["kind"]), DayKindName)
    status = _code(_text(cells.get("status", "")), DayStatus) if _text(cells.get("status", "")) else "decided"
    name, source = _text(cells["name"])[:200], _text(cells.get("source", ""))[:300]
    values = {"kind": kind, "name": name, "source": source, "status": status}
    fault = ""
    if day is None:
        fault = _("Không đọc được ngày “%(text)s”; ghi theo dạng ngày/tháng/năm.") % {"text": _text(cells["day"])}
    elif not kind or kind not in allowed:
        fault = _("Loại “%(text)s” không có hoặc bạn không được nhập.") % {"text": _text(cells["kind"])}
    elif not name or not source:
        fault = _("Thiếu tên hoặc căn cứ.")
    elif not status:
        fault = _("Tình trạng “%(text)s” không có.") % {"text": _text(cells["status"])}
    return Line(number, day, values, fault or (fault_of(day, kind, own=own) if day else ""))


def _text(cell: object) -> str:
    return squeeze(str(cell if cell is not None else ""))


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(_text(cell), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _code(text: str, choices: type[DayKindName] | type[DayStatus]) -> str:
    """The code that a text names, by itself or by its word in either language."""
    for language in ("vi", "en"):
        with override(language):
            for choice in choices:
                if fold(text) in (fold(str(choice.label)), choice.value):
                    return str(choice.value)
    return ""
