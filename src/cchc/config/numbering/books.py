"""The books of a department: listed with their next number, opened, written otherwise, begun at a number, closed."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import actions
from cchc.common.actions.numbering import form_on
from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.models import NumberBook, NumberCounter, TakenNumber
from cchc.common.number_forms import NumberForm, known_forms, period_of
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Unit

from .forms import BookOpenForm, FirstForm, HowForm


def find(request: HttpRequest, pk: int) -> NumberBook:
    """A book of the account's department. Raises Http404."""
    book = NumberBook.objects.of(account_of(request).agency_id).filter(pk=pk).first()
    if book is None:
        raise Http404
    return book


def crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a book."""
    return [(_("Sổ văn bản"), reverse("books")), *further]


def next_text(book: NumberBook, on: date) -> str:
    """The number that the book gives out next, as it would be written on a day."""
    counter = NumberCounter.objects.filter(book=book, period=period_of(book.every, on)).first()
    form = form_on(book, on)
    if form is None:
        return ""
    kind = book.kinds[0] if len(book.kinds) == 1 else "…"
    return form.text((counter.last if counter else 0) + 1, on, kind)


def _prepared(rows: list[NumberBook]) -> list[NumberBook]:
    today = timezone.localdate()
    units = dict(Unit.objects.filter(pk__in=[row.unit_id for row in rows]).values_list("pk", "name"))
    for row in rows:
        taken = TakenNumber.objects.filter(book=row, period=period_of(row.every, today))
        row.shown = {  # type: ignore[attr-defined]  # what the columns read
            "next": "" if row.closed_at else next_text(row, today),
            "taken": taken.count(),
            "void": taken.exclude(voided_at=None).count(),
            "unit": units.get(row.unit_id or 0, _("cả Sở")),
        }
    return rows


BOOKS = Listing(
    name="so-van-ban",
    title=gettext_lazy("Sổ văn bản"),
    columns=[
        Column("name", gettext_lazy("Sổ"), sort="name"),
        Column("unit", gettext_lazy("Của"), value="shown.unit"),
        Column("kinds", gettext_lazy("Loại văn bản"), value=lambda row: ", ".join(row.kinds)),
        Column("every", gettext_lazy("Đánh số lại"), value=lambda row: row.get_every_display()),
        Column("taken", gettext_lazy("Đã cấp trong kỳ"), value="shown.taken", kind="number", decimals=0),
        Column("void", gettext_lazy("Đã hủy"), value="shown.void", kind="number", decimals=0),
        Column("next", gettext_lazy("Số tiếp theo"), value="shown.next", kind="short"),
        Column("closed_at", gettext_lazy("Khóa ngày"), kind="date", sort="closed_at"),
    ],
    filters=[
        Filter(
            "tinh-trang", gettext_lazy("Tình trạng"),
            choices=[("mo", gettext_lazy("đang dùng")), ("khoa", gettext_lazy("đã khóa"))],
            apply=lambda rows, value: rows.filter(closed_at__isnull=value == "mo"),
        )
    ],
    search=["name__folded"],
    order=["name"],
    row_url=lambda row: reverse("book", args=[row.pk]),
    prepare=_prepared,
    empty_title=gettext_lazy("Chưa có sổ nào"),
    empty_text=gettext_lazy("Mỗi sổ cấp số liên tiếp cho một hay nhiều loại văn bản; số đã cấp không cấp lại."),
)  # fmt: skip


@needs("numbers.view")
def book_list(request: HttpRequest) -> HttpResponseBase:
    """Every book of the department."""
    account = account_of(request)
    may_open = may(account, "numbers.manage")
    begin = (reverse("book_new"), _("Mở sổ")) if may_open else None
    page = BOOKS.page(request, NumberBook.objects.of(account.agency_id), empty_action=begin)
    return page.download() or render(request, "config/numbering/books.html", {"page": page, "may_open": may_open})


def _how(facts: dict[str, Any]) -> NumberForm:
    return NumberForm(facts["since"], facts["template"], facts["digits"], facts["source"])


@needs("numbers.manage")
def book_new(request: HttpRequest) -> HttpResponse:
    """Open a book; `?mau=` begins with a form that the software carries."""
    agency = account_of(request).agency
    known = next((one for one in known_forms() if one.code == request.GET.get("mau")), known_forms()[0])
    initial = {"template": known.filled(agency.symbol, agency.code), "digits": known.digits, "since": known.since,
               "source": known.source, "every": known.every,
               "kinds": known.kinds}  # fmt: skip
    form = BookOpenForm(request.POST or None, agency=agency, initial=initial)

    def keep(facts: dict[str, Any]) -> NumberBook:
        unit = facts["unit"].pk if facts["unit"] else None
        return actions.open_book(
            agency_id=agency.pk, unit_id=unit, name=facts["name"], kinds=facts["kinds"], every=facts["every"],
            form=_how(facts), by=account_of(request), at=timezone.now(),
        )  # fmt: skip

    models = [{"label": one.name, "url": f"?mau={one.code}", "current": one is known} for one in known_forms()]
    around = {"title": _("Mở sổ"), "crumbs": crumbs((_("Mở sổ"), "")), "back": reverse("books"), "models": models}
    return _form_page(request, form, keep, around)


def _form_page(request: HttpRequest, form: forms.Form, keep: Any, around: dict[str, Any]) -> HttpResponse:
    """A form, what it does, and where it leads: to the book."""
    if request.method == "POST" and form.is_valid():
        try:
            book = keep(form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("book", book.pk)
    return render(request, "config/numbering/form.html", {"form": form, **around})


def _around(book: NumberBook, title: str) -> dict[str, Any]:
    back = reverse("book", args=[book.pk])
    return {"title": title, "crumbs": crumbs((book.name, back), (title, "")), "back": back}


@needs("numbers.manage")
def form_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Have numbers written another way from a day on."""
    book, today = find(request, pk), timezone.localdate()
    now = form_on(book, today)
    start = {"template": now.template, "digits": now.digits} if now else {}
    form = HowForm(request.POST or None, initial={**start, "since": today})

    def keep(facts: dict[str, Any]) -> NumberBook:
        actions.change_form(book=book, form=_how(facts), by=account_of(request), at=timezone.now())
        return book

    return _form_page(request, form, keep, _around(book, _("Đổi mẫu số")))


@needs("numbers.manage")
def first_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which number this period begins with here."""
    book = find(request, pk)
    form = FirstForm(request.POST or None)

    def keep(facts: dict[str, Any]) -> NumberBook:
        actions.begin_at(book=book, on=timezone.localdate(), **facts, by=account_of(request), at=timezone.now())
        return book

    return _form_page(request, form, keep, _around(book, _("Đặt số đầu của kỳ này")))


@needs("numbers.manage")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more numbers from the book."""
    book = find(request, pk)
    return act(
        request, lambda: actions.close_book(book=book, by=account_of(request), at=timezone.now()),
        _("Đã khóa sổ; các số đã cấp vẫn còn đây."), reverse("book", args=[pk]),
    )  # fmt: skip
