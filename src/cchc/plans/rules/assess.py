"""Where a promise stands: reached, on track, at risk, missed, no data, or for a person to say. See docs/algorithms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cchc.plans.rules import line, wording
from cchc.plans.rules.goals import Course, Direction, Goal, GoalKind, Reading
from cchc.plans.rules.sentences import Fact, Sentence

CLOSING = timedelta(days=31)
"""A figure taken within this time before the due date is the final one when no later one exists: reports are cut off
before the period ends (the 14th of its last month)."""

GRACE = timedelta(days=45)
"""How long after the expected day a figure may come in before the last one is called old."""


class Verdict(StrEnum):
    """The six answers to "where do we stand?"."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_DATA = "no_data"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class Judgement:
    """What a responsible person said about a promise, where numbers cannot."""

    verdict: Verdict
    on: date
    reason: str


@dataclass(frozen=True)
class Assessment:
    """A verdict with its reason, the formula with its numbers put in, and what is still needed where it can be said.

    `current` is the figure it rests on; `bar` the level promised for the due date; `expected` the level due by the
    figure's own day.
    """

    verdict: Verdict
    reason: Sentence
    formula: Sentence | None = None
    needed: Sentence | None = None
    current: Reading | None = None
    bar: Decimal | None = None
    expected: Decimal | None = None


@dataclass(frozen=True)
class _Case:
    """A goal that can be computed, with its current figure."""

    goal: Goal
    readings: tuple[Reading, ...]
    current: Reading
    value: Decimal
    promised: Decimal
    day: date

    @property
    def base(self) -> Decimal | None:
        return self.current.base if self.goal.kind is GoalKind.CHANGE else None

    @property
    def bar(self) -> Decimal:
        return self.goal.level(self.promised, self.base)

    @property
    def held(self) -> bool:
        """Whether the bar is to be kept at all times, so that no way leads to it.

        A change whose base comes from the same months is compared like with like on every day.
        """
        goal = self.goal
        kept = goal.course is Course.HOLD or goal.kind in {GoalKind.KEEP, GoalKind.ZERO, GoalKind.RANK}
        return kept or goal.better is Direction.EXACT or self.base is not None

    @property
    def closed(self) -> bool:
        return self.day > self.goal.due or self.current.as_of >= self.goal.due

    @property
    def final(self) -> bool:
        return self.current.as_of > self.goal.due - CLOSING

    def meets(self, level: Decimal, *, strict: bool | None = None) -> bool:
        strict = self.goal.strict if strict is None else strict
        if self.goal.better is Direction.EXACT:
            return self.value == level
        ahead = self.value - level if self.goal.better is Direction.HIGHER else level - self.value
        return ahead > 0 or (ahead == 0 and not strict)


def assess(goal: Goal, readings: Iterable[Reading], today: date, judgement: Judgement | None = None) -> Assessment:
    """Say where a goal stands on a day by the figures known then.

    A judgement answers where numbers cannot; it never overrules a figure.
    """
    found = _assess(goal, tuple(readings), today)
    if judgement is not None and found.verdict is Verdict.NEEDS_PERSON:
        facts: dict[str, Fact] = {"on": judgement.on, "reason": judgement.reason}
        return Assessment(judgement.verdict, Sentence("judged", facts), found.formula, current=found.current)
    return found


def _assess(goal: Goal, readings: tuple[Reading, ...], today: date) -> Assessment:
    known = tuple(sorted((one for one in readings if one.as_of <= today), key=lambda one: one.as_of))
    current = _current(goal, known)
    lacking = "judged" if goal.kind is GoalKind.JUDGED else goal.missing(base=current.base if current else None)
    promised = goal.promised
    if lacking or promised is None:
        facts: dict[str, Fact] = {"label": f"({goal.baseline_label})" if goal.baseline_label else ""}
        return Assessment(Verdict.NEEDS_PERSON, Sentence(f"ask.{lacking}", facts), current=current)
    if current is None:
        return Assessment(Verdict.NO_DATA, wording.nothing_yet(goal, known))
    if current.value is None:
        closed = today > goal.due or current.as_of >= goal.due
        reason = Sentence("ask.nothing") if closed else Sentence("none.nothing", {"as_of": current.as_of})
        return Assessment(Verdict.NEEDS_PERSON if closed else Verdict.NO_DATA, reason, current=current)
    return _decide(_Case(goal, known, current, current.value, promised, today))


def _current(goal: Goal, known: tuple[Reading, ...]) -> Reading | None:
    """The latest figure inside the goal's time.

    A state that is approached and first seen shortly after the due date counts when no figure closes the period; a rate
    or a running count does not, since by then it counts another period.
    """
    inside = [one for one in known if goal.starts <= one.as_of <= goal.due]
    if inside and inside[-1].as_of > goal.due - CLOSING:
        return inside[-1]
    later = [one for one in known if goal.due < one.as_of < goal.due + CLOSING]
    if later and goal.course is Course.CLIMB:
        return later[0]
    return inside[-1] if inside else None


def _decide(case: _Case) -> Assessment:
    goal, current = case.goal, case.current
    verdict, key, asked = _verdict(case)
    level = asked if asked is not None and case.held else case.bar
    facts = wording.facts(goal, current, level=level, asked=asked, today=case.day)
    reason = Sentence(key, facts, wording.notes(goal, current))
    open_way = verdict in {Verdict.ON_TRACK, Verdict.AT_RISK} or (verdict is Verdict.NO_DATA and not case.closed)
    needed = wording.needed(goal, current, case.bar, case.day) if open_way else None
    formula = wording.formula(goal, current, case.bar)
    return Assessment(verdict, reason, formula, needed, current, case.bar, asked)


Found = tuple[Verdict, str, Decimal | None]
"""A verdict, the key of its sentence, and the level asked for on the figure's day."""


def _verdict(case: _Case) -> Found:
    reached = case.meets(case.bar)
    if case.closed and case.final and case.current.estimated:
        return Verdict.NEEDS_PERSON, "ask.estimated", case.bar
    return _lasting(case, reached=reached) or (_at_end(case, reached=reached) if case.closed else _before_end(case))


def _at_end(case: _Case, *, reached: bool) -> Found:
    if not case.final:
        return Verdict.NO_DATA, "none.closed", None
    word = Verdict.REACHED if reached else Verdict.MISSED
    return word, f"{word.value}.{'existence' if case.goal.kind is GoalKind.EXISTENCE else 'closed'}", case.bar


def _before_end(case: _Case) -> Found:
    if case.day - case.current.as_of > timedelta(days=31 * case.goal.every_months) + GRACE:
        return Verdict.NO_DATA, "none.stale", None
    if case.goal.kind is GoalKind.EXISTENCE:
        return _existence(case)
    return _held(case) if case.held else _under_way(case)


def _lasting(case: _Case, *, reached: bool) -> Found | None:
    """What no later figure can undo: a result that exists, a count that was reached or overrun, a state arrived at."""
    goal = case.goal
    if goal.kind is GoalKind.EXISTENCE:
        return (Verdict.REACHED, "reached.existence", case.bar) if reached else None
    if goal.better is Direction.EXACT or case.base is not None:
        return None
    if goal.course is Course.TALLY and goal.better is Direction.LOWER:
        return None if reached else (Verdict.MISSED, "missed.spent", case.bar)
    if reached and goal.course in {Course.TALLY, Course.CLIMB} and goal.kind is not GoalKind.KEEP:
        return Verdict.REACHED, "reached.early", case.bar
    return None


def _existence(case: _Case) -> Found:
    left, span = case.goal.due - case.day, case.goal.due - case.goal.starts
    late = left * 4 < span
    return (Verdict.AT_RISK, "risk.existence", None) if late else (Verdict.ON_TRACK, "track.existence", None)


def _held(case: _Case) -> Found:
    level = line.held_level(case.goal, case.bar, case.base, case.current.as_of)
    return (Verdict.ON_TRACK, "track.hold", level) if case.meets(level) else (Verdict.AT_RISK, "risk.hold", level)


def _under_way(case: _Case) -> Found:
    goal = case.goal
    course = line.way(goal, case.readings, case.bar, case.base)
    asked = line.expected(goal, course, case.current.as_of)
    if not case.meets(asked, strict=False):
        return Verdict.AT_RISK, "risk.line", asked
    first = course.from_first_reading
    return Verdict.ON_TRACK, "track.first" if first is case.current else "track.line", asked
