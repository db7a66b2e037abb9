"""What a forecast says: the level and its interval, what is still needed of the cases to come, and what is about to
fall."""

from dataclasses import dataclass
from decimal import Decimal

from cchc.plans.rules.forecast import Ahead, Forecast, Outlook, least_successes, most_cases
from cchc.plans.rules.goals import Direction, Goal, Unit
from cchc.plans.rules.sentences import Fact, Quantity, Sentence, bar
from cchc.plans.rules.wording import SMALL


@dataclass(frozen=True)
class Foretold:
    """The sentences of a forecast; without one, `said` gives the reason."""

    said: Sentence
    needed: Sentence | None = None
    falls: Sentence | None = None
    forecast: Forecast | None = None

    @property
    def warns(self) -> bool:
        """Whether the promise will probably be missed, or may be broken within the next step."""
        bad = self.forecast is not None and self.forecast.outlook in {Outlook.DOUBTFUL, Outlook.LOST}
        return bad or self.falls is not None


def tell_forecast(goal: Goal, found: Forecast, level: Decimal) -> Foretold:
    """Put a forecast into words; `level` is the bar it was compared with."""
    shown = bar(Quantity(level, goal.level_unit, goal.noun), goal.better, strict=goal.strict)
    said: dict[str, Fact] = {"due": found.due, "bar": shown}
    for name, value in (("likely", found.likely), ("low", found.low), ("high", found.high)):
        said[name] = Quantity(_rounded(value, goal.level_unit), goal.level_unit, goal.noun, against=level)
    small = found.ahead is not None and found.ahead.denominator + found.ahead.volume < SMALL
    more: tuple[Sentence, ...] = ()
    if small and found.ahead is not None:
        cases = Quantity(found.ahead.denominator + found.ahead.volume, noun=goal.noun)
        more = (Sentence("forecast.small", {"denominator": cases}),)
    needed = _needed(goal, found, found.ahead, level) if found.ahead and found.ahead.volume else None
    falls = Sentence("forecast.falls", {"bar": shown}) if found.falls else None
    return Foretold(Sentence(f"forecast.{found.outlook.value}", said, more), needed, falls, found)


def _rounded(value: Decimal, unit: Unit = Unit.PERCENT) -> Decimal:
    """As precise as an estimate can be: whole numbers for counts and from a hundred on, one decimal below."""
    if unit is Unit.COUNT:
        return value.quantize(Decimal(1))
    return value.quantize(Decimal(1) if abs(value) >= 100 else Decimal("0.1")).normalize() + 0


def _needed(goal: Goal, found: Forecast, ahead: Ahead, level: Decimal) -> Sentence | None:
    """What the cases to come must bring; nothing where the promise is kept whatever they bring."""
    volume, all_in = Decimal(ahead.volume), ahead.denominator + ahead.volume
    said: dict[str, Fact] = {"due": found.due, "volume": Quantity(volume, noun=goal.noun)}
    said["recent"] = Quantity(_rounded(ahead.rate), goal.level_unit)
    higher = goal.better is Direction.HIGHER
    rule = least_successes if higher else most_cases
    cases = Decimal(rule(ahead, level, strict=goal.strict))
    if (higher and cases <= 0) or (not higher and cases >= volume):
        return None
    if cases > volume or cases < 0:
        end = (ahead.numerator + (volume if higher else 0)) * 100 / all_in
        best = Quantity(end, goal.level_unit, against=level)
        return Sentence("forecast.beyond" if higher else "forecast.spent", {**said, "best": best})
    said["rate"] = Quantity(_rounded(cases * 100 / volume), goal.level_unit)
    return Sentence(
        "forecast.more" if higher else "forecast.less", {**said, "need" if higher else "most": Quantity(cases)}
    )
