"""Settling one item: correct, accept, drop, take up again, add, and take the last step back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account, Unit
from cchc.plans.models import Draft, DraftItem
from cchc.plans.models.intake_words import LackName
from cchc.plans.rules.intake import spans
from cchc.plans.rules.intake.checks import Lack, lacking
from cchc.plans.rules.intake.facts import Decision, Facts, ItemKind

from . import holding
from .holding import Stale

__all__ = ["Change", "Stale", "add_item", "drop_item", "reopen_item", "settle_item", "undo_step"]

_FIELD = {
    Lack.QUOTE: "quote",
    Lack.GOAL: "goal",
    Lack.VALUE: "value",
    Lack.DUE: "due_on",
    Lack.NUMBER: "number",
}
LAST = 10**12
"""Where items without a place in the document are sorted."""


@dataclass(frozen=True)
class Change:
    """What an item becomes by a correction."""

    kind: ItemKind
    quote: str
    facts: Facts


@transaction.atomic
def settle_item(
    *, draft: int, item: int, version: int, change: Change, accept: bool, by: Account, at: datetime
) -> DraftItem:
    """Correct an item and, with `accept`, take it into the plan.

    Raises Stale when somebody else changed it meanwhile, Refused for units of another department and for an item that
    lacks what its kind cannot be without.
    """
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    check_units(change.facts, by=by)
    if accept:
        lacks = lacking(change.kind, change.quote, change.facts, held.first_year).errors
        if lacks:
            raise Refused(_sentence(lacks), field=_FIELD.get(lacks[0]))
    values = {
        "kind": str(change.kind),
        "quote": squeeze(change.quote),
        "facts": change.facts.to_json(),
        "decision": str(Decision.ACCEPTED if accept else _kept(found)),
    }
    return holding.write(found, values, step="accept" if accept else "edit", by=by, at=at)


def _kept(item: DraftItem) -> str:
    """A correction does not settle, and does not unsettle what was accepted."""
    return str(Decision.ACCEPTED) if item.decision == Decision.ACCEPTED else str(Decision.OPEN)


def _sentence(lacks: tuple[Lack, ...]) -> str:
    words = dict(LackName.choices)
    return _("Chưa nhận được mục này: %(what)s.") % {"what": "; ".join(str(words[one.value]) for one in lacks)}


def check_units(facts: Facts, *, by: Account) -> None:
    """Raises Refused when a unit named in the facts is not of the person's department."""
    wanted = {*facts.lead, *facts.support, *facts.monitor}
    if wanted and Unit.objects.visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(_("Có đơn vị không thuộc Sở của bạn; hãy chọn lại trong danh sách."), field="lead")


@transaction.atomic
def drop_item(*, draft: int, item: int, version: int, by: Account, at: datetime) -> DraftItem:
    """Leave an item out of the plan; it stays in the draft and can be taken up again."""
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    return holding.write(found, {"decision": str(Decision.DROPPED)}, step="drop", by=by, at=at)


@transaction.atomic
def reopen_item(*, draft: int, item: int, version: int, by: Account, at: datetime) -> DraftItem:
    """Take an item up again that was accepted or dropped."""
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    return holding.write(found, {"decision": str(Decision.OPEN)}, step="reopen", by=by, at=at)


@transaction.atomic
def add_item(
    *, draft: int, kind: ItemKind, sentence: str, start: int | None, end: int | None, facts: Facts, by: Account,
    at: datetime,
) -> DraftItem:  # fmt: skip
    """Add an item that the reader did not see, with its place in the document where the sentence is found there."""
    held = holding.hold_open(draft, by=by)
    quote = squeeze(sentence)
    if not quote:
        raise Refused(_("Hãy chọn một đoạn ở văn bản bên trái, hoặc gõ câu cần thêm."), field="sentence")
    check_units(facts, by=by)
    place = spans.taken(held.text, start or 0, end or 0, quote)
    item = DraftItem.objects.create(
        draft=held, kind=str(kind), sort=place[0] if place else LAST, quote=quote, facts=facts.to_json(), added=True,
        span_start=place[0] if place else None, span_end=place[1] if place else None, changed_by=by, changed_at=at,
    )  # fmt: skip
    journal.write(by=by, at=at, action="plans.intake.add", record=item, after=holding.snapshot(item))
    return item


@transaction.atomic
def undo_step(*, draft: int, item: int, version: int, by: Account, at: datetime) -> DraftItem:
    """Take the last step on an item back; a split or a merge gives and takes the other item too."""
    held = holding.hold_open(draft, by=by)
    found = holding.fresh(held, item, version)
    undo = found.undo
    if not undo:
        raise Refused(_("Mục này không còn bước nào để hoàn tác."))
    if undo.get("made"):
        _take_back(held, undo["made"])
    if undo.get("gone"):
        _give_back(held, undo["gone"], by=by, at=at)
    before = holding.snapshot(found)
    for name, value in undo["before"].items():
        setattr(found, name, value)
    found.undo = None
    holding.sign(found, by=by, at=at)
    journal.write(
        by=by, at=at, action="plans.intake.undo", record=found, before=before, after=holding.snapshot(found)
    )  # fmt: skip
    return found


def _take_back(draft: Draft, made: int) -> None:
    other = DraftItem.objects.filter(draft=draft, pk=made).first()
    if other is not None and other.version > 1:
        raise Refused(_("Phần tách ra đã được sửa tiếp nên không hoàn tác được nữa; hãy dùng “Gộp với mục sau”."))
    if other is not None:
        other.delete()


def _give_back(draft: Draft, gone: int, *, by: Account, at: datetime) -> None:
    other = DraftItem.objects.filter(draft=draft, pk=gone).first()
    if other is not None:
        other.merged_into = None
        other.decision = str(Decision.OPEN)
        holding.sign(other, by=by, at=at)
