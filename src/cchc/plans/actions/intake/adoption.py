"""The end of a draft: its facts put right, adopted as a living plan, or dropped."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.actions.plans import adopt_plan, create_plan
from cchc.plans.actions.succession import Succession
from cchc.plans.models import Draft, DraftItem, DraftState, Plan
from cchc.plans.rules.confirmed import Place
from cchc.plans.rules.intake.assembly import Settled, confirmed
from cchc.plans.rules.intake.checks import lacking
from cchc.plans.rules.intake.facts import Decision

from . import holding
from .holding import Stale

FACTS = ("kind", "title", "number", "issued_on", "issuer", "first_year", "last_year", "parent_id")


@transaction.atomic
def set_facts(*, draft: int, version: int, facts: dict[str, Any], by: Account, at: datetime) -> Draft:
    """Put right what is known of the document. Raises Stale when somebody else did meanwhile."""
    held = holding.hold_open(draft, by=by)
    _check_version(held, version)
    parent = facts.get("parent_id")
    if parent is not None and not Plan.objects.visible_to(by).filter(pk=parent).exists():
        raise Refused(_("Kế hoạch cấp trên không thuộc Sở."), field="parent")
    before = {name: getattr(held, name) for name in FACTS}
    for name in FACTS:
        if name in facts:
            value = facts[name]
            setattr(held, name, squeeze(value) if isinstance(value, str) else value)
    after = {name: getattr(held, name) for name in FACTS}
    if before == after:
        return held
    _sign(held, by=by, at=at)
    journal.write(by=by, at=at, action="plans.intake.facts", record=held, before=before, after=after)
    return held


def _check_version(held: Draft, version: int) -> None:
    if held.version != version:
        said = holding.who_and_when(held.changed_by, held.changed_at)
        raise Stale(
            _("%(who)s vừa sửa thông tin văn bản lúc %(when)s. Nội dung bạn gõ vẫn còn; hãy xem bản mới rồi ghi lại.")
            % said
        )


@transaction.atomic
def adopt_draft(
    *, draft: int, by: Account, at: datetime, supersedes: Succession | None = None, reference: bool = False
) -> Plan:
    """Make the draft a living plan, once: all its accepted items, or nothing.

    `supersedes`: which plan it replaces; `reference`: it is a superior body's, kept to go by.

    Raises Refused when somebody adopted or dropped it meanwhile, when items are still to be settled or lack what they
    cannot be without, and for whatever a plan cannot be without (title, years, something to carry out).
    """
    held = holding.hold_open(draft, by=by)
    rows = list(held.items.filter(merged_into=None).exclude(decision=Decision.DROPPED))
    _check_ready(held, rows)
    plan = create_plan(
        by=by, at=at, title=held.title, first_year=held.first_year, last_year=held.last_year, kind=held.kind,
        number=held.number, issued_on=held.issued_on, issuer=held.issuer, parent=held.parent,
        source=held.source, source_text=held.text,
    )  # fmt: skip
    items = confirmed([settled(one) for one in rows], held.first_year, held.last_year)
    plan = adopt_plan(plan=plan, items=items, by=by, at=at, supersedes=supersedes, reference=reference)
    held.state, held.plan = DraftState.ADOPTED, plan
    _sign(held, by=by, at=at)
    journal.write(by=by, at=at, action="plans.intake.adopt", record=held, after={"plan": plan.pk})
    return plan


def settled(item: DraftItem) -> Settled:
    """The item as the rules put it together."""
    place = Place(item.quote, item.span_start, item.span_end, item.page, tuple(item.path))
    return Settled(item.item_kind, item.quote, place, item.says)


def _check_ready(draft: Draft, rows: list[DraftItem]) -> None:
    waiting = sum(one.is_open for one in rows)
    if waiting:
        raise Refused(
            ngettext(
                "Còn %(n)s mục chưa nhận cũng chưa bỏ; hãy rà soát hết rồi ban hành.",
                "Còn %(n)s mục chưa nhận cũng chưa bỏ; hãy rà soát hết rồi ban hành.",
                waiting,
            )
            % {"n": waiting}
        )
    for one in rows:
        if lacking(one.item_kind, one.quote, one.says, draft.first_year).errors:
            raise Refused(_("Mục “%(quote)s” còn thiếu thông tin bắt buộc.") % {"quote": one.quote[:80]})


@transaction.atomic
def drop_draft(*, draft: int, reason: str, by: Account, at: datetime) -> Draft:
    """Give a draft up; its file, text and items stay, with the reason."""
    held = holding.hold(draft, by=by)
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do, để người sau biết vì sao bản này bị bỏ."), field="reason")
    before = held.state
    held.state, held.dropped_reason = DraftState.DROPPED, squeeze(reason)
    _sign(held, by=by, at=at)
    journal.write(
        by=by, at=at, action="plans.intake.drop_draft", record=held, before={"state": before},
        after={"state": held.state, "reason": held.dropped_reason},
    )  # fmt: skip
    return held


def _sign(draft: Draft, *, by: Account, at: datetime) -> None:
    draft.version += 1
    draft.changed_by, draft.changed_at = by, at
    draft.save()
