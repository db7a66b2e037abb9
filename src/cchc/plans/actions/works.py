"""Initiatives are proposed and taken step by step; communication and dialogues are recorded and withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, squeeze
from cchc.organisation.models import Account, Unit
from cchc.plans.models import Initiative, InitiativeStep, Outreach
from cchc.plans.rights import require_for_unit
from cchc.plans.rules.initiatives import STEPS, Stage, Step

_DAYS = {Stage.APPRAISED: "appraised_on", Stage.PILOTED: "piloted_on", Stage.REPLICATED: "replicated_on"}


@transaction.atomic
def propose_initiative(
    *, unit: Unit, title: str, authors: str, content: str, proposed_on: date, problem: str = "", solution: str = "",
    by: Account, at: datetime,
) -> Initiative:  # fmt: skip
    """Propose an initiative for a unit, by whoever works for it."""
    require_for_unit(by, unit, "plans.task.update")
    facts = {"title": squeeze(title), "authors": squeeze(authors), "content": content, "proposed_on": proposed_on,
             "problem": squeeze(problem), "solution": squeeze(solution)}  # fmt: skip
    if not facts["title"] or not facts["authors"]:
        raise Refused(_("Sáng kiến cần có tên và tác giả."), field="title")
    _not_ahead(proposed_on, at, "proposed_on")
    row = Initiative.objects.create(agency=by.agency, unit=unit, folded=fold(f"{title} {authors}")[:600], created_by=by,
                                    created_at=at, **facts)  # fmt: skip
    journal.write(by=by, at=at, action="plans.initiative.propose", record=row, after={**facts, "unit": unit.pk})
    return row


@transaction.atomic
def move_initiative(
    *, initiative: Initiative, step: Step, on: date, paper: str, note: str = "", by: Account, at: datetime
) -> Initiative:
    """Take a step of the table, by the paper that decided it; whoever answers for plans may."""
    row = Initiative.objects.select_for_update(of=("self",)).select_related("unit").get(pk=initiative.pk)
    require_for_unit(by, row.unit, "plans.edit")
    way = STEPS[step]
    if row.state not in way.sources:
        raise Refused(_("Sáng kiến đang ở bước “%(state)s” nên không làm được việc này.")
                      % {"state": row.get_state_display()})  # fmt: skip
    if not squeeze(paper):
        raise Refused(_("Hãy ghi văn bản làm căn cứ."), field="paper")
    if way.reasoned and not squeeze(note):
        raise Refused(_("Hãy ghi lý do."), field="note")
    _not_ahead(on, at, "on")
    before, row.state = row.state, way.target.value
    if way.target in _DAYS:
        setattr(row, _DAYS[way.target], on)
    row.save()
    facts = {"step": step.value, "on": on, "paper": squeeze(paper), "note": squeeze(note)}
    InitiativeStep.objects.create(initiative=row, by=by, at=at, **facts)
    journal.write(by=by, at=at, action="plans.initiative.move", record=row, before={"state": before},
                  after={"state": row.state, **facts})  # fmt: skip
    return row


@transaction.atomic
def record_outreach(
    *, unit: Unit, kind: str, title: str, held_on: date, products: int = 1, audience: str = "", raised: int = 0,
    answered: int = 0, proof: str = "", by: Account, at: datetime,
) -> Outreach:  # fmt: skip
    """Record what a unit did to tell people or to hear them, once it was done."""
    require_for_unit(by, unit, "plans.task.update")
    facts = {"kind": kind, "title": squeeze(title), "held_on": held_on, "products": products,
             "audience": squeeze(audience), "raised": raised, "answered": answered,
             "proof": squeeze(proof)}  # fmt: skip
    if not facts["title"]:
        raise Refused(_("Hãy ghi tên hoạt động."), field="title")
    if products < 1:
        raise Refused(_("Cần ít nhất một sản phẩm."), field="products")
    if answered > raised:
        raise Refused(_("Số kiến nghị đã trả lời không được lớn hơn số đã nêu."), field="answered")
    _not_ahead(held_on, at, "held_on")
    row = Outreach.objects.create(agency=by.agency, unit=unit, folded=fold(f"{title} {audience}")[:600], added_by=by,
                                  added_at=at, **facts)  # fmt: skip
    journal.write(by=by, at=at, action="plans.outreach.record", record=row, after={**facts, "unit": unit.pk})
    return row


@transaction.atomic
def answer_outreach(*, outreach: Outreach, answered: int, proof: str = "", by: Account, at: datetime) -> Outreach:
    """Write down how many of the proposals raised in a dialogue are answered by now, and where the answers are.

    Refuses a number that says nothing new, and one above what was raised.
    """
    row = Outreach.objects.select_for_update(of=("self",)).select_related("unit").get(pk=outreach.pk)
    require_for_unit(by, row.unit, "plans.task.update")
    if row.withdrawn_at is not None:
        raise Refused(_("Hoạt động này đã rút."))
    if not 0 <= answered <= row.raised:
        raise Refused(_("Số kiến nghị đã trả lời không được lớn hơn số đã nêu."), field="answered")
    proof = squeeze(proof)[:500]
    before, after = {"answered": row.answered, "proof": row.proof}, {"answered": answered, "proof": proof}
    if before == after:
        raise Refused(_("Số này đã được ghi rồi."), field="answered")
    row.answered, row.proof = answered, proof
    row.save(update_fields=["answered", "proof"])
    journal.write(by=by, at=at, action="plans.outreach.answer", record=row, before=before, after=after)
    return row


@transaction.atomic
def withdraw_outreach(*, outreach: Outreach, reason: str, by: Account, at: datetime) -> Outreach:
    """Take an activity back that was recorded in error; it counts no more and stays readable in the journal."""
    row = Outreach.objects.select_for_update(of=("self",)).select_related("unit").get(pk=outreach.pk)
    require_for_unit(by, row.unit, "plans.task.update")
    if row.withdrawn_at is not None or not squeeze(reason):
        raise Refused(_("Hãy ghi lý do rút; mỗi hoạt động chỉ rút một lần."), field="reason")
    row.withdrawn_at, row.withdrawn_reason = at, squeeze(reason)[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    journal.write(by=by, at=at, action="plans.outreach.withdraw", record=row, after={"reason": row.withdrawn_reason})
    return row


def _not_ahead(on: date, at: datetime, field: str) -> None:
    if on > timezone.localdate(at):
        raise Refused(_("Ngày này chưa đến."), field=field)
