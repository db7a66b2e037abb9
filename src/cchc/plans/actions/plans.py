"""A plan comes into being, is corrected while it is a draft, is adopted, or is thrown away before it was."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.actions import issue_number
from cchc.common.errors import Refused
from cchc.common.text import fold, squeeze
from cchc.documents.models import StoredFile
from cchc.organisation.access import Denied, acts_under
from cchc.organisation.models import Account, Unit
from cchc.plans.actions.cascade import require_cascade
from cchc.plans.actions.numbering import check_number, give_up_number
from cchc.plans.actions.rows import write_items
from cchc.plans.actions.succession import Succession, supersede, take_over
from cchc.plans.actions.telling import tell_given
from cchc.plans.models import Plan, PlanState
from cchc.plans.rights import require_for_plan
from cchc.plans.rules.confirmed import Confirmed

YEARS = range(2001, 2101)


@transaction.atomic
def create_plan(
    *,
    by: Account,
    at: datetime,
    title: str,
    first_year: int,
    last_year: int,
    kind: str = "plan",
    number: str = "",
    issued_on: date | None = None,
    issuer: str = "",
    parent: Plan | None = None,
    unit: Unit | None = None,
    source: StoredFile | None = None,
    source_text: str = "",
) -> Plan:
    """Begin a plan as a draft, from a document (`source`) or by hand. `source_text` is kept as it is, for spans."""
    if not (
        acts_under(by, "plans.import") or acts_under(by, "plans.adopt")
    ):  # who adopts a reviewed document makes the plan of it
        raise Refused(_("Bạn không được nạp kế hoạch."), who_can=", ".join(Denied("plans.import").who_can))
    facts = _facts(title=title, first_year=first_year, last_year=last_year, kind=kind, number=number,
                   issued_on=issued_on, issuer=issuer)  # fmt: skip
    _check_parent(by, parent)
    _check_unit(by, unit)
    if source is not None and source.agency_id != by.agency_id:
        raise Refused(_("Tệp không thuộc Sở."), field="file")
    name = source.name if source else ""
    kept: dict[str, Any] = {"source": source, "source_name": name, "source_text": source_text}
    kept |= {"parent": parent, "unit": unit, "folded": _folded(facts)}
    plan = Plan.objects.create(agency=by.agency, created_by=by, created_at=at, **kept, **facts)
    journal.write(by=by, at=at, action="plans.create", record=plan, after={**facts, "source": name})
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, by: Account, at: datetime, **changes: Any) -> Plan:
    """Correct what is known of the document: title, number, date, issuer, kind, years, parent, unit."""
    require_for_plan(by, plan, "plans.edit")
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    parent, unit = changes.pop("parent", plan.parent), changes.pop("unit", plan.unit)
    _check_parent(by, parent, of=plan)
    _check_unit(by, unit)
    before = {name: getattr(plan, name) for name in _FACTS}
    facts = _facts(**{**before, **changes})
    changed = {name for name in facts if facts[name] != before[name]}
    if not changed and parent == plan.parent and unit == plan.unit:
        return plan
    if changed & {"number", "issued_on"}:
        check_number(plan, facts["number"], facts["issued_on"], at)
    for name, value in facts.items():
        setattr(plan, name, value)
    before |= {"parent": plan.parent_id, "unit": plan.unit_id}
    plan.parent, plan.unit, plan.folded = parent, unit, _folded(facts)
    plan.save()
    journal.write(by=by, at=at, action="plans.edit", record=plan, before=before,
                  after={**facts, "parent": plan.parent_id, "unit": plan.unit_id})  # fmt: skip
    return plan


@transaction.atomic
def adopt_plan(
    *, plan: Plan, by: Account, at: datetime, items: Confirmed | None = None, supersedes: Succession | None = None,
    reference: bool = False,
) -> Plan:  # fmt: skip
    """Make a draft the living plan: all its confirmed items at once, or nothing.

    Refuses when somebody else has adopted it meanwhile, when a living plan bears its number and date, when there
    is nothing to carry out, and when a target asks for less than the one it serves without a reason. `supersedes`
    tells the plan that it replaces; what of that is open goes on in this one. `reference`: it is a superior body's
    and is kept to go by.
    """
    require_for_plan(by, plan, "plans.adopt")
    if reference and not plan.issuer:
        raise Refused(
            _("Hãy ghi cơ quan ban hành của văn bản cấp trên trước khi giữ để tham chiếu."), field="reference"
        )
    _claim(plan, by, at, PlanState.REFERENCE if reference else PlanState.ADOPTED)
    counts = write_items(plan, items, by=by, at=at) if items is not None else {}
    if not (plan.targets.exists() or plan.tasks.exists() or plan.duties.exists() or plan.reporting.exists()):
        raise Refused(_("Kế hoạch chưa có chỉ tiêu, nhiệm vụ hay trách nhiệm nào để thực hiện."))
    require_cascade(plan)
    check_number(plan, plan.number, plan.issued_on, at)
    issue_number(record=plan, at=at)
    if supersedes is not None:
        counts |= supersede(supersedes, plan, by=by, at=at)
    counts |= {"carried_tasks": taken} if (taken := take_over(plan, by, at)) else {}
    entry = journal.write(by=by, at=at, action="plans.adopt", record=plan, before={"state": PlanState.DRAFT},
                  after={"state": plan.state, "number": plan.number, "title": plan.title, **counts,
                         "supersedes": supersedes.old.pk if supersedes else None})  # fmt: skip
    tell_given(plan, by=by, at=at, key=f"{plan.pk}:{entry.seq}")
    return plan


@transaction.atomic
def discard_draft(*, plan: Plan, by: Account, at: datetime, reason: str) -> int:
    """Throw a draft away with all its items; the journal keeps what it was and why. Returns the key it had."""
    require_for_plan(by, plan, "plans.import")
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise Refused(_("Chỉ bỏ được kế hoạch đang chuẩn bị."))
    before = {name: getattr(plan, name) for name in _FACTS}
    journal.write(by=by, at=at, action="plans.discard", record=plan, before=before, after={"reason": squeeze(reason)})
    give_up_number(plan, by, at)
    key = plan.pk
    plan.delete()
    return key


_FACTS = ("title", "first_year", "last_year", "kind", "number", "issued_on", "issuer")


def _facts(**facts: Any) -> dict[str, Any]:
    facts = {name: squeeze(value) if isinstance(value, str) else value for name, value in facts.items()}
    if not facts["title"]:
        raise Refused(_("Kế hoạch cần có tên."), field="title")
    if facts["first_year"] not in YEARS or facts["last_year"] not in YEARS:
        raise Refused(_("Năm phải từ 2001 đến 2100."), field="first_year")
    if facts["last_year"] < facts["first_year"]:
        raise Refused(_("Năm cuối đứng trước năm đầu."), field="last_year")
    return facts


def _folded(facts: dict[str, Any]) -> str:
    return fold(f"{facts['number']} {facts['title']}")[:600]


def _check_parent(by: Account, parent: Plan | None, of: Plan | None = None) -> None:
    above = parent
    if above is not None and above.agency_id != by.agency_id:
        raise Refused(_("Kế hoạch cấp trên không thuộc Sở."), field="parent")
    while above is not None:
        if of is not None and above.pk == of.pk:
            raise Refused(_("Kế hoạch không thể là cấp trên của chính nó."), field="parent")
        above = above.parent


def _check_unit(by: Account, unit: Unit | None) -> None:
    if unit is not None and unit.agency_id != by.agency_id:
        raise Refused(_("Đơn vị không thuộc Sở; hãy chọn lại."), field="unit")


def _claim(plan: Plan, by: Account, at: datetime, state: PlanState) -> None:
    """Turn the draft into a living plan, or one to go by, exactly once, whoever comes first."""
    draft = Plan.objects.filter(pk=plan.pk, state=PlanState.DRAFT)
    try:
        with transaction.atomic():
            claimed = draft.update(state=state, adopted_by=by, adopted_at=at)
    except IntegrityError as fault:
        number = plan.number
        raise Refused(_("Đã có kế hoạch số %(number)s đang có hiệu lực.") % {"number": number}) from fault
    plan.refresh_from_db()
    if not claimed and plan.adopted_by and plan.adopted_at:
        said = {"name": plan.adopted_by.get_full_name(), "at": f"{timezone.localtime(plan.adopted_at):%H:%M %d/%m/%Y}"}
        raise Refused(_("Kế hoạch đã được %(name)s ban hành vào hệ thống lúc %(at)s.") % said)
