"""Targets beside those above that they serve: how each compares, what could be tied, for any number of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc.plans.models import Plan, Target
from cchc.plans.rules.cascade import Comparison, adds_up, compare, compare_together


def comparisons(targets: Sequence[Target]) -> dict[int, Comparison]:
    """How each target that serves another compares with it, by key. A fixed number of queries for any number.

    A count of one unit is compared together with those of the other units that serve the same target.
    """
    rows = Target.objects.prefetch_related("milestones")
    above = rows.in_bulk({one.serves_id for one in targets if one.serves_id is not None})
    parts = _parts(above)
    found = {}
    for target in targets:
        if target.serves_id is None:
            continue
        parent = above[target.serves_id]
        shared = parts.get(parent.pk, []) if _is_part(target, parent) else []
        same = None in {target.indicator_id, parent.indicator_id} or target.indicator_id == parent.indicator_id
        if same and len(shared) > 1:
            found[target.pk] = compare_together([one.goal() for one in shared], parent.goal())
        else:
            found[target.pk] = compare(target.goal(), parent.goal(), same_measure=same)
    return found


def comparison(target: Target) -> Comparison | None:
    """How one target compares with the one that it serves; None where it serves none."""
    return comparisons([target]).get(target.pk)


def _is_part(target: Target, parent: Target) -> bool:
    return target.scope_id is not None and parent.scope_id is None and adds_up(target.goal())


def _parts(above: dict[int, Target]) -> dict[int, list[Target]]:
    """Target above → the units' counts that serve it."""
    found: dict[int, list[Target]] = {}
    rows = Target.objects.filter(serves__in=above, withdrawn_at=None).exclude(scope=None)
    for one in rows.exclude(plan__state="superseded").prefetch_related("milestones"):
        parent = above[one.serves_id or 0]
        if _is_part(one, parent):
            found.setdefault(parent.pk, []).append(one)
    return found


def offered(plan: Plan) -> "Iterable[Target]":
    """The targets of the plans above that a target of a plan may serve, the nearest plan first."""
    chain = [one.pk for one in plan.chain()]
    rows = Target.objects.filter(plan__in=chain, withdrawn_at=None).select_related("plan", "indicator")
    return sorted(rows, key=lambda one: (chain.index(one.plan_id), one.sort, one.pk))


@dataclass(frozen=True)
class Suggestion:
    """A target that serves none yet, and the one above that has the same indicator and is about the same unit."""

    target: Target
    parent: Target
    comparison: Comparison


def suggestions(plan: Plan) -> list[Suggestion]:
    """For each target that serves none: the one of the nearest plan above with its indicator, of its unit or of all."""
    above = [one for one in offered(plan) if one.indicator_id is not None]
    loose = plan.targets.filter(serves=None, withdrawn_at=None).exclude(indicator=None).prefetch_related("milestones")
    found = []
    for target in loose:
        fitting = [one for one in above if one.indicator_id == target.indicator_id
                   and one.scope_id in {target.scope_id, None}]  # fmt: skip
        if fitting:
            found.append(Suggestion(target, fitting[0], compare(target.goal(), fitting[0].goal())))
    return found
