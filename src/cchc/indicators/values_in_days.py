"""Reading figures of days that are no whole period: a week, or from the 15th to the 14th."""

from collections.abc import Iterable, Sequence
from itertools import product

from django.utils import timezone

from cchc.common.periods import Days
from cchc.organisation.models import Agency

from .models import Indicator
from .tree import Tree
from .values import Value, counted_values, month_of_days, readings


def readings_in(
    *,
    agency: Agency,
    indicators: Sequence[Indicator],
    stretches: Iterable[Days],
    units: Iterable[int | None],
) -> dict[tuple[int, Days, int | None], Value]:
    """Values of indicators × days × units: counted where the indicator is counted then, else what was entered.

    What was entered is that of the period which the days stand for; days that stand for none have only what is counted.
    """
    asked, keys = list(dict.fromkeys(stretches)), list(units)
    tree, today = Tree(agency), timezone.localdate()
    found: dict[tuple[int, Days, int | None], Value] = {}
    for counted in counted_values(tree, indicators, asked, keys, today):
        if counted.days is not None:
            found[counted.indicator.pk, counted.days, counted.unit_id] = counted
    periods = {stretch.period for stretch in asked if stretch.period is not None}
    entered = readings(agency=agency, indicators=indicators, periods=periods, units=keys)
    for one, stretch, unit in product(indicators, asked, keys):
        if (one.pk, stretch, unit) not in found:
            value = entered.get((one.pk, stretch.period, unit)) if stretch.period else None
            nothing = Value(one, one.definition_on(stretch.last), month_of_days(stretch), unit, None)
            found[one.pk, stretch, unit] = nothing if value is None or value.counted else value  # counted of more days
    return found
