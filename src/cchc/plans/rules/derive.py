"""What next year's plan is proposed to hold, from this year's and the plan above it: for a person to tick and edit."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cchc.common.text import format_number
from cchc.plans.rules.goals import Course, Direction, Goal, GoalKind, Milestone
from cchc.plans.rules.scale import Scale, scales

_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?!\s*[-–]\s*\d|\d)|(?<=/)((?:19|20)\d\d)(?!\d)")
"""A year of its own or of a date; not the ends of a period ("2026-2030")."""


def next_words(text: str, year: int) -> str:
    """The text of a plan's item a year later: the plan's year and the year before it move on; periods stay."""
    later = {str(year - 1): str(year), str(year): str(year + 1), str(year + 1): str(year + 2)}

    def moved(match: re.Match[str]) -> str:
        found = match[1] or match[2]
        return match[0].replace(found, later.get(found, found))

    return _YEAR.sub(moved, text)


def next_goal(goal: Goal, year: int, above: Goal | None = None) -> Goal:
    """The promise a year later, raised to what the target above asks for by then where the document says that.

    The base of a change moves on with its year, and its figure is left to be put in.
    """
    moved = replace(
        goal, starts=_later(goal.starts), due=_later(goal.due),
        milestones=tuple(Milestone(_later(one.on), one.value) for one in goal.milestones),
        baseline_label=next_words(goal.baseline_label, year),
    )  # fmt: skip
    if goal.kind is GoalKind.CHANGE and moved.baseline_label != goal.baseline_label:
        moved = replace(moved, baseline=None)
    asked = asked_by(moved, above) if above is not None else None
    return moved if asked is None else replace(moved, value=asked)


def asked_by(goal: Goal, above: Goal) -> Decimal | None:
    """The level that the target above asks for by the goal's due date, where it is more than the goal's own; else None.

    Only for levels in the same unit: a change or a count over another time is left to the person.
    """
    if goal.kind not in {GoalKind.THRESHOLD, GoalKind.RANK} or (above.kind, above.unit) != (goal.kind, goal.unit):
        return None
    if not above.starts <= goal.due <= above.due or Course.TALLY in {goal.course, above.course}:
        return None
    both = scales(goal, above)
    if isinstance(both, str) or both[0].better is Direction.EXACT:
        return None
    return _raised(*both, goal.due)


def _raised(ours: Scale, theirs: Scale, due: date) -> Decimal | None:
    low, high = theirs.asked(due)
    if low != high or ours.order(ours.bar, theirs, high[1]) != -1:
        return None
    return high[1]


def reworded(text: str, old: Goal, new: Goal) -> str:
    """The sentence with the new value in place of the old one, where that stands in it just once."""
    if old.value is None or new.value is None or old.value == new.value:
        return text
    written = format_number(old.value.normalize())
    pattern = re.compile(rf"(?<![\d,.]){re.escape(written)}(?![\d,.]*\d)")
    return pattern.sub(format_number(new.value.normalize()), text) if len(pattern.findall(text)) == 1 else text


def _later(day: date) -> date:
    """The same day a year later; the last of February stays the last."""
    if day.month == 2 and day + timedelta(days=1) == date(day.year, 3, 1):
        return date(day.year + 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year + 1)
