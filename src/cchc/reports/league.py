"""The units of a department beside each other by one indicator and period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cchc.common.periods import Kind, Period
from cchc.indicators.models import Indicator
from cchc.indicators.rules import Direction, Formula
from cchc.indicators.rules.league import Place, Row, league
from cchc.indicators.values import readings
from cchc.organisation.models import Agency, Unit


@dataclass(frozen=True)
class Standing:
    """A unit with its place."""

    unit: Unit
    place: Place

    @property
    def rank(self) -> str:
        """The rank or the ranks it may have; nothing with too few cases."""
        first, last = self.place.first, self.place.last
        if first is None or last is None:
            return ""
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class League:
    """The units by an indicator: those that can be put in order, and those without a figure."""

    standings: Sequence[Standing]
    without: Sequence[Unit]


def periods(today: date) -> list[Period]:
    """What may be compared: the months, quarters and longer periods of this year that have begun, and last year."""
    year = today.year
    kinds = ((Kind.YEAR, 1), (Kind.NINE_MONTHS, 1), (Kind.HALF, 1), (Kind.QUARTER, 4), (Kind.MONTH, 12))
    made = [Period(kind, year, number) for kind, count in kinds for number in range(1, count + 1)]
    return [*(period for period in made if period.first <= today), Period(Kind.YEAR, year - 1)]


class Leagues:
    """The units of a department in a period, by every indicator that two of them can be compared by."""

    def __init__(self, agency: Agency, period: Period, today: date) -> None:
        self.period = period
        rows = Unit.objects.filter(agency=agency, parent=None).open_on(min(period.last, today))
        self.units: Sequence[Unit] = list(rows.order_by("sort"))
        shares = [
            one
            for one in Indicator.objects.filter(Q(agency=None) | Q(agency=agency)).with_versions().order_by("code")
            if _is_share(one, period)
        ]
        self._values = readings(agency=agency, indicators=shares, periods=[period], units=self.units)
        self.indicators = [one for one in shares if len(self._rows(one)) > 1]

    def by(self, indicator: Indicator) -> League:
        """The units in the order of the indicator's share."""
        rows = self._rows(indicator)
        higher = indicator.definition_on(self.period.last).direction is Direction.HIGHER
        named = {unit.pk: unit for unit in self.units}
        found = [Standing(named[one.key], one) for one in league(rows.values(), higher_is_better=higher)]
        return League(found, [unit for unit in self.units if unit.pk not in rows])

    def _rows(self, indicator: Indicator) -> dict[int, Row]:
        made = {}
        for unit in self.units:
            value = self._values[indicator.pk, self.period, unit.pk]
            if value.numerator is not None and value.denominator and value.numerator <= value.denominator:
                made[unit.pk] = Row(unit.pk, int(value.numerator), int(value.denominator))
        return made


def _is_share(indicator: Indicator, period: Period) -> bool:
    definition = indicator.definition_on(period.last)
    return definition.formula is Formula.RATIO and definition.direction is not Direction.NEUTRAL
