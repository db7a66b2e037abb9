"""Cutting an item in two, and making one of two."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.models import Draft, DraftItem
from cchc.plans.rules.intake import spans
from cchc.plans.rules.intake.facts import Decision, Facts, ItemKind
from cchc.plans.rules.intake.reread import joined, reread

from . import holding

CLOSE = 600
"""Two items with at most so many characters between them are joined as the document prints them."""


@transaction.atomic
def split_item(
    *, draft: int, item: int, version: int, place: int, by: Account, at: datetime
) -> tuple[DraftItem, DraftItem]:
    """Cut an item in two before the character `place` of its sentence. Both parts are open again."""
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    try:
        first, second = spans.cut(found.quote, place, found.span_start, found.span_end, held.text)
    except ValueError as fault:
        raise Refused(
            _("Đặt dấu | vào giữa câu, ở chỗ cần tách; mỗi phần phải còn chữ."), field="split_text"
        ) from fault  # fmt: skip
    other = DraftItem.objects.create(
        draft=held, kind=found.kind, quote=second.quote, span_start=second.start, span_end=second.end,
        sort=second.start if second.start is not None else found.sort, page=found.page, path=found.path,
        facts=_said(found, second.quote, held).to_json(), split_from=found, changed_by=by, changed_at=at,
    )  # fmt: skip
    values = {
        "quote": first.quote,
        "span_start": first.start,
        "span_end": first.end,
        "facts": _said(found, first.quote, held).to_json(),
        "decision": str(Decision.OPEN),
    }
    holding.write(found, values, step="split", by=by, at=at, made=other.pk)
    journal.write(by=by, at=at, action="plans.intake.split_off", record=other, after=holding.snapshot(other))
    return found, other


def _said(item: DraftItem, quote: str, draft: Draft) -> Facts:
    """What a part of the sentence says: its own number and comparison; the rest as the whole had it."""
    facts = item.says
    if item.item_kind is not ItemKind.MEASURE:
        return facts
    own = reread(facts, quote, draft.first_year, draft.last_year)
    return own if own.value is not None else replace(own, goal=facts.goal)


@transaction.atomic
def merge_items(*, draft: int, item: int, version: int, by: Account, at: datetime) -> DraftItem:
    """Make one of an item and the next of its kind that is not dropped."""
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    later = held.items.filter(kind=found.kind, merged_into=None).exclude(decision=Decision.DROPPED)
    order = list(later.order_by("sort", "pk"))
    after = [one for one in order if (one.sort, one.pk) > (found.sort, found.pk)]
    if not after:
        raise Refused(_("Không có mục nào cùng loại đứng sau để gộp."))
    other = after[0]
    quote, end = _together(found, other, held.text)
    values = {
        "quote": quote,
        "span_end": end,
        "facts": joined(found.says, other.says).to_json(),
        "decision": str(Decision.OPEN),
    }
    holding.write(found, values, step="merge", by=by, at=at, gone=other.pk)
    other.merged_into, other.decision = found, str(Decision.DROPPED)
    holding.sign(other, by=by, at=at)
    return found


def _together(first: DraftItem, second: DraftItem, text: str) -> tuple[str, int | None]:
    one, two = first.mark, second.mark
    if one and two and one.end <= two.end and two.start - one.end <= CLOSE:
        return squeeze(text[one.start : two.end]), two.end
    return squeeze(f"{first.quote} {second.quote}"), first.span_end
