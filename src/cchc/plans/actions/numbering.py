"""The number of a plan of one's own: taken from the department's book; that of another's paper is typed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.actions.numbering import check_typed, number_of, take_number, void_number
from cchc.common.errors import Refused
from cchc.common.models import NumberBook, TakenNumber
from cchc.common.text import fold
from cchc.organisation.access import Denied, may
from cchc.organisation.models import Account
from cchc.plans.models import Plan, PlanKind, PlanState
from cchc.plans.rights import require_for_plan

KINDS = {PlanKind.PROGRAMME: "CTr", PlanKind.PLAN: "KH", PlanKind.REMEDIAL: "KH"}


def book_of(plan: Plan) -> NumberBook | None:
    """The open book of the department that numbers such a plan."""
    return NumberBook.objects.for_kind(plan.agency_id, None, KINDS[PlanKind(plan.kind)])


@transaction.atomic
def take_plan_number(*, plan: Plan, by: Account, at: datetime) -> TakenNumber:
    """Give a plan that is being prepared the next number of its book, and the day as that of issue where it has none.

    Refuses without the right to take numbers, without a book, for a living plan and for one that has a number.
    """
    if not may(by, "numbers.take"):
        raise Refused(_("Bạn không được lấy số văn bản."), who_can=", ".join(Denied("numbers.take").who_can))
    require_for_plan(by, plan, "plans.edit")
    draft = Plan.objects.select_for_update().get(pk=plan.pk)
    book = book_of(draft)
    if draft.state != PlanState.DRAFT or draft.number or book is None:
        raise Refused(_("Chỉ lấy số cho kế hoạch đang chuẩn bị, chưa có số, khi Sở có sổ cấp số cho loại văn bản này."))
    on = draft.issued_on or timezone.localdate(at)
    kind = KINDS[PlanKind(draft.kind)]
    taken = take_number(book=book, on=on, kind=kind, subject=draft.title, record=draft, by=by, at=at)
    draft.number, draft.issued_on = taken.text, on
    draft.folded = f"{fold(taken.text)} {draft.folded}"[:600]
    draft.save(update_fields=["number", "issued_on", "folded"])
    after = {"number": taken.text, "issued_on": on}
    journal.write(by=by, at=at, action="plans.edit", record=draft, before={"number": ""}, after=after)
    return taken


def check_number(plan: Plan, number: str, issued_on: date | None, at: datetime) -> None:
    """Refuse a number that another paper of the book bears, one that was voided, and another than was taken."""
    check_typed(record=plan, book=book_of(plan), text=number, on=issued_on, day=timezone.localdate(at))


def give_up_number(plan: Plan, by: Account, at: datetime) -> None:
    """Void the number of a draft that is thrown away."""
    if (held := number_of(plan)) is not None:
        void_number(taken=held, reason=_("Bỏ kế hoạch đang chuẩn bị mang số này."), by=by, at=at)
