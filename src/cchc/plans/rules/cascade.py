"""Whether a target asks for at least as much as the one above it that it serves. See docs/algorithms/cascade.md.

One promise is stronger than another when keeping it keeps the other, seen from the day on which the shorter of the two
ends. What a promise over several years asks for on a day in between is only what its document says: a level to be
held, a milestone, or an even way. Nothing is guessed: what cannot be said is "not comparable", with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc.plans.rules.goals import Course, Direction, Goal, GoalKind
from cchc.plans.rules.goals import Unit as GoalUnit
from cchc.plans.rules.scale import Scale, factor, scales
from cchc.plans.rules.sentences import Fact, Sentence


class Cascade(StrEnum):
    """How a target compares with the one that it serves."""

    WEAKER = "weaker"
    EQUAL = "equal"
    STRONGER = "stronger"
    NOT_COMPARABLE = "not_comparable"


FLIPPED = {Cascade.WEAKER: Cascade.STRONGER, Cascade.STRONGER: Cascade.WEAKER}


@dataclass(frozen=True)
class Comparison:
    """The verdict with its reason, one sentence."""

    verdict: Cascade
    reason: Sentence

    @property
    def weaker(self) -> bool:
        """Whether it may be kept only with a reason."""
        return self.verdict is Cascade.WEAKER


@dataclass(frozen=True)
class _Pair:
    """Two goals in the same terms; `short` ends first (of two running counts that end together: begins last)."""

    child: Scale
    parent: Scale

    @property
    def child_is_short(self) -> bool:
        child, parent = self.child.goal, self.parent.goal
        if child.due != parent.due or child.course is not Course.TALLY:
            return child.due <= parent.due
        return child.starts >= parent.starts

    @property
    def short(self) -> Scale:
        return self.child if self.child_is_short else self.parent

    @property
    def long(self) -> Scale:
        return self.parent if self.child_is_short else self.child

    def found(self, short: Cascade, *, key: str = "", at: Decimal | None = None, on: date | None = None) -> Comparison:
        """The verdict on the shorter one, turned round where that is the parent; `at`: the other's level, by `on`."""
        verdict = short if self.child_is_short else FLIPPED.get(short, short)
        level = self.long.bar if at is None else at
        said = (self.short.say(self.short.bar), self.long.say(level))
        child, parent = said if self.child_is_short else said[::-1]
        facts: dict[str, Fact] = {"child": child, "parent": parent, "on": on or self.short.goal.due,
                                  "child_due": self.child.goal.due, "parent_due": self.parent.goal.due}  # fmt: skip
        return Comparison(verdict, Sentence(f"cascade.{key or verdict.value}", facts))


def compare(child: Goal, parent: Goal, *, same_measure: bool = True) -> Comparison:
    """Say whether `child` asks for less than, as much as or more than the `parent` that it serves.

    `same_measure`: False where both are tied to indicators and these differ.
    """
    if GoalKind.JUDGED in {child.kind, parent.kind}:
        return _apart("judged")
    if not same_measure:
        return _apart("measure")
    both = scales(child, parent)
    if isinstance(both, str):
        return _apart(both)
    number = factor(*both)
    if number is None:
        return _apart("unit")
    return _compare(_Pair(both[0].times(number, both[1].noun), both[1]))


def compare_together(children: Sequence[Goal], parent: Goal) -> Comparison:
    """The counts of several units, added up, against the count that their department is asked for."""
    first, total = children[0], sum((goal.promised or Decimal(0) for goal in children), Decimal(0))
    starts, due = min(goal.starts for goal in children), max(goal.due for goal in children)
    found = compare(replace(first, kind=GoalKind.THRESHOLD, value=total, starts=starts, due=due, milestones=()), parent)
    reason = found.reason
    if reason.key not in {"cascade.weaker", "cascade.equal", "cascade.stronger"}:
        return found
    facts: dict[str, Fact] = {**reason.facts, "count": len(children), "word": Sentence(f"word.{found.verdict.value}")}
    return Comparison(found.verdict, Sentence("cascade.together", facts))


def adds_up(goal: Goal) -> bool:
    """Whether what several units promise is added up: a count, not a share, rank or state."""
    return goal.kind is GoalKind.THRESHOLD and goal.unit is GoalUnit.COUNT and goal.better is not Direction.EXACT


def _apart(key: str, **facts: Fact) -> Comparison:
    return Comparison(Cascade.NOT_COMPARABLE, Sentence(f"cascade.{key}", facts))


def _compare(pair: _Pair) -> Comparison:
    short, long = pair.short, pair.long
    order = short.order(short.bar, long, long.bar)
    if order is None:
        return pair.found(Cascade.NOT_COMPARABLE, key="exact" if short.better is long.better else "direction")
    if short.goal.kind is GoalKind.EXISTENCE is long.goal.kind:
        return _by_day(pair)
    if long.goal.starts > short.goal.due:
        return pair.found(Cascade.NOT_COMPARABLE, key="apart")
    if Course.TALLY in {short.course, long.course} and not _same_time(pair):
        return _tallied(pair)
    if short.goal.due == long.goal.due:
        return pair.found(_verdict(order))
    return _on_the_way(pair, *long.asked(short.goal.due))


def _same_time(pair: _Pair) -> bool:
    short, long = pair.short.goal, pair.long.goal
    return (short.starts, short.due) == (long.starts, long.due)


def _by_day(pair: _Pair) -> Comparison:
    """Two results that must exist: the earlier day asks for more."""
    if pair.short.goal.due == pair.long.goal.due:
        return pair.found(Cascade.EQUAL)
    return pair.found(Cascade.STRONGER, key="earlier" if pair.child_is_short else "later")


def _tallied(pair: _Pair) -> Comparison:
    """Running counts over different times: what the longer asks for within the time of the shorter."""
    short, long = pair.short, pair.long
    if short.course is not long.course:
        return pair.found(Cascade.NOT_COMPARABLE, key="course")
    if short.goal.starts < long.goal.starts:
        return pair.found(Cascade.NOT_COMPARABLE, key="apart")
    if long.nought:
        return pair.found(_verdict(short.order(short.bar, long, long.bar)))
    before, after = long.counted(short.goal.starts), long.asked(short.goal.due)
    if before is not None and after[0] == after[1] and after[0] is not None:
        asked = after[0][1] - before
        return pair.found(_verdict(short.order(short.bar, long, asked)), at=asked)
    if long.better is Direction.LOWER:  # what is allowed in a part is at most what is allowed in the whole
        return _on_the_way(pair, (long.goal.due, long.bar), (short.goal.due, Decimal(0)))
    return _on_the_way(pair, None, (long.goal.due, long.bar))


Point = tuple[date, Decimal]


def _on_the_way(pair: _Pair, low: Point | None, high: Point) -> Comparison:
    """The shorter one's level against what the longer asks for then: `low` for certain, `high` later at the latest."""
    short, long = pair.short, pair.long
    if low == high:
        return pair.found(_verdict(short.order(short.bar, long, high[1])), at=high[1])
    if low is not None and short.order(short.bar, long, low[1]) == -1:
        return pair.found(Cascade.WEAKER, at=low[1], on=max(low[0], short.goal.due) if short.lower else low[0])
    if short.order(short.bar, long, high[1]) in {0, 1}:
        tallied = short.lower and short.course is Course.TALLY
        key = "" if tallied else "earlier" if pair.child_is_short else "later"
        return pair.found(Cascade.STRONGER, key=key, at=long.bar if tallied else high[1])
    facts: dict[str, Fact] = {"on": short.goal.due, "far": long.say(long.bar)}
    return _apart("path", **facts)


def _verdict(order: int | None) -> Cascade:
    return {-1: Cascade.WEAKER, 0: Cascade.EQUAL, 1: Cascade.STRONGER}.get(order or 0, Cascade.EQUAL)
