"""One book with its numbers; taking one by hand; one number, and voiding it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import actions
from cchc.common.actions.numbering import form_on
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.models import NumberBook, TakenNumber
from cchc.common.number_forms import period_of
from cchc.common.tables import Column, Filter, Listing
from cchc.config.journal_words import PAGES
from cchc.organisation.access import account_of, may, needs

from .books import crumbs, find, next_text
from .forms import TakeForm, VoidForm

_STATES = (
    ("dung", gettext_lazy("đang dùng")),
    ("ban-hanh", gettext_lazy("đã ban hành")),
    ("huy", gettext_lazy("đã hủy")),
)


def _state(row: TakenNumber) -> tuple[str, str]:
    if row.voided_at:
        return "stopped", _("đã hủy")
    return ("done", _("đã ban hành")) if row.issued_at else ("doing", _("đang dùng"))


def _narrow(rows: QuerySet[TakenNumber], value: str) -> QuerySet[TakenNumber]:
    if value == "huy":
        return rows.exclude(voided_at=None)
    return rows.filter(voided_at=None, issued_at__isnull=value == "dung")


def _periods(request: HttpRequest) -> list[tuple[str, str]]:
    match = request.resolver_match
    rows = TakenNumber.objects.filter(book=match.kwargs["pk"]) if match else TakenNumber.objects.none()
    return [(one, one) for one in rows.order_by("-period").values_list("period", flat=True).distinct()]


NUMBERS = Listing(
    name="so-da-cap",
    title=gettext_lazy("Số đã cấp"),
    columns=[
        Column("text", gettext_lazy("Số, ký hiệu"), kind="short", sort="number"),
        Column("on", gettext_lazy("Ngày văn bản"), kind="date", sort="on"),
        Column("subject", gettext_lazy("Trích yếu"), sort="folded"),
        Column("taken_by", gettext_lazy("Người lấy số"), sort="taken_by"),
        Column("taken_at", gettext_lazy("Lấy lúc"), kind="moment", sort="taken_at"),
        Column("state", gettext_lazy("Tình trạng"), kind="state", value=_state),
        Column("void_reason", gettext_lazy("Lý do hủy")),
    ],
    filters=[
        Filter("ky", gettext_lazy("Kỳ"), choices=_periods, field="period"),
        Filter("tinh-trang", gettext_lazy("Tình trạng"), choices=_STATES, apply=_narrow),
    ],
    search=["folded"],
    order=["-period", "-number"],
    row_url=lambda row: reverse("number", args=[row.pk]),
    empty_title=gettext_lazy("Chưa cấp số nào"),
    empty_text=gettext_lazy("Số lấy từ báo cáo, kế hoạch hay bằng tay đều hiện ở đây, cả số đã hủy."),
)


@needs("numbers.view")
def book(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A book: its next number, how it writes, every number it gave out."""
    found = find(request, pk)
    page = NUMBERS.page(request, TakenNumber.objects.filter(book=found))
    return page.download() or render(request, "config/numbering/book.html", _context(request, found, page=page))


def _context(request: HttpRequest, found: NumberBook, **more: Any) -> dict[str, Any]:
    today, account = timezone.localdate(), account_of(request)
    form, is_open = form_on(found, today), found.closed_at is None
    taken = TakenNumber.objects.filter(book=found, period=period_of(found.every, today))
    facts = [
        (_("Số tiếp theo"), next_text(found, today) if is_open else _("sổ đã khóa")),
        (_("Đã cấp trong kỳ"), taken.count()),
        (_("Đã hủy trong kỳ"), taken.exclude(voided_at=None).count()),
        (_("Loại văn bản"), ", ".join(found.kinds) or _("mọi loại, lấy bằng tay")),
        (_("Đánh số lại"), found.get_every_display()),
        (_("Mẫu ghi số"), f"{form.template}: {form.source}" if form else "–"),
    ]
    return {
        "book": found, "facts": facts, "crumbs": crumbs((found.name, "")), "is_open": is_open,
        "form": TakeForm(kinds=found.kinds, initial={"on": today}),
        "may_take": is_open and may(account, "numbers.take"),
        "may_manage": is_open and may(account, "numbers.manage"), **more,
    }  # fmt: skip


@needs("numbers.take")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next number for a paper that is made elsewhere."""
    found = find(request, pk)
    form = TakeForm(request.POST, kinds=found.kinds)
    if form.is_valid():
        try:
            taken = actions.take_number(book=found, **form.cleaned_data, by=account_of(request), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lấy số %(number)s.") % {"number": taken.text})
            return redirect("book", pk)
    page = NUMBERS.page(request, TakenNumber.objects.filter(book=found))
    return render(request, "config/numbering/book.html", _context(request, found, page=page, form=form), status=400)


@needs("numbers.view")
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """One number: who took it for what; and giving it up with a reason."""
    account = account_of(request)
    found = TakenNumber.objects.select_related("book").filter(agency_id=account.agency_id, pk=pk).first()
    if found is None:
        raise Http404
    may_void = found.voided_at is None and found.issued_at is None and may(account, "numbers.take")
    form = VoidForm(request.POST or None)
    if request.method == "POST" and may_void and form.is_valid():
        try:
            actions.void_number(taken=found, **form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã hủy số %(number)s; số này không cấp lại.") % {"number": found.text})
            return redirect("number", pk)
    return render(request, "config/numbering/number.html", _number(found, form if may_void else None))


def _number(found: TakenNumber, form: VoidForm | None) -> dict[str, Any]:
    face, word = _state(found)
    facts: list[tuple[Any, ...]] = [
        (_("Trích yếu"), found.subject),
        (_("Ngày văn bản"), f"{found.on:%d/%m/%Y}"),
        (_("Người lấy số"), found.taken_by),
        (_("Lấy lúc"), f"{timezone.localtime(found.taken_at):%d/%m/%Y %H:%M}"),
    ]
    if page := PAGES.get(found.record_type):
        facts.append((_("Văn bản"), _("mở văn bản mang số này"), reverse(page, args=[found.record_id])))
    if found.voided_at:
        facts += [
            (_("Hủy lúc"), f"{timezone.localtime(found.voided_at):%d/%m/%Y %H:%M}"),
            (_("Người hủy"), found.voided_by),
            (_("Lý do hủy"), found.void_reason),
        ]
    back = reverse("book", args=[found.book_id])
    return {"number": found, "facts": facts, "face": face, "word": word, "form": form,
            "crumbs": crumbs((found.book.name, back), (found.text, ""))}  # fmt: skip
