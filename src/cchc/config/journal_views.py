"""The journal as people read it: who did what, what changed, and whether the chain is whole."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import journal, shown
from cchc.common.models import JournalEntry
from cchc.common.tables import Column, Filter, Listing
from cchc.common.text import format_date
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Permission

from .journal_actions import ACTIONS
from .journal_faults import FAULTS
from .journal_words import CODED, DATED, DATED_FIELDS, FIELDS, PAGES, RECORDS, TECHNICAL, VALUES

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
Choices = list[tuple[str, str]]
SHOWN_FAULTS = 5  # in one message; `cchc verify` names every one


def _said(value: object, key: str = "") -> str:
    """A fact of an entry in words; days and moments are kept as ISO texts."""
    value = journal.spared(key, value)
    if key in CODED and isinstance(value, str):
        return str(VALUES.get(value, value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, Mapping):
        of_calendar = key.partition(" ")[0] in DATED
        own = DATED_FIELDS if of_calendar else {}
        return "; ".join(f"{own.get(one) or _field(str(one))}: {_said(part, str(one))}" for one, part in value.items())
    if isinstance(value, list):
        names = _permissions() if key == "permissions" else {}
        return ", ".join(names.get(str(part)) or _said(part) for part in value)
    return _day(value) if isinstance(value, str) else str(value)


def _day(text: str) -> str:
    """A day or a moment as it is read; any other text as it stands."""
    try:
        if _DAY.fullmatch(text):
            return format_date(date.fromisoformat(text))
        if _MOMENT.match(text) and timezone.is_aware(moment := datetime.fromisoformat(text)):
            return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"
    except ValueError:
        pass
    return text


def _permissions() -> dict[str, str]:
    """What each right is called."""
    return {row.code: row.name for row in Permission.objects.all()}


def _field(key: str) -> str:
    """The name of a fact; of a row of the calendar, what it is and its day."""
    table, _space, day = key.partition(" ")
    if day and table in DATED:
        return f"{DATED[table]} {day}"
    return str(FIELDS.get(key, key))


def _action(code: str) -> str:
    return str(ACTIONS.get(code, code))


def changes(entry: JournalEntry, *, without: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """What changed: name, before, after; what stayed the same is left out, and the facts named in `without`."""
    before, after = (
        dict(side) if isinstance(side, dict) else ({} if side is None else {"": side})
        for side in (entry.before, entry.after)
    )
    keys = dict.fromkeys([*before, *after])
    rows = [
        (_field(key), _said(before.get(key), key), _said(after.get(key), key)) for key in keys if key not in without
    ]
    return [(name, old, new) for name, old, new in rows if old != new]


def _summary(entry: JournalEntry) -> str:
    parts = [
        f"{name}: {old} → {new}" if old else f"{name}: {new}" for name, old, new in changes(entry, without=TECHNICAL)
    ]
    text = "; ".join(parts)
    return f"{text[:119]}…" if len(text) > 120 else text


def _record(entry: JournalEntry) -> str:
    if not entry.record_type:
        return ""
    return f"{RECORDS.get(entry.record_type, entry.record_type)} {entry.record_id}"


def _actor(entry: JournalEntry) -> str:
    """Who did it, and in whose place where it was not by one's own right."""
    absent = entry.after.get("on_behalf") if isinstance(entry.after, dict) else ""
    return (
        _("%(who)s, thay mặt %(absent)s") % {"who": entry.actor_name, "absent": absent} if absent else entry.actor_name
    )


def _mine(request: HttpRequest) -> Any:
    return JournalEntry.objects.filter(agency_id=account_of(request).agency_id)


def _action_choices(request: HttpRequest) -> Choices:
    codes = _mine(request).order_by("action").values_list("action", flat=True).distinct()
    return sorted(((code, _action(code)) for code in codes), key=lambda choice: choice[1])


def _actor_choices(request: HttpRequest) -> Choices:
    names = _mine(request).order_by("actor_name").values_list("actor_name", flat=True).distinct()
    return [(name, name) for name in names]


_SPANS = {"hom-nay": 0, "7-ngay": 6, "30-ngay": 29, "1-nam": 364}


def _since(rows: Any, value: str) -> Any:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_SPANS[value])
    return rows.filter(at__gte=start)


JOURNAL = Listing(
    name="nhat-ky",
    title=gettext_lazy("Nhật ký"),
    columns=[
        Column("action", gettext_lazy("Việc"), value=lambda entry: _action(entry.action), sort="action"),
        Column("at", gettext_lazy("Lúc"), kind="moment", sort="at"),
        Column("actor_name", gettext_lazy("Người làm"), value=_actor, sort="actor_name"),
        Column("record", gettext_lazy("Trên bản ghi"), value=_record, kind="short"),
        Column("changes", gettext_lazy("Thay đổi"), value=_summary),
        Column("seq", gettext_lazy("Mục"), kind="short", sort="seq"),
    ],
    filters=[
        Filter("viec", gettext_lazy("Việc"), choices=_action_choices, field="action"),
        Filter("nguoi", gettext_lazy("Người làm"), choices=_actor_choices, field="actor_name"),
        Filter(
            "thoi-gian", gettext_lazy("Thời gian"), apply=_since,
            choices=[("hom-nay", gettext_lazy("Hôm nay")), ("7-ngay", gettext_lazy("7 ngày qua")),
                     ("30-ngay", gettext_lazy("30 ngày qua")), ("1-nam", gettext_lazy("1 năm qua"))],
        ),
    ],
    search=["folded"],
    order=["-seq"],
    row_url=lambda entry: reverse("journal_entry", args=[entry.seq]),
    empty_title=gettext_lazy("Chưa có việc nào được ghi"),
)  # fmt: skip


@needs("journal.view")
def journal_list(request: HttpRequest) -> HttpResponseBase:
    """What was done in the department, the latest first."""
    page = JOURNAL.page(request, _mine(request))
    return page.download() or render(request, "config/journal_list.html", {"page": page})


def _page_of(entry: JournalEntry) -> str:
    name = PAGES.get(entry.record_type)
    try:
        return reverse(name, args=[entry.record_id]) if name else ""
    except NoReverseMatch:
        return ""


@needs("journal.view")
def journal_entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry: what changed, and the digests that tie it to the chain."""
    entry = get_object_or_404(_mine(request), seq=seq)
    context = {"entry": entry, "action": _action(entry.action), "changes": changes(entry), "record": _record(entry),
               "record_url": _page_of(entry),
               "crumbs": [(_("Nhật ký"), reverse("journal")), (_("Mục %(seq)s") % {"seq": seq}, "")]}  # fmt: skip
    return render(request, "config/journal_entry.html", context)


@needs("journal.view")
@require_POST
def journal_verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain and say what was found."""
    verdict = journal.verify()
    if verdict.whole:
        words = {"entries": shown.number(verdict.entries), "day": format_date(timezone.localdate()),
                 "head": verdict.head[:16]}  # fmt: skip
        text = _("Chuỗi nhật ký nguyên vẹn: %(entries)s mục, kiểm tra ngày %(day)s, mã cuối %(head)s.")
        messages.success(request, text % words)
    else:
        text = _(
            "Chuỗi nhật ký không nguyên vẹn ở %(places)s chỗ: %(faults)s. "
            "Báo ngay cho người phụ trách an toàn thông tin."
        )
        said = [FAULTS[fault.kind] % {"seq": fault.seq, "last": fault.last} for fault in verdict.faults[:SHOWN_FAULTS]]
        said += ["…"] if len(verdict.faults) > SHOWN_FAULTS else []
        messages.error(request, text % {"places": shown.number(len(verdict.faults)), "faults": "; ".join(said)})
    return redirect("journal")
