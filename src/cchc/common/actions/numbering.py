"""Books of numbers: open them, take the next number, void one with a reason; none is given out twice or left out."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.journal import Actor
from cchc.common.models import BookForm, NumberBook, NumberCounter, TakenNumber
from cchc.common.number_forms import NumberForm, fault_of, period_of
from cchc.common.text import fold, squeeze

LARGEST = 9_999_999


@transaction.atomic
def open_book(
    *, agency_id: int, unit_id: int | None = None, name: str, kinds: Sequence[str], every: str, form: NumberForm,
    by: Actor | None, at: datetime,
) -> NumberBook:  # fmt: skip
    """Begin a book. Refuses without a name, and for a kind of paper that another open book numbers."""
    name, listed = squeeze(name), list(dict.fromkeys(kinds))
    if not name:
        raise Refused(_("Sổ cần có tên."), field="name")
    for kind in listed:
        if other := NumberBook.objects.for_kind(agency_id, unit_id, kind):
            said = _("Loại văn bản %(kind)s đang lấy số ở sổ “%(book)s”.")
            raise Refused(said % {"kind": kind, "book": other.name}, field="kinds")
    facts = {"name": name[:200], "kinds": listed, "every": every}
    book = NumberBook.objects.create(agency_id=agency_id, unit_id=unit_id, opened_at=at, **facts)
    _write_form(book, form)
    journal.write(by=by, at=at, action="numbers.open_book", record=book, after={**facts, "template": form.template})
    return book


@transaction.atomic
def change_form(*, book: NumberBook, form: NumberForm, by: Actor, at: datetime) -> None:
    """Have the numbers of a book written another way from a day on; numbers that were taken stay as they are."""
    before = {"template": now.template, "digits": now.digits} if (now := form_on(book, form.since)) else None
    _write_form(book, form)
    after = {"since": form.since, "template": form.template, "digits": form.digits, "source": form.source}
    journal.write(by=by, at=at, action="numbers.change_form", record=book, before=before, after=after)


def _write_form(book: NumberBook, form: NumberForm) -> None:
    faults = {
        "form": _("Mẫu số không đúng cách viết."),
        "word": _("Mẫu số chỉ dùng {number}, {kind}, {year}, {day}."),
        "number": _("Mẫu số phải có {number} đúng một lần."),
    }
    template, source = squeeze(form.template), squeeze(form.source)
    if fault := fault_of(template):
        raise Refused(faults[fault], field="template")
    if not source:
        raise Refused(_("Hãy ghi căn cứ của mẫu số."), field="source")
    facts = {"template": template[:100], "digits": form.digits, "source": source[:300]}
    BookForm.objects.update_or_create(book=book, since=form.since, defaults=facts)


@transaction.atomic
def close_book(*, book: NumberBook, by: Actor, at: datetime) -> None:
    """Take no more numbers from a book; what was taken stays."""
    if NumberBook.objects.filter(pk=book.pk, closed_at=None).update(closed_at=at):
        journal.write(by=by, at=at, action="numbers.close_book", record=book, after={"name": book.name})


@transaction.atomic
def begin_at(*, book: NumberBook, on: date, first: int, reason: str, by: Actor, at: datetime) -> None:
    """Say which number a period begins with here, when those before it were given out on paper.

    Refuses once a number of the period was taken here: what is in the book cannot be passed over.
    """
    reason = squeeze(reason)
    if not reason:
        raise Refused(_("Hãy ghi lý do: các số trước đó đã cấp ở đâu."), field="reason")
    if not 1 <= first <= LARGEST:
        raise Refused(_("Số đầu phải từ 1 trở lên."), field="first")
    counter = _locked(book, period_of(book.every, on))
    if counter.last >= counter.first:
        raise Refused(_("Kỳ này đã cấp số ở đây, không đổi số đầu được nữa."), field="first")
    before = {"first": counter.first}
    counter.first, counter.last = first, first - 1
    counter.save(update_fields=["first", "last"])
    after = {"period": counter.period, "first": first, "reason": reason}
    journal.write(by=by, at=at, action="numbers.begin_at", record=book, before=before, after=after)


@transaction.atomic
def take_number(
    *, book: NumberBook, on: date, subject: str, kind: str = "", record: models.Model | None = None, by: Actor,
    at: datetime,
) -> TakenNumber:  # fmt: skip
    """Take the next number of a book for a paper of a day, in the caller's transaction: both stand or neither.

    Refuses without a subject, from a closed book, for a day before the latest number's (numbers follow time:
    Nghị định 30/2020/NĐ-CP, Điều 15), and for a record that bears a number.
    """
    subject = squeeze(subject)[:500]
    if not subject:
        raise Refused(_("Hãy ghi trích yếu của văn bản lấy số."), field="subject")
    counter = _locked(book, period_of(book.every, on))
    form = form_on(book, on)
    if NumberBook.objects.filter(pk=book.pk, closed_at=None).first() is None or form is None:
        raise Refused(_("Sổ đã khóa hoặc chưa có mẫu số cho ngày này."), field="on")
    _refuse_earlier_day(book, counter, on)
    held = number_of(record) if record is not None else None
    if held is not None:
        raise Refused(_("Văn bản này đã có số %(number)s.") % {"number": held.text})
    counter.last += 1
    counter.save(update_fields=["last"])
    text = form.text(counter.last, on, kind)
    taken = TakenNumber.objects.create(
        book=book, agency_id=book.agency_id, period=counter.period, number=counter.last, text=text, on=on, kind=kind,
        subject=subject, folded=fold(f"{text} {subject}")[:700], **_key(record), taken_at=at,
        taken_by=by.get_full_name(),
    )  # fmt: skip
    after = {"number": text, "title": subject, "on": on, **_key(record)}
    journal.write(by=by, at=at, action="numbers.take", record=taken, after=after)
    return taken


def _refuse_earlier_day(book: NumberBook, counter: NumberCounter, on: date) -> None:
    latest = TakenNumber.objects.filter(book=book, period=counter.period).order_by("-number").first()
    if latest is not None and on < latest.on:
        said = _("Số %(number)s đã cấp cho ngày %(day)s: số sau không thể mang ngày trước.")
        raise Refused(said % {"number": latest.text, "day": f"{latest.on:%d/%m/%Y}"}, field="on")


@transaction.atomic
def void_number(*, taken: TakenNumber, reason: str, by: Actor, at: datetime) -> TakenNumber:
    """Give up a number with a reason; it stays in the book and is never given out again.

    Refuses without a reason, twice, and when the paper that bears it was issued.
    """
    reason = squeeze(reason)[:500]
    if not reason:
        raise Refused(_("Hãy ghi lý do hủy số."), field="reason")
    row = TakenNumber.objects.select_for_update().get(pk=taken.pk)
    if row.voided_at is not None:
        raise Refused(_("Số %(number)s đã hủy trước đó.") % {"number": row.text})
    if row.issued_at is not None:
        raise Refused(_("Văn bản số %(number)s đã ban hành; không hủy số được nữa.") % {"number": row.text})
    row.voided_at, row.voided_by, row.void_reason = at, by.get_full_name(), reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    journal.write(by=by, at=at, action="numbers.void", record=row, after={"number": row.text, "reason": reason})
    return row


def issue_number(*, record: models.Model, at: datetime) -> None:
    """Note that what bears a number was sent or adopted: the number stays. The caller journals the sending."""
    TakenNumber.objects.filter(**_key(record), voided_at=None, issued_at=None).update(issued_at=at)


def number_of(record: models.Model) -> TakenNumber | None:
    """The number that a record bears from a book."""
    return TakenNumber.objects.filter(**_key(record), voided_at=None).first()


def check_typed(*, record: models.Model, book: NumberBook | None, text: str, on: date | None, day: date) -> None:
    """Refuse a number on a record: another than the one it took, or one that the book gave out to something else.

    `text` is the whole number as it would be written, `on` the day that stands beside it, `day` the one that counts
    while there is none. A number from elsewhere is let through, and one that was taken by hand for a paper not here.
    """
    held = number_of(record)
    if held is not None and (text, on) != (held.text, held.on):
        said = _("Số %(number)s ngày %(day)s lấy từ sổ “%(book)s”: muốn đổi, hãy hủy số đó trong sổ trước.")
        words = {"number": held.text, "day": f"{held.on:%d/%m/%Y}", "book": held.book.name}
        raise Refused(said % words, field="number")
    if book is None or held is not None:
        return
    other = TakenNumber.objects.filter(book=book, period=period_of(book.every, on or day), text=text).first()
    if other is not None and other.voided_at is not None:
        raise Refused(_("Số %(number)s đã hủy trong sổ, không dùng lại.") % {"number": other.text}, field="number")
    if other is not None and other.record_type:
        said = _("Số %(number)s trong sổ đã cấp cho: %(subject)s.")
        raise Refused(said % {"number": other.text, "subject": other.subject}, field="number")


def form_on(book: NumberBook, day: date) -> NumberForm | None:
    """How the book writes numbers on a day."""
    row = BookForm.objects.filter(book=book, since__lte=day).order_by("-since").first()
    return NumberForm(row.since, row.template, row.digits, row.source) if row else None


def _key(record: models.Model | None) -> dict[str, str]:
    label = record._meta.label_lower if record is not None else ""
    return {"record_type": label, "record_id": str(record.pk) if record is not None else ""}


def _locked(book: NumberBook, period: str) -> NumberCounter:
    """The counter of a period, kept from others until the action ends."""
    NumberCounter.objects.get_or_create(book=book, period=period)
    return NumberCounter.objects.select_for_update().get(book=book, period=period)
