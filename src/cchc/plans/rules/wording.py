"""What an assessment says: the facts of its reason, its formula with the numbers put in, and what is still needed."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cchc.plans.rules.goals import ChangeBy, Course, Direction, Goal, GoalKind, Reading, Unit
from cchc.plans.rules.sentences import Fact, Quantity, Sentence, bar

SMALL = 30
"""A share of fewer cases than this is said to be of a small number."""


def nothing_yet(goal: Goal, known: tuple[Reading, ...]) -> Sentence:
    """Say that the goal's time has no figure, and what the time before it had."""
    before = [one for one in known if one.as_of < goal.starts and one.value is not None]
    if not before or before[-1].value is None:
        return Sentence("none.never", {"starts": goal.starts, "due": goal.due})
    now = Quantity(before[-1].value, goal.level_unit, goal.noun)
    return Sentence("none.before", {"starts": goal.starts, "now": now, "as_of": before[-1].as_of})


def promise(goal: Goal) -> Sentence:
    """What a goal promises, in short: "ít nhất 98%", "giảm ít nhất 15%", "không có trường hợp nào"."""
    value = goal.promised
    if goal.kind is GoalKind.JUDGED:
        return Sentence("promise.judged")
    if goal.kind is GoalKind.EXISTENCE:
        return Sentence("promise.exists")
    if value is None:
        return Sentence("promise.keep_base" if goal.kind is GoalKind.KEEP else "ask.value")
    if goal.kind is GoalKind.CHANGE:
        return _promised_change(goal, value)
    return _bar(goal, value)


def facts(goal: Goal, current: Reading, *, level: Decimal, asked: Decimal | None, today: date) -> dict[str, Fact]:
    """The facts that any reason may name: `level` is the bar that it speaks of, `asked` what was due by that day."""
    left, age = (goal.due - today).days, (today - current.as_of).days
    return {
        "now": _now(goal, current, level),
        "bar": _bar(goal, level),
        "expected": Quantity(asked if asked is not None else level, goal.level_unit, goal.noun),
        "as_of": current.as_of,
        "due": goal.due,
        "days": left if goal.kind is GoalKind.EXISTENCE else age,
    }


def changed(goal: Goal, current: Reading) -> Sentence | None:
    """How far a figure is from the base of a change, as the promise counts: "giảm 13%"; nothing without a base."""
    base = _base(goal, current)
    if goal.kind is not GoalKind.CHANGE or base is None or current.value is None:
        return None
    if current.value == base:
        return Sentence("change.same")
    percent = goal.change_by is ChangeBy.PERCENT and base != 0
    amount = abs(current.value - base) * 100 / base if percent else abs(current.value - base)
    unit = Unit.PERCENT if percent else goal.level_unit
    shown = Quantity(amount, unit, goal.noun, against=goal.value, difference=not percent)
    return Sentence("change.fell" if current.value < base else "change.rose", {"amount": shown})


def notes(goal: Goal, current: Reading) -> tuple[Sentence, ...]:
    """What a careful reader must know beside the reason: a small number of cases, an estimate."""
    said: list[Sentence] = []
    if current.estimated:
        said.append(Sentence("note.estimated"))
    if goal.level_unit is Unit.PERCENT and current.denominator is not None and 0 < current.denominator < SMALL:
        step = Quantity(100 / current.denominator)
        said.append(
            Sentence("note.small", {"denominator": Quantity(current.denominator, noun=goal.noun), "step": step})
        )
    return tuple(said)


def formula(goal: Goal, current: Reading, level: Decimal) -> Sentence | None:
    """The computation with its numbers put in; nothing for a result that exists or not."""
    if goal.kind is GoalKind.EXISTENCE:
        return None
    base = _base(goal, current)
    if goal.kind is GoalKind.CHANGE and base is not None:
        return _change(goal, _value(current), base)
    now = Quantity(_value(current), goal.level_unit, goal.noun, against=level)
    said: dict[str, Fact] = {"now": now, "bar": _bar(goal, level)}
    if current.numerator is None or current.denominator is None:
        return Sentence("formula.level", said)
    counts = {"numerator": Quantity(current.numerator), "denominator": Quantity(current.denominator)}
    return Sentence("formula.share", {**said, **counts})


def needed(goal: Goal, current: Reading, level: Decimal, today: date) -> Sentence | None:
    """What is still needed for the promise, in plain words; nothing where nothing is lacking or it cannot be said."""
    if goal.kind is GoalKind.EXISTENCE or goal.better is Direction.EXACT:
        return None
    value = _value(current)
    short = level - value if goal.better is Direction.HIGHER else value - level
    if short < 0 or (short == 0 and not goal.strict):
        spending = goal.course is Course.TALLY and goal.better is Direction.LOWER and goal.kind is not GoalKind.ZERO
        room = Quantity(-short, goal.level_unit, goal.noun, difference=True)
        return Sentence("need.room", {"gap": room, "due": goal.due}) if spending else None
    if goal.level_unit is Unit.PERCENT and current.numerator is not None and current.denominator:
        return _share(goal, current.numerator, current.denominator, level)
    return _gap(goal, short, today)


def _gap(goal: Goal, short: Decimal, today: date) -> Sentence | None:
    if short == 0:
        return None
    if goal.kind is GoalKind.RANK:
        return Sentence("need.rank", {"gap": Quantity(short)})
    gap = Quantity(short, goal.level_unit, goal.noun, difference=True)
    key = "need.more" if goal.better is Direction.HIGHER else "need.less"
    return Sentence(key, {"gap": gap, "days": max((goal.due - today).days, 0)})


def _share(goal: Goal, numerator: Decimal, denominator: Decimal, level: Decimal) -> Sentence:
    exact = level * denominator / 100
    counts: dict[str, Fact] = {"numerator": Quantity(numerator), "denominator": Quantity(denominator, noun=goal.noun)}
    if goal.better is Direction.HIGHER:
        need = exact.to_integral_value(rounding=ROUND_CEILING)
        need += 1 if goal.strict and need == exact else 0
        return Sentence("need.share_more", {**counts, "need": Quantity(need), "short": _cases(goal, need - numerator)})
    allowed = exact.to_integral_value(rounding=ROUND_FLOOR)
    allowed -= 1 if goal.strict and allowed == exact else 0
    over = _cases(goal, numerator - allowed)
    return Sentence("need.share_less", {**counts, "allowed": Quantity(allowed), "over": over})


def _cases(goal: Goal, number: Decimal) -> Quantity:
    return Quantity(number, noun=goal.noun)


def _now(goal: Goal, current: Reading, level: Decimal) -> Fact:
    shown = Quantity(_value(current), goal.level_unit, goal.noun, against=level)
    change, base = changed(goal, current), _base(goal, current)
    if change is None or base is None:
        return shown
    return Sentence("now.change", {"now": shown, "change": change, "base": Quantity(base, goal.level_unit, goal.noun)})


def _base(goal: Goal, current: Reading) -> Decimal | None:
    return current.base if current.base is not None else goal.baseline


def _value(reading: Reading) -> Decimal:
    if reading.value is None:
        raise ValueError("nothing was measured: there is no number to speak of")
    return reading.value


def _bar(goal: Goal, level: Decimal) -> Sentence:
    return bar(Quantity(level, goal.level_unit, goal.noun), goal.better, strict=goal.strict)


def _promised_change(goal: Goal, value: Decimal) -> Sentence:
    if not value:
        return Sentence("promise.improve")
    amount = Quantity(value, Unit.PERCENT if goal.change_by is ChangeBy.PERCENT else goal.level_unit, goal.noun)
    return Sentence("promise.reduce" if goal.better is Direction.LOWER else "promise.increase", {"amount": amount})


def _change(goal: Goal, value: Decimal, base: Decimal) -> Sentence:
    percent = goal.change_by is ChangeBy.PERCENT and base != 0
    change = (value - base) * 100 / base if percent else value - base
    said: dict[str, Fact] = {
        "now": Quantity(value),
        "base": Quantity(base),
        "change": Quantity(change, Unit.PERCENT if percent else goal.level_unit, difference=not percent),
        "promise": _promised_change(goal, goal.value or Decimal(0)),
    }
    return Sentence("formula.change_percent" if percent else "formula.change_amount", said)
