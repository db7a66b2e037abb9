"""Steps on many items at once, after a preview."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from cchc.common import journal
from cchc.organisation.models import Account
from cchc.plans.models import Draft, DraftItem
from cchc.plans.rules.intake.checks import lacking
from cchc.plans.rules.intake.facts import TASKLIKE, Decision, Doubt, How, ItemKind

from . import holding
from .items import check_units


@dataclass(frozen=True)
class Outcome:
    """How many items were changed, how many lack something, how many somebody else had changed meanwhile."""

    done: int
    lacking: int
    stale: int


@transaction.atomic
def accept_many(*, draft: int, seen: Mapping[int, int], by: Account, at: datetime) -> Outcome:
    """Accept the open items among `seen` (item → version as previewed); those that lack something stay open."""
    held = holding.hold_open(draft, by=by)
    ready, lacks, stale = [], 0, 0
    for item in _open(held, seen):
        if item.version != seen[item.pk]:
            stale += 1
        elif lacking(item.item_kind, item.quote, item.says, held.first_year).errors:
            lacks += 1
        else:
            item.undo = {"step": "accept", "before": holding.snapshot(item), "made": None, "gone": None}
            item.decision = str(Decision.ACCEPTED)
            ready.append(item)
    _save(held, ready, "plans.intake.accept_many", {"decision": str(Decision.ACCEPTED)}, by=by, at=at)
    return Outcome(len(ready), lacks, stale)


@transaction.atomic
def assign_many(*, draft: int, seen: Mapping[int, int], unit: int, by: Account, at: datetime) -> Outcome:
    """Give the targets and tasks among `seen` that have no owner to a unit; what was decided stays."""
    held = holding.hold_open(draft, by=by)
    ready, stale = [], 0
    for item in _open(held, seen, only_open=False):
        facts = item.says
        if facts.lead or not (item.item_kind is ItemKind.MEASURE or item.item_kind in TASKLIKE):
            continue
        if item.version != seen[item.pk]:
            stale += 1
            continue
        doubts = tuple(one for one in facts.doubts if one is not Doubt.UNIT)
        owned = replace(facts, lead=(unit,), lead_how=How.PERSON, doubts=doubts)
        check_units(owned, by=by)
        item.undo = {"step": "edit", "before": holding.snapshot(item), "made": None, "gone": None}
        item.facts = owned.to_json()
        ready.append(item)
    _save(held, ready, "plans.intake.assign_many", {"lead": unit}, by=by, at=at)
    return Outcome(len(ready), 0, stale)


def _open(draft: Draft, seen: Mapping[int, int], *, only_open: bool = True) -> list[DraftItem]:
    rows = DraftItem.objects.filter(draft=draft, pk__in=seen, merged_into=None).exclude(decision=Decision.DROPPED)
    return list(rows.filter(decision=Decision.OPEN) if only_open else rows)


def _save(
    draft: Draft, items: list[DraftItem], action: str, after: dict[str, object], *, by: Account, at: datetime
) -> None:
    if not items:
        return
    for item in items:
        item.version += 1
        item.changed_by, item.changed_at = by, at
    DraftItem.objects.bulk_update(items, ["decision", "facts", "undo", "version", "changed_by", "changed_at"])
    journal.write(by=by, at=at, action=action, record=draft, after={**after, "items": [item.pk for item in items]})
