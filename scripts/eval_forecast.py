#!/usr/bin/env python3
"""How often the interval of a forecast holds what came: back-tests on years that were played.

    python scripts/eval_forecast.py [--series N]

Every played year comes from a process that the forecaster knows nothing of (seasons, a rate that drifts or jumps, bad
months, small units, bursts). It is cut off after 3 … 11 months, forecast to its end, and compared with what came.
Beside the coverage stands the mean miss of the likely level as a ratio to what people do by hand: the share so far
stays, the count goes on in a straight line, the state stays. Exits with 1 when a kind covers less than `LEAST`; counts
with bursts have a floor of their own, since nothing before the first burst tells of it.
"""

import random
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.plans.rules.forecast import Nature, Step, forecast
from cchc.plans.rules.goals import Course, Goal, GoalKind, Unit

LEAST, LEAST_BURSTS, WANTED = 0.75, 0.60, 0.80
YEAR = 2026
SEASON = (0.8, 0.45, 1.0, 1.05, 1.0, 1.0, 1.05, 1.1, 1.05, 1.1, 1.15, 1.3)  # Tết, and the end of the year


@dataclass
class Score:
    """What came of the forecasts of one kind."""

    held: int = 0
    all: int = 0
    width: float = 0.0
    miss: float = 0.0
    by_hand: float = 0.0
    above: int = 0


def month(place: int) -> date:
    """The last day of a month, counted from January of the year before."""
    year, number = YEAR - 1 + place // 12, place % 12 + 1
    return date(year, number, monthrange(year, number)[1])


def cases(dice: random.Random, size: float) -> list[int]:
    """Two years of volumes: a season, growth, chance."""
    growth = dice.uniform(0.8, 1.35)
    made = []
    for place in range(24):
        mean = size * SEASON[place % 12] * (growth if place >= 12 else 1) * dice.lognormvariate(0, 0.12)
        made.append(max(0, round(dice.gauss(mean, mean**0.5))))
    return made


def steady(dice: random.Random) -> Iterator[float]:
    """A rate that stays."""
    rate = dice.choice((0.6, 0.85, 0.95, 0.985))
    while True:
        yield rate


def drifting(dice: random.Random) -> Iterator[float]:
    """A rate that improves or decays slowly, with months that differ."""
    at, drift = dice.uniform(0.4, 0.95), dice.uniform(-0.008, 0.012)
    while True:
        at = min(0.995, max(0.02, at + drift + dice.gauss(0, 0.01)))
        yield at


def jumping(dice: random.Random) -> Iterator[float]:
    """A rate with bad months: software that failed, people who left."""
    usual = dice.uniform(0.85, 0.99)
    while True:
        yield usual - (dice.uniform(0.05, 0.3) if dice.random() < 0.08 else 0) + dice.uniform(-0.008, 0.008)


def share(rate: Callable[[random.Random], Iterator[float]], size: float) -> Callable[[random.Random], list[Step]]:
    """Two years of a share."""

    def make(dice: random.Random) -> list[Step]:
        rates = rate(dice)
        made = []
        for place, volume in enumerate(cases(dice, size)):
            p = next(rates)
            good = sum(dice.random() < p for _ in range(volume))
            made.append(Step(month(place), 1, None, Decimal(good), Decimal(volume)))
        return made

    return make


def tally(size: float, burst: float) -> Callable[[random.Random], list[Step]]:
    """Two years of a count, now and then with a burst."""

    def make(dice: random.Random) -> list[Step]:
        volumes = [round(one * (dice.uniform(1.5, 3) if dice.random() < burst else 1)) for one in cases(dice, size)]
        return [Step(month(place), 1, Decimal(one)) for place, one in enumerate(volumes)]

    return make


def climbing(dice: random.Random) -> list[Step]:
    """A share of a stock that climbs by uneven steps."""
    at, made = dice.uniform(10, 70), []
    pace = dice.uniform(0, 3)
    for place in range(24):
        at = min(100.0, max(0.0, at + max(0.0, dice.gauss(pace, 1))))
        made.append(Step(month(place), 1, Decimal(f"{at:.2f}")))
    return made


def wandering(dice: random.Random) -> list[Step]:
    """A state that goes up and down."""
    at, made = dice.uniform(40, 60), []
    for place in range(24):
        at = max(0.0, at + dice.gauss(0, 1.5))
        made.append(Step(month(place), 1, Decimal(f"{at:.2f}")))
    return made


KINDS: dict[str, tuple[Nature, Callable[[random.Random], list[Step]]]] = {
    "share, steady, 400 a month": (Nature.SHARE, share(steady, 400)),
    "share, steady, 15 a month": (Nature.SHARE, share(steady, 15)),
    "share, drifting, 150 a month": (Nature.SHARE, share(drifting, 150)),
    "share, bad months, 150 a month": (Nature.SHARE, share(jumping, 150)),
    "count, 40 a month": (Nature.FLOW, tally(40, 0)),
    "count, 4 a month": (Nature.FLOW, tally(4, 0)),
    "count with bursts, 40 a month": (Nature.FLOW, tally(40, 0.1)),
    "state, climbing": (Nature.STATE, climbing),
    "state, wandering": (Nature.STATE, wandering),
}


def outcome(nature: Nature, steps: list[Step]) -> float:
    """What the year came to."""
    if nature is Nature.STATE:
        return float(steps[-1].value or 0)
    here = steps[12:]
    if nature is Nature.FLOW:
        return float(sum(one.value or 0 for one in here))
    return float(100 * sum(one.numerator or 0 for one in here) / (sum(one.denominator or 0 for one in here) or 1))


def by_hand(nature: Nature, known: list[Step], inside: int) -> float:
    """What people write down: the share so far, the straight line, the last state."""
    now = outcome(nature, [*known[:12], *known[-inside:]])
    return now * 12 / inside if nature is Nature.FLOW else now


def play(nature: Nature, make: Callable[[random.Random], list[Step]], series: int, *, history: bool) -> Score:
    """The score of one kind."""
    goal = Goal(GoalKind.THRESHOLD, date(YEAR, 1, 1), date(YEAR, 12, 31), Decimal(90), course=Course.HOLD,
                unit=Unit.COUNT if nature is Nature.FLOW else Unit.PERCENT)  # fmt: skip
    dice, score = random.Random(20260101), Score()
    for _ in range(series):
        steps = make(dice)
        came = outcome(nature, steps)
        for cut in range(3, 12):
            known = steps[: 12 + cut] if history else steps[12 : 12 + cut]
            said = forecast(goal, nature, known, Decimal(90))
            if said is None:
                continue
            held = float(said.low) - 1e-3 <= came <= float(said.high) + 1e-3
            score.held, score.all = score.held + held, score.all + 1
            score.above += came > float(said.high) + 1e-3
            score.width += float(said.high - said.low)
            score.miss += abs(float(said.likely) - came)
            score.by_hand += abs(by_hand(nature, steps[: 12 + cut], cut) - came)
    return score


def main() -> int:
    """Prints a line for each kind."""
    series = int(sys.argv[sys.argv.index("--series") + 1]) if "--series" in sys.argv else 200
    print(f"forecasts of the year's end after 3 … 11 months; the interval is to hold {WANTED:.0%}")
    kept = True
    for name, (nature, make) in KINDS.items():
        for history in (True, False):
            score = play(nature, make, series, history=history)
            covered = score.held / score.all
            kept &= covered >= (LEAST_BURSTS if "bursts" in name else LEAST)
            known = "with last year" if history else "this year only"
            print(f"{name:34} {known:14}  covered {covered:.3f} (above {score.above / score.all:.3f})"
                  f"  width {score.width / score.all:6.1f}  miss {score.miss / score.all:5.1f},"
                  f" {score.miss / score.by_hand:.2f}× of that by hand")  # fmt: skip
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
