"""The number of a report: taken from the book of its department or unit, or typed when it was given out elsewhere."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.actions.numbering import check_typed, form_on, number_of, take_number, void_number
from cchc.common.errors import Refused
from cchc.common.models import NumberBook, TakenNumber
from cchc.organisation.access import Denied, may
from cchc.organisation.models import Account
from cchc.reports.models import Report
from cchc.reports.rights import require_on

KIND = "BC"


def book_of(report: Report) -> NumberBook | None:
    """The open book that reports of the department, or of this unit, take their numbers from."""
    return NumberBook.objects.for_kind(report.agency_id, report.unit_id, KIND)


@transaction.atomic
def take_report_number(*, report: Report, by: Account, at: datetime) -> TakenNumber:
    """Give a draft the next number of its book, and the day as that of signing where there is none.

    What the head has approved stays approved: papers are numbered once they are signed.
    Refuses without the right to take numbers, without a book, for a sent report and for one that bears a number.
    """
    if not may(by, "numbers.take"):
        raise Refused(_("Bạn không được lấy số văn bản."), who_can=", ".join(Denied("numbers.take").who_can))
    draft = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_on(by, "reports.write", draft)
    book = book_of(draft)
    if not draft.is_draft or book is None:
        raise Refused(_("Báo cáo đã gửi, hoặc chưa có sổ cấp số cho báo cáo của nơi này."))
    if draft.number:
        raise Refused(_("Báo cáo đã có số %(number)s; xóa số đó trước khi lấy số từ sổ.") % {"number": draft.number})
    on = draft.signed_on or timezone.localdate(at)
    subject = f"{draft.whose}: {draft.period.label}"
    taken = take_number(book=book, on=on, kind=KIND, subject=subject, record=draft, by=by, at=at)
    draft.number, draft.signed_on = str(taken.number), on
    draft.save(update_fields=["number", "signed_on"])
    after = {"number": taken.text, "signed_on": on}
    journal.write(by=by, at=at, action="reports.frame", record=draft, before={"number": ""}, after=after)
    return taken


def check_number(report: Report, number: str, signed_on: date | None, at: datetime) -> None:
    """Refuse a number that another paper of the book bears, one that was voided, and another than was taken."""
    book, day = book_of(report), timezone.localdate(at)
    form = form_on(book, signed_on or day) if book else None
    text = form.text(int(number), signed_on or day, KIND) if form and number.isdecimal() else number
    check_typed(record=report, book=book, text=text, on=signed_on, day=day)


def refuse_unnumbered(report: Report) -> None:
    """Refuse to send a department's paper that bears no number although there is a book to take one from.

    Where numbers are still given out on paper the clerk may write it on the printed sheet, so nothing is refused.
    """
    if lacks_number(report):
        raise Refused(_("Báo cáo chưa có số: lấy số từ sổ, hoặc ghi số đã cấp, ở trang Thể thức văn bản rồi gửi."))


def lacks_number(report: Report) -> bool:
    """Whether it is the department's own, without a number, while a book numbers its reports."""
    return report.unit_id is None and not report.number and book_of(report) is not None


def give_up_number(report: Report, by: Account, at: datetime) -> None:
    """Void the number of a draft that is thrown away."""
    if (held := number_of(report)) is not None:
        void_number(taken=held, reason=_("Bỏ bản thảo báo cáo mang số này."), by=by, at=at)
