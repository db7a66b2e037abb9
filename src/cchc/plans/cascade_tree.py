"""The cascade as it is shown: targets of the plan above, those of a plan that serve them, and what hangs on these."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cchc.common.text import fold
from cchc.plans.cascading import comparisons
from cchc.plans.models import Plan, PlanState, Target
from cchc.plans.models.words import CascadeName
from cchc.plans.rules.cascade import Cascade, Comparison
from cchc.plans.rules.sentences import Sentence
from cchc.plans.rules.wording import promise

LOOSE, GAP = "loose", "gap"
"""A target that serves none though a plan stands above; one of the plan above that none serves."""

DEEPEST = 4
TONES = {Cascade.WEAKER.value: "bad", Cascade.EQUAL.value: "good", Cascade.STRONGER.value: "good",
          Cascade.NOT_COMPARABLE.value: "ask", LOOSE: "none", GAP: "risk"}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One target in the tree. `code`: how it compares, or LOOSE or GAP, or nothing to be said."""

    target: Target
    depth: int
    code: str = ""
    why: Sentence | None = None

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.code, "none")

    @property
    def word(self) -> str:
        """The word of its state."""
        return words().get(self.code, "")

    @property
    def promise(self) -> Sentence:
        """What it promises."""
        return promise(self.target.goal())

    @property
    def unit(self) -> str:
        """Whom it is about, else who answers for it."""
        shown = self.target.scope or self.target.owner
        return shown.short_name if shown else ""


@dataclass(frozen=True)
class Choice:
    """What of the tree is to be seen."""

    verdict: str = ""
    unit: int | None = None
    words: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Choice()

    def fits(self, node: Node) -> bool:
        """Whether a line is asked for."""
        units = {node.target.owner_id, node.target.scope_id}
        return (
            (not self.verdict or node.code == self.verdict)
            and (self.unit is None or self.unit in units)
            and all(word in node.target.folded for word in fold(self.words).split())
        )


@dataclass(frozen=True)
class Around:
    """What a target serves, how it compares, and what serves it."""

    parent: Target | None
    own: Node
    children: list[Node]


def words() -> dict[str, str]:
    """The words of the states, in the order in which they are worth seeing."""
    told = {code: str(CascadeName(code).label) for code in Cascade}
    return {Cascade.WEAKER.value: told[Cascade.WEAKER], GAP: _("chưa phân rã"), LOOSE: _("chưa gắn cấp trên"),
            **{code.value: word for code, word in told.items() if code is not Cascade.WEAKER}}  # fmt: skip


def build(plan: Plan, choice: Choice) -> list[Node]:
    """The lines of the tree that the choice leaves, each with the lines above it."""
    own = _living(Target.objects.filter(plan=plan))
    roots = _living(Target.objects.filter(plan=plan.parent_id)) if plan.parent_id else []
    below = _below([*roots, *own], plan)
    found = comparisons([*own, *below])
    served: dict[int, list[Target]] = {}
    for one in [*own, *below]:
        served.setdefault(one.serves_id or 0, []).append(one)
    tops = {one.pk for one in roots}
    loose = [one for one in own if one.serves_id not in tops]
    nodes = [node for top in roots for node in _grow(top, 0, served, found, gap=True)]
    nodes += [node for top in loose for node in _grow(top, 0, served, found, loose=bool(plan.parent_id))]
    return _chosen(nodes, choice) if choice.narrow else nodes


def tally(plan: Plan) -> list[tuple[str, str, str, int]]:
    """How the targets of a plan compare with those they serve: code, tone, word, number; of what there is."""
    rows = list(plan.targets.filter(withdrawn_at=None).exclude(serves=None).prefetch_related("milestones"))
    return count(Node(rows[0], 0, found.verdict.value) for found in comparisons(rows).values()) if rows else []


def count(nodes: Iterable[Node]) -> list[tuple[str, str, str, int]]:
    """Lines by state: code, tone, word, number."""
    numbers = Counter(node.code for node in nodes)
    return [(code, TONES[code], word, numbers[code]) for code, word in words().items() if numbers[code]]


def around(target: Target) -> Around:
    """What stands above and below a target."""
    children = _living(target.served_by.exclude(plan__state=PlanState.SUPERSEDED))
    found = comparisons([target, *children])
    return Around(target.serves, _node(target, 0, found.get(target.pk)),
                  [_node(one, 1, found.get(one.pk)) for one in children])  # fmt: skip


def _living(rows: "Iterable[Target]") -> list[Target]:
    shown = rows.filter(withdrawn_at=None).select_related("plan", "owner", "scope")  # type: ignore[attr-defined]  # a QuerySet
    return list(shown.prefetch_related("milestones"))


def _below(above: Sequence[Target], plan: Plan) -> list[Target]:
    """What serves the targets, level by level; the plan's own are known."""
    found: list[Target] = []
    level = list(above)
    for _depth in range(DEEPEST):
        rows = Target.objects.filter(serves__in=[one.pk for one in level]).exclude(plan=plan)
        level = _living(rows.exclude(plan__state=PlanState.SUPERSEDED))
        if not level:
            break
        found += level
    return list({one.pk: one for one in found}.values())


def _grow(top: Target, depth: int, served: dict[int, list[Target]], found: dict[int, Comparison],
          *, gap: bool = False, loose: bool = False) -> Iterable[Node]:  # fmt: skip
    children = served.get(top.pk, [])
    yield _node(top, depth, found.get(top.pk), GAP if gap and not children else LOOSE if loose else "")
    for child in children if depth < DEEPEST else ():
        yield from _grow(child, depth + 1, served, found)


def _node(target: Target, depth: int, compared: Comparison | None, otherwise: str = "") -> Node:
    if compared is None:
        return Node(target, depth, otherwise)
    return Node(target, depth, compared.verdict.value, compared.reason)


def _chosen(nodes: list[Node], choice: Choice) -> list[Node]:
    """The lines that fit, each with the lines that lead to it."""
    kept: dict[int, Node] = {}
    way: list[tuple[int, Node]] = []
    for place, node in enumerate(nodes):
        way = [one for one in way if one[1].depth < node.depth] + [(place, node)]
        if choice.fits(node):
            kept |= dict(way)
    return list(kept.values())
