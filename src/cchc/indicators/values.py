"""Reading figures: the one place that says what an indicator's value is for a period, as known at a moment.

`readings` answers any set of indicators, periods and units with one query for the figures. A unit's figure is its own
or, where it has none, that of the units below it put together; the department's (`unit` None) likewise. Of two ways to
a figure the one with fewer months missing holds, and the unit's own when they are equal. What a merged unit reported
counts to its successor as the rule chosen with the merger says; asked for by itself it shows what it reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from cchc.common.periods import Days, Kind, Period
from cchc.organisation.models import Agency, Unit
from cchc.organisation.rules.mergers import successor

from .counted import Counter, Span, Stretch, counted_in
from .models import Indicator, Observation, Reporter
from .rules import (
    Comparison,
    Definition,
    Entry,
    Figure,
    Formula,
    OverTime,
    Reading,
    ZeroRule,
    across_units,
    compare,
    figure,
    format_figure,
    format_value,
    over_time,
)
from .tree import Tree, with_below

WHOLE = None  # the department as a whole, where a unit is asked for


@dataclass(frozen=True)
class Value:
    """What is known of an indicator for a period: the value with its parts and what it was made of.

    `value` None with no `rows` is "no data"; None with rows means that the denominator is zero or that the entries
    cannot be put together (`mixed`). `missing` are months past that nobody reported, `as_of` the day it was true of.
    """

    indicator: Indicator
    definition: Definition
    period: Period
    unit_id: int | None
    reading: Reading | None
    from_units: tuple[int, ...] = ()  # the units it was put together from; none: it was entered as it stands
    missing_units: tuple[int, ...] = ()  # of those that are to report it, the ones that did not
    counted: bool = False  # counted from rows by the definition's terms, not put together from observations
    days: Days | None = None  # what it is of, where that is not the whole period

    @property
    def stretch(self) -> Stretch:
        """The days or the period that it counts."""
        return counted_in(self.definition, self.days or self.period)

    @cached_property
    def shown(self) -> Figure:
        """The value with its parts, after the rule for a zero denominator."""
        if self.reading is None:
            return Figure(None)
        parts = {"numerator": self.reading.numerator, "denominator": self.reading.denominator}
        return figure(self.definition, value=self.reading.value, **parts)

    @property
    def value(self) -> Decimal | None:
        """The value, not rounded."""
        return self.shown.value

    @property
    def numerator(self) -> Decimal | None:
        """What stands above the line (for a change: what it is now)."""
        return self.shown.numerator

    @property
    def denominator(self) -> Decimal | None:
        """What stands below the line (for a change: what it was at the base)."""
        return self.shown.denominator

    @property
    def zero_rule(self) -> ZeroRule | None:
        """The rule that gave the value, where the denominator is zero."""
        return self.shown.zero_rule

    @property
    def rows(self) -> tuple[int, ...]:
        """The keys of the observations it was made of."""
        entries = self.reading.entries if self.reading else ()
        return tuple(entry.key for entry in entries if entry.key is not None)

    @property
    def is_estimate(self) -> bool:
        """Whether any part of it is an estimate ("ước")."""
        return bool(self.reading and self.reading.is_estimate)

    @property
    def as_of(self) -> date | None:
        """The latest day any part of it was true of."""
        return self.reading.as_of if self.reading else None

    @property
    def missing(self) -> tuple[Period, ...]:
        """The months of the period that are over and that nobody reported."""
        return self.reading.missing if self.reading else ()

    @property
    def mixed(self) -> bool:
        """Whether there is no value because some entries have counts and others only a percentage."""
        return bool(self.reading and self.reading.mixed)

    @property
    def complete(self) -> bool:
        """Whether there is a figure with every month and every unit that is to report in it."""
        return self.reading is not None and not self.missing and not self.missing_units

    @property
    def has_data(self) -> bool:
        """Whether anything was reported."""
        return self.reading is not None

    @property
    def text(self) -> str:
        """The value as printed in the language of the page: "98,5%"."""
        return format_value(self.definition, self.value, get_language() or "vi")

    @property
    def full_text(self) -> str:
        """The value with its parts: "98,5% (197/200)"."""
        return format_figure(self.definition, self.shown, get_language() or "vi")

    def against(self, other: "Value") -> Comparison | None:
        """How it stands against another period's."""
        return compare(self.definition, self.value, other.value)


Key = tuple[int, Period, int | None]


def readings(
    *,
    agency: Agency,
    indicators: Sequence[Indicator],
    periods: Iterable[Period],
    units: Iterable[Unit | int | None] = (WHOLE,),
    as_of: datetime | None = None,
) -> dict[Key, Value]:
    """Values of indicators × periods × units, under (indicator's key, period, unit's key or None).

    `as_of`: as it was known at that moment, later entries and corrections left out. Four queries: the figures, the
    units, who is to report, what is counted; give indicators with their versions prefetched
    (`Indicator.objects.with_versions()`).
    """
    asked = list(dict.fromkeys(periods))
    keys = [unit.pk if isinstance(unit, Unit) else unit for unit in units]
    if not asked or not indicators:
        return {}
    tree = Tree(agency)
    entries = _entries(agency, indicators, asked, as_of)
    expected = _expected(agency, indicators)
    until = timezone.localdate(as_of) if as_of else timezone.localdate()
    counted = counted_values(tree, indicators, asked, keys, until) if as_of is None else ()
    found = {(value.indicator.pk, value.period, value.unit_id): value for value in counted}
    for indicator in indicators:
        by_unit = entries.get(indicator.pk, {})
        for period in asked:
            if all((indicator.pk, period, unit) in found for unit in keys):
                continue
            definition = indicator.definition_on(period.last)
            reader = _Reader(definition, period, by_unit, tree, until)
            wanted = [unit for unit, since, end in expected[indicator.pk]
                      if since <= period.last < (end or date.max) and tree.owes(unit, period)]  # fmt: skip
            for unit in (unit for unit in keys if (indicator.pk, period, unit) not in found):
                reading, from_units = reader.asked(unit)
                lacking = reader.lacking(unit, wanted) if from_units else ()
                value = Value(indicator, definition, period, unit, reading, from_units, lacking)
                found[indicator.pk, period, unit] = value
    return found


def month_of_days(stretch: Days) -> Period:
    """The period that stands for days: their own, or the month they end in."""
    return stretch.period or Period.of(Kind.MONTH, stretch.last)


def counted_values(
    tree: Tree,
    indicators: Sequence[Indicator],
    periods: Sequence[Stretch],
    units: Sequence[int | None],
    today: date,
) -> Iterator[Value]:
    """The values counted from rows, of those that are. Whoever asks what was known earlier gets what was entered."""
    defined = {(i.pk, period): i.definition_on(period.last) for i in indicators for period in periods}
    counting = [definition for definition in defined.values() if definition.counts]
    if not counting:
        return
    ranks = any(definition.formula is Formula.RANK for definition in counting)
    peers = [unit for unit in tree.children[None] if unit not in tree.mergers] if ranks else []
    spans = {
        unit: None if unit is None else Span(with_below(unit, tree.children), as_it_was=unit in tree.mergers)
        for unit in (*units, *peers)
    }
    counter = Counter(tree.agency, counting, periods, today=today, mergers=tree.mergers, asked=spans, peers=peers)
    for indicator in indicators:
        for period in periods:
            definition = defined[indicator.pk, period]
            of, days = (month_of_days(period), period) if isinstance(period, Days) else (period, None)
            for unit, reading in counter.readings(definition, period):
                if unit not in units:  # only there to be ranked beside the others
                    continue
                yield Value(indicator, definition, of, unit, reading, counted=True, days=days)


def reading_for(
    *,
    agency: Agency,
    indicator: Indicator,
    period: Period,
    unit: Unit | None = None,
    as_of: datetime | None = None,
) -> Value:
    """The value of one indicator for one period; see `readings`."""
    found = readings(agency=agency, indicators=[indicator], periods=[period], units=[unit], as_of=as_of)
    return found[indicator.pk, period, unit.pk if unit else None]


def history(
    *,
    agency: Agency,
    indicator: Indicator,
    kind: Kind,
    until: date,
    count: int = 12,
    unit: Unit | None = None,
    as_of: datetime | None = None,
) -> list[Value]:
    """The values of the last `count` periods of a kind up to the one that holds the day, the oldest first."""
    periods = [Period.of(kind, until)]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    periods.reverse()
    found = readings(agency=agency, indicators=[indicator], periods=periods, units=[unit], as_of=as_of)
    return [found[indicator.pk, period, unit.pk if unit else None] for period in periods]


def so_far(period: Period) -> Period:
    """The period that runs from January to the end of this one (lũy kế), where there is one of that length."""
    longer = {3: Period(Kind.QUARTER, period.year), 6: Period(Kind.HALF, period.year),
              9: Period(Kind.NINE_MONTHS, period.year), 12: Period(Kind.YEAR, period.year)}  # fmt: skip
    return longer.get(period.last.month, period)


def _expected(agency: Agency, indicators: Sequence[Indicator]) -> dict[int, list[tuple[int, date, date | None]]]:
    """Indicator → the units that are to report it, with their days."""
    held = Reporter.objects.filter(agency=agency, indicator__in=[i.pk for i in indicators]).exclude(unit=None)
    found: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    for indicator, unit, since, until in held.order_by("unit__sort").values_list(
        "indicator_id", "unit_id", "since", "until"
    ):
        if unit is not None:
            found[indicator].append((unit, since, until))
    return found


Entries = Mapping[int | None, Mapping[Period, Entry]]


def _entries(
    agency: Agency, indicators: Sequence[Indicator], periods: Sequence[Period], as_of: datetime | None
) -> dict[int, dict[int | None, dict[Period, Entry]]]:
    """Indicator → unit → period → entry, of the figures that can bear on the periods."""
    first = date(min(period.year for period in periods), 1, 1)
    rows = (
        Observation.objects.filter(agency=agency, indicator__in=[indicator.pk for indicator in indicators])
        .filter(first__gte=first, last__lte=max(period.last for period in periods))
        .known_at(as_of)
        .order_by()
        .values_list("indicator_id", "unit_id", "period", "value", "numerator", "denominator", "is_estimate",
                     "as_of", "pk")
    )  # fmt: skip
    found: dict[int, dict[int | None, dict[Period, Entry]]] = defaultdict(lambda: defaultdict(dict))
    for indicator, unit, code, value, numerator, denominator, is_estimate, day, key in rows:
        period = _period(code)
        entry = Entry(period, value, numerator, denominator, is_estimate, day, key)
        found[indicator][unit][period] = entry
    return found


_PERIODS: dict[str, Period] = {}


def _period(code: str) -> Period:
    """Parsed once: a board reads the same few periods thousands of times."""
    if code not in _PERIODS:
        _PERIODS[code] = Period.parse(code)
    return _PERIODS[code]


class _Reader:
    """One indicator in one period, read for any unit."""

    def __init__(self, definition: Definition, period: Period, entries: Entries, tree: Tree, until: date) -> None:
        self.definition, self.period, self.entries, self.tree, self.until = definition, period, entries, tree, until
        self._known: dict[int | None, tuple[Reading | None, tuple[int, ...]]] = {}

    def of(self, unit: int | None) -> tuple[Reading | None, tuple[int, ...]]:
        """The reading of a unit, and the units it was put together from (none: it is its own)."""
        if unit not in self._known:
            self._known[unit] = self._of(unit)
        return self._known[unit]

    def asked(self, unit: int | None) -> tuple[Reading | None, tuple[int, ...]]:
        """The reading that a page asks for: a unit that was merged shows what it reported, wherever that counts."""
        if unit in self.tree.mergers:
            return self._over_time(unit, self.entries.get(unit, {})), ()
        return self.of(unit)

    def _over_time(self, unit: int | None, entries: Mapping[Period, Entry]) -> Reading | None:
        return over_time(self.definition, self.period, entries, until=self.tree.until(unit, self.until))

    def _counting(self, unit: int, home: int) -> dict[Period, Entry]:
        """The entries of a unit that count to `home`; a stock counts where it stands at the end of the period."""
        stock = self.definition.over_time is OverTime.LAST
        return {
            period: entry
            for period, entry in self.entries.get(unit, {}).items()
            if successor(unit, self.period.last if stock else period.last, self.tree.mergers) == home
        }

    def _of(self, unit: int | None) -> tuple[Reading | None, tuple[int, ...]]:
        """Its own, or what the units below come to, with what merged units reported that counts to it."""
        there, made_of = self._by_itself(unit)
        gone = [(old, reading) for old, reading in self._gone_into(unit)
                if made_of or there is None or not self.tree.is_below(old, unit)]  # fmt: skip
        if self.definition.over_time is OverTime.LAST and there is not None:  # a later stock holds the earlier ones
            latest = max(entry.period.last for entry in there.entries)
            gone = [(old, reading) for old, reading in gone if reading.entries[-1].period.last >= latest]
        if not gone:
            return there, made_of
        together = across_units(self.definition, [r for r in (there, *(r for _old, r in gone)) if r is not None])
        if together is None or unit is None:
            return there, made_of
        return together, (*(made_of or (unit,)), *(old for old, _reading in gone))

    def _gone_into(self, unit: int | None) -> list[tuple[int, Reading]]:
        """The merged units whose figures count to this one, each with what it reported of them."""
        if unit is None:
            return []
        found = [(old, self._over_time(old, self._counting(old, unit))) for old in self.tree.mergers if old != unit]
        return [(old, reading) for old, reading in found if reading is not None]

    def _by_itself(self, unit: int | None) -> tuple[Reading | None, tuple[int, ...]]:
        entries = self.entries.get(unit, {}) if unit not in self.tree.mergers else self._counting(unit, unit)
        own = self._over_time(unit, entries)
        if own is not None and own.complete:
            return own, ()
        below = [(child, self.of(child)[0]) for child in self.tree.children.get(unit, ())]
        there = [(child, reading) for child, reading in below if reading is not None]
        together = across_units(self.definition, [reading for _child, reading in there])
        if together is None or (own is not None and len(own.missing) <= len(together.missing)):
            return own, ()
        return together, tuple(child for child, _reading in there)

    def lacking(self, unit: int | None, wanted: Sequence[int]) -> tuple[int, ...]:
        """Of the units that are to report, those below this one for which there is no figure, their own or above."""
        return tuple(other for other in wanted if other != unit and self._lacks(unit, other))

    def _lacks(self, unit: int | None, other: int) -> bool:
        at: int | None = other
        while at is not None and at != unit:
            if self.of(at)[0] is not None:
                return False
            at = self.tree.parent.get(at)
        return at == unit
