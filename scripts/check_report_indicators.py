"""What `check_report.py` makes of the figures that were entered and of the registers: an indicator's value in a period.

The rules of putting figures together are written again here in the plainest way. Nothing of CCHC is imported.
"""

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from check_report_rows import Number, Registers, day_of, number

SPLITS = {"Y": (("H1", "H2"), ("N", "Q4"), ("Q1", "Q2", "Q3", "Q4")), "N": (("H1", "Q3"), ("Q1", "Q2", "Q3")),
          "H1": (("Q1", "Q2"),), "H2": (("Q3", "Q4"),)}  # fmt: skip
LENGTH = {"Y": 12, "N": 9, "H1": 6, "H2": 6, "Q1": 3, "Q2": 3, "Q3": 3, "Q4": 3}


def cover(part: str, entries: dict[str, Any]) -> tuple[list[Any], int]:
    """The entries that cover most months of a part of a year, and how many months they cover."""
    if part in entries:
        return [entries[part]], LENGTH.get(part, 1)
    if part[0] == "Q":
        quarter = int(part[1])
        months = [f"M{month:02}" for month in range(3 * quarter - 2, 3 * quarter + 1)]
        found = [entries[month] for month in months if month in entries]
        return found, len(found)
    best: tuple[list[Any], int] = ([], 0)
    for split in SPLITS.get(part, ()):
        some = [cover(piece, entries) for piece in split]
        entries_of, months_of = [e for es, _n in some for e in es], sum(n for _es, n in some)
        if (months_of, -len(entries_of)) > (best[1], -len(best[0])):
            best = entries_of, months_of
    return best


def last_of(year: int, part: str, entries: dict[str, Any], rows: list[Any], *, growing: bool) -> list[Any]:
    """The entry that holds at the end of a part of a year, for what is not added up."""
    if part in entries:
        return [entries[part]]
    first, last = bounds(year, part)
    within = [row for row in rows if first <= row["first"] and row["last"] <= last]
    if growing:
        within += [row for row in rows if row["first"] < first <= row["last"] <= last]
    return [max(within, key=lambda row: (row["last"], row["as_of"], row["first"]))] if within else []


def bounds(year: int, part: str) -> tuple[date, date]:
    """The first and the last day of a part of a year."""
    if part[0] == "M":
        start, length = int(part[1:]), 1
    elif part[0] in "YN":
        start, length = 1, LENGTH[part]
    else:
        length = LENGTH[part]
        start = (int(part[1]) - 1) * length + 1
    end = date(year + (start + length - 1) // 12, (start + length - 1) % 12 + 1, 1) - timedelta(days=1)
    return date(year, start, 1), end


def window(year: int, part: str, begins: int) -> tuple[date, date]:
    """The days of a part of a year whose figures begin on a day of the month before it."""
    first, last = bounds(year, part)
    if begins == 1:
        return first, last
    return (first - timedelta(days=1)).replace(day=begins), last.replace(day=begins) - timedelta(days=1)


class Indicators:
    """The observed figures of a department, read once."""

    def __init__(self, sql: Any, agency: int) -> None:
        self.rows: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
        wanted = "o.period, o.first, o.last, o.value, o.numerator, o.denominator, o.as_of"
        query = (
            f"select i.code, o.unit_id, {wanted} from indicators_observation o join indicators_indicator i on i.id="
            f"o.indicator_id where o.agency_id={agency} and i.agency_id is null and o.superseded_at is null"
            " and not o.is_withdrawal"
        )
        for code, unit, period, first, last, value, numerator, denominator, as_of in sql(query):
            self.rows[code, unit].append({
                "period": period, "first": day_of(first), "last": day_of(last), "value": number(value),
                "numerator": number(numerator), "denominator": number(denominator), "as_of": day_of(as_of),
            })  # fmt: skip
        self.children: dict[int | None, list[int]] = defaultdict(list)
        for unit, parent in sql(f"select id, parent_id from organisation_unit where agency_id={agency} order by sort"):
            self.children[parent].append(unit)
        self.rules, self.counts = {}, {}
        for row in sql(
            "select i.code, v.formula, v.over_time, v.cumulative, v.zero, v.counts from indicators_version v "
            "join indicators_indicator i on i.id=v.indicator_id where i.agency_id is null order by v.number"
        ):
            self.rules[row[0]] = row[1:5]
            self.counts[row[0]] = json.loads(row[5]) if isinstance(row[5], str) else row[5]

    def value(self, code: str, year: int, part: str, unit: int | None) -> dict[str, Number] | None:
        """Value, numerator and denominator of a unit, or None."""
        if code not in self.rules:
            return None
        formula, over_time, cumulative, zero = self.rules[code]
        rows = self.rows[code, unit]
        entries = {row["period"].partition("-")[2]: row for row in rows if row["period"].startswith(f"{year}-")}
        adds = formula in ("ratio", "change_against_base", "count", "sum")
        if over_time == "last":
            chosen, months = last_of(year, part, entries, rows, growing=bool(cumulative) or adds), 99
        else:
            chosen, months = cover(part, entries)
        if chosen and months >= LENGTH.get(part, 1):
            return self.together(chosen, formula, over_time, zero)
        below = [self.value(code, year, part, child) for child in self.children[unit]]
        there = [one for one in below if one is not None]
        if there and not chosen and (adds or formula == "existence"):
            return self.together(there, formula, "sum", zero)
        return self.together(chosen, formula, over_time, zero) if chosen else None

    def counted(self, code: str, registers: Registers, first: date, last: date) -> dict[str, Number] | None:
        """Value, numerator and denominator counted from registers, or None where they are not counted."""
        counts = self.counts.get(code) or {}
        if not any(registers.there(term) for terms in counts.values() if isinstance(terms, list) for term in terms):
            return None
        parts = {part: registers.value(terms, first, last) for part, terms in counts.items() if isinstance(terms, list)}
        if not parts or None in parts.values():
            return None
        if "value" in parts:
            return {"value": parts["value"], "numerator": None, "denominator": None}
        formula, _over_time, _cumulative, zero = self.rules[code]
        return {"value": divided(parts["numerator"], parts["denominator"], formula, zero), **parts}

    def together(self, some: list[Any], formula: str, over_time: str, zero: str) -> dict[str, Number]:
        """Several figures as one: parts added up and divided anew, values added, averaged, or the last."""
        parts = formula in ("ratio", "change_against_base")
        if parts and all(one["numerator"] is not None and one["denominator"] is not None for one in some):
            above, under = (sum((one[part] for one in some), Decimal(0)) for part in ("numerator", "denominator"))
            return {"value": divided(above, under, formula, zero), "numerator": above, "denominator": under}
        values = [one["value"] for one in some if one["value"] is not None]
        if not values or (parts and len(some) > 1):
            return {"value": None, "numerator": None, "denominator": None}
        if len(some) == 1:
            return {part: some[0][part] for part in ("value", "numerator", "denominator")}
        total = max(values) if formula == "existence" else sum(values, Decimal(0))
        value = total / len(values) if over_time == "mean" else total
        return {"value": value, "numerator": None, "denominator": None}


def divided(above: Decimal, under: Decimal, formula: str, zero: str) -> Number:
    """A share, or a cut, in percent."""
    if under == 0:
        return {"no_data": None, "full": Decimal(100), "zero": Decimal(0)}[zero]
    share = above / under * 100
    return 100 - share if formula == "change_against_base" else share
