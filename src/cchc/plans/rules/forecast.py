"""How a measure will probably stand on the due date: a likely level and the interval that holds it four times in five.

Everything is worked out from what the steps of the past (months, else quarters) show: how fast a count grows, how
large a share of the cases went well and how much that share varies from step to step, how a state moves. Nothing is
promised: the interval says how sure the figure is, and `scripts/eval_forecast.py` measures whether it keeps its word.
Arithmetic is in floating point, since the result is an estimate; what leaves is a decimal. See
docs/algorithms/forecast.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from itertools import pairwise
from math import asin, ceil, exp, floor, log, pi, sin, sqrt

from cchc.plans.rules.goals import Direction, Goal, GoalKind, Unit

LEAST = 3
"""Steps needed before anything is forecast: of fewer, no spread can be told."""

_SPREADS = (0.0, 0.002, 0.01, 0.03, 0.1)
"""How alike the cases of one step may be (the correlation within a step): nought is pure chance."""

_WALKS = (0.0, 0.0005, 0.002, 0.01, 0.03)
"""How far a rate may wander in a month: its variance as a part of p(1 − p)."""

_UNEVEN = 0.05
"""How much months differ before they show it: a relative variance, ±22 %."""

_UNSEEN_SEASON = 0.25
"""How far a season nobody has seen yet may move what is to come: a relative deviation."""

_SMALL = 8
"""Cases a month by which a season seen only once is half believed."""

_T80 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356)
_NORMAL80 = 1.2816


class Nature(StrEnum):
    """What kind of figure it is.

    `SHARE`: cases that went well of all cases, both counted over the period. `FLOW`: a count or an amount that adds up
    over the period. `STATE`: what holds on a day (a stock, a score, a share of a stock).
    """

    SHARE = "share"
    FLOW = "flow"
    STATE = "state"


class Outlook(StrEnum):
    """What the interval says of the promise, the best first."""

    SAFE = "safe"  # kept over the whole interval
    LIKELY = "likely"  # kept at the likely level, not over the whole interval
    DOUBTFUL = "doubtful"  # missed at the likely level, not over the whole interval
    LOST = "lost"  # missed over the whole interval


@dataclass(frozen=True)
class Step:
    """What happened in one stretch of time that ended on `last`; for a state, where it stood then."""

    last: date
    months: int = 1
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Ahead:
    """A share's way to the due date: cases so far, cases still to come, and the rate at which they go well."""

    numerator: Decimal
    denominator: Decimal
    volume: int
    rate: Decimal


@dataclass(frozen=True)
class Forecast:
    """The likely level on the due date, the ends of its interval (four times in five it lies between), the outlook.

    `falls`: the promise holds now and may be broken within the next step. `ahead` is there for shares of counted cases.
    """

    due: date
    likely: Decimal
    low: Decimal
    high: Decimal
    outlook: Outlook
    steps: int
    falls: bool = False
    ahead: Ahead | None = None


@dataclass(frozen=True)
class _Range:
    low: float
    likely: float
    high: float


@dataclass(frozen=True)
class _Belief:
    """One assumption on how a rate behaves, how well it foretold the steps, and where it sees the rate now."""

    weight: float
    rate: float
    variance: float  # of the rate now
    spread: float
    walk: float  # variance that each step adds


def forecast(goal: Goal, nature: Nature, steps: Sequence[Step], bar: Decimal) -> Forecast | None:
    """The forecast of a goal's measure; None with fewer than `LEAST` steps, where no step is left, or without a number.

    `bar` is the level promised for the due date. `steps` are of one length, in order, and may reach back before the
    goal began: those inside its year make up its figure, the others only show the season and the rate.
    """
    if goal.kind in {GoalKind.JUDGED, GoalKind.EXISTENCE} or goal.better is Direction.EXACT or len(steps) < LEAST:
        return None
    left = _left(steps[-1], goal.due)
    inside = [one for one in steps if goal.starts <= _first(one) and one.last <= goal.due]
    if left == 0 or not inside:
        return None
    if nature is Nature.SHARE:
        return _share(goal, steps, inside, left, bar)
    made = _flow(steps, inside, left) if nature is Nature.FLOW else _state(goal, steps, left)
    return _told(goal, made, bar, len(steps))


def least_successes(ahead: Ahead, bar: Decimal, *, strict: bool = False) -> int:
    """How many of the cases to come must go well for the share to be at the bar (percent) at the end; may be negative
    or more than there are."""
    exact = bar * (ahead.denominator + ahead.volume) / 100 - ahead.numerator
    whole = int(exact.to_integral_value(ROUND_CEILING))
    return whole + 1 if strict and whole == exact else whole


def most_cases(ahead: Ahead, bar: Decimal, *, strict: bool = False) -> int:
    """How many of the cases to come may be of the bad kind for the share to stay under the bar (percent) at the end."""
    exact = bar * (ahead.denominator + ahead.volume) / 100 - ahead.numerator
    whole = int(exact.to_integral_value(ROUND_FLOOR))
    return whole - 1 if strict and whole == exact else whole


def _left(latest: Step, due: date) -> int:
    """Whole steps from the end of the latest one to the due date."""
    months = (due.year - latest.last.year) * 12 + due.month - latest.last.month
    return max(0, round(months / latest.months))


def _first(step: Step) -> date:
    """The first day of a step."""
    month = step.last.year * 12 + step.last.month - step.months
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class _Season:
    """What the steps so far should have brought and those to come should bring; `seen`: a year before shows it."""

    so_far: list[float]
    to_come: list[float]
    seen: bool


def _season(steps: Sequence[Step], amounts: Sequence[float], inside: int, left: int) -> _Season:
    """The steps of a year before times the growth since, where that year is known; else the mean of this one.

    The less there was, the less the form of one year is believed.
    """
    year, here = 12 // steps[-1].months, amounts[-inside:]
    past = amounts[len(amounts) - inside - year : len(amounts) - inside]
    if len(past) < year or left > year - inside or not sum(past):
        mean = sum(here) / inside
        return _Season([mean] * inside, [mean] * left, seen=False)
    flat = sum(past) / year
    trust = flat / (flat + _SMALL * steps[-1].months)
    form = [trust * one + (1 - trust) * flat for one in past]
    growth = sum(here) / (sum(form[:inside]) or 1)
    return _Season(
        [growth * one for one in form[:inside]], [growth * one for one in form[inside : inside + left]], seen=True
    )


def _share(goal: Goal, steps: Sequence[Step], inside: Sequence[Step], left: int, bar: Decimal) -> Forecast | None:
    cases = [float(one.denominator or 0) for one in steps]
    good = [float(one.numerator or 0) for one in steps]
    numerator = sum((one.numerator or Decimal(0) for one in inside), Decimal(0))
    denominator = sum((one.denominator or Decimal(0) for one in inside), Decimal(0))
    if not denominator or any(map(_over, steps)):
        return None
    beliefs = _beliefs(good, cases, steps[-1].months)
    volumes = _season(steps, cases, len(inside), left).to_come
    made = _mixed(float(numerator), float(denominator), volumes, beliefs)
    near = _mixed(float(numerator), float(denominator), volumes[:1], beliefs)
    holds = _meets(goal, float(numerator / denominator * 100), bar)
    worst = near.likely if bar in {0, 100} else near.low if goal.better is Direction.HIGHER else near.high
    falls = holds and not _meets(goal, worst, bar)  # where a single case breaks the promise, chance is no warning
    rate = _decimal(100 * sum(one.weight * one.rate for one in beliefs))
    told = _told(goal, made, bar, len(steps))
    return replace(told, falls=falls, ahead=Ahead(numerator, denominator, round(sum(volumes)), rate))


def _over(step: Step) -> bool:
    """A share above the whole is no share of cases."""
    return (step.numerator or Decimal(0)) > (step.denominator or Decimal(0))


def _beliefs(good: Sequence[float], cases: Sequence[float], months: int) -> list[_Belief]:
    """Every pair of assumptions, weighted by how well it foretold each step from the steps before it."""
    seen = [(x, d) for x, d in zip(good, cases, strict=True) if d]
    pooled = (sum(x for x, _d in seen) + 0.5) / (sum(d for _x, d in seen) + 1)
    made = [_followed(seen, pooled, spread, walk * months) for spread in _SPREADS for walk in _WALKS]
    best = max(one.weight for one in made)
    weights = [exp(one.weight - best) for one in made]
    return [replace(one, weight=weight / sum(weights)) for one, weight in zip(made, weights, strict=True)]


def _followed(seen: Sequence[tuple[float, float]], pooled: float, spread: float, walk: float) -> _Belief:
    """A rate that wanders, followed through the steps (a Kalman filter of one level); its weight is a logarithm."""
    doubt = pooled * (1 - pooled)
    rate, variance, weight = pooled, doubt / 4, 0.0
    for x, d in seen:
        variance += walk * doubt
        total = variance + doubt * (1 + (d - 1) * spread) / d
        miss = x / d - rate
        weight -= (log(total) + miss * miss / total) / 2
        rate += miss * variance / total
        variance -= variance * variance / total
    return _Belief(weight, rate, variance, spread, walk * doubt)


def _mixed(numerator: float, denominator: float, volumes: Sequence[float], beliefs: Sequence[_Belief]) -> _Range:
    """The share of all cases, in percent, once those to come are added, with the interval of their rate."""
    volume, now = round(sum(volumes)), numerator / denominator * 100
    if not volume:
        return _Range(now, now, now)
    mean = sum(one.weight * one.rate for one in beliefs)
    variance = sum(one.weight * ((one.rate - mean) ** 2 + _chance(volumes, mean, one)) for one in beliefs)
    p = min(max(mean, 0.5 / (volume + 1)), 1 - 0.5 / (volume + 1))
    reach = _NORMAL80 * sqrt(variance / (p * (1 - p))) / 2  # on the arcsine, where the variance of a share is even
    middle = asin(sqrt(p))
    low, high = (volume * sin(min(max(middle + side * reach, 0), pi / 2)) ** 2 for side in (-1, 1))
    ends = (floor(low), round(volume * p), min(ceil(high), volume))  # cases are whole
    return _Range(*((numerator + end) / (denominator + volume) * 100 for end in ends))


def _chance(volumes: Sequence[float], mean: float, belief: _Belief) -> float:
    """The variance of the rate of all cases to come: chance within the steps, what is known now, what wanders."""
    doubt, volume = max(mean * (1 - mean), 1e-6), sum(volumes)
    within = sum(doubt * m * (1 + max(0.0, m - 1) * belief.spread) for m in volumes)
    rest, wandering = volume, 0.0
    for m in volumes:  # a move before a step moves it and all that follow
        wandering += belief.walk * rest * rest
        rest -= m
    return belief.variance + (within + wandering) / volume**2


def _flow(steps: Sequence[Step], inside: Sequence[Step], left: int) -> _Range:
    """A count at its end: what is there, and what is to come at the pace so far."""
    amounts = [float(one.value or 0) for one in steps]
    here, before = amounts[-len(inside) :], amounts[: -len(inside)]
    season, done = _season(steps, amounts, len(inside), left), sum(here)
    ahead = sum(season.to_come)
    if not done:  # one that never came may still come: half of one is believed
        return _Range(0, 0, float(left > len(here) / 4))
    mean = done / len(here)
    usual = (1 if mean < 1000 else 0) + mean * _UNEVEN  # an amount of money is no count of single cases
    off = [(x - due) ** 2 / due for x, due in zip(here, season.so_far, strict=True) if due]
    off += [(x - flat) ** 2 / flat for x in before for flat in (sum(before) / len(before),) if flat]
    spread = max(usual / 2, (sum(off) + 3 * usual) / (len(off) + 2))
    unseen = 0 if season.seen else (_UNSEEN_SEASON * ahead) ** 2
    reach = _t80(len(here) + 2) * sqrt(spread * ahead * (1 + ahead / done) + unseen)
    return _Range(floor(done + max(0.0, ahead - reach)), round(done + ahead), ceil(done + ahead + reach))


def _state(goal: Goal, steps: Sequence[Step], left: int) -> _Range:
    """Where a state will stand: it goes on as it moved, less and less surely."""
    values = [float(one.value) for one in steps if one.value is not None][-13:]
    moves = [after - before for before, after in pairwise(values)]
    if not moves:
        return _Range(values[-1], values[-1], values[-1])
    drift = sum(moves) / len(moves)
    spread = max(sum((move - drift) ** 2 for move in moves) / max(1, len(moves) - 1), _grain(goal, steps[-1]) ** 2)
    kept = drift * len(moves) / (len(moves) + 2)  # few moves may be chance: not all of the drift is believed
    likely = values[-1] + kept * left
    reach = _t80(len(moves) - 1) * sqrt(spread * left * (1 + left / len(moves)))
    return _Range(*(_within(goal, end) for end in (likely - reach, likely, likely + reach)))


def _grain(goal: Goal, latest: Step) -> float:
    """How little a state can move, halved: one case of a share of cases, one of a count, a two-hundredth else."""
    if latest.denominator and goal.level_unit is Unit.PERCENT:
        return 50 / float(latest.denominator)
    return 0.5 if goal.level_unit is Unit.COUNT else abs(float(latest.value or 0)) / 400


def _within(goal: Goal, value: float) -> float:
    """A share of a stock lies between nought and a hundred, a count and a rank are never below nought (one)."""
    least = 1.0 if goal.kind is GoalKind.RANK else 0.0
    most = 100.0 if goal.level_unit is Unit.PERCENT else value
    return min(max(value, least), max(most, least))


def _told(goal: Goal, made: _Range, bar: Decimal, steps: int) -> Forecast:
    likely = _meets(goal, made.likely, bar)
    ends = {_meets(goal, made.low, bar), _meets(goal, made.high, bar)}
    if len(ends) == 1:
        outlook = Outlook.SAFE if likely else Outlook.LOST
    else:
        outlook = Outlook.LIKELY if likely else Outlook.DOUBTFUL
    low, high = _decimal(made.low), _decimal(made.high)
    return Forecast(goal.due, _decimal(made.likely), low, high, outlook, steps)


def _meets(goal: Goal, level: float, bar: Decimal) -> bool:
    ahead = level - float(bar) if goal.better is Direction.HIGHER else float(bar) - level
    return ahead > 0 or (ahead >= -1e-9 and not goal.strict)


def _t80(freedom: int) -> float:
    """The quantile of Student's t that leaves a tenth at each side."""
    return _T80[max(freedom, 1) - 1] if freedom <= len(_T80) else _NORMAL80


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")
