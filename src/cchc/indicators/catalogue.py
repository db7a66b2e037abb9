"""The catalogue of indicators as it ships: `data/catalogue/*.yaml` read, filled with the defaults of its kind, checked.

An entry states what differs from these defaults: a ratio and a change are in percent, one decimal, without data when
the denominator is zero; a count, a rank and a yes/no have no decimals; a rank is better when lower; a rank, a score
and a yes/no of a longer period are the last ones; everything else is added up over time.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .rules.counting import NOT_COUNTED, Counts, signed
from .rules.definition import (
    Content,
    Definition,
    Direction,
    Formula,
    OverTime,
    Source,
    Unit,
    ZeroRule,
)
from .rules.text import NO_TEXT, Text

FOLDER = Path(__file__).parent / "data" / "catalogue"
START = date(2021, 1, 1)  # the first year of the programme of Nghị quyết 76/NQ-CP
_UNIT = {
    Formula.RATIO: Unit.PERCENT,
    Formula.CHANGE: Unit.PERCENT,
    Formula.COUNT: Unit.COUNT,
    Formula.RANK: Unit.RANK,
    Formula.EXISTENCE: Unit.YES_NO,
    Formula.MEAN: Unit.POINTS,
    Formula.SUM: Unit.MILLION_VND,
}
_OVER_TIME = {Formula.RANK: OverTime.LAST, Formula.MEAN: OverTime.LAST, Formula.EXISTENCE: OverTime.LAST}
_ZERO_REASON = "Không phát sinh thì không có gì để đo, không tính là đạt hay không đạt."
_PARTS = ("numerator", "denominator", "value")
_KEYS = {
    "code", "name", "kind", "numerator", "denominator", "definition", "base", "noun", "unit", "direction", "decimals",
    "zero", "zero_reason", "time", "cumulative", "may_exceed", "phrases", "source", "register", "manual", "version",
    "valid_from", "valid_to", "count",
}  # fmt: skip


class CatalogueError(Exception):
    """An entry of the catalogue cannot be used; the message names the file, the code and the fault."""


@lru_cache(maxsize=1)
def shipped() -> tuple[Definition, ...]:
    """Every definition that ships with CCHC, in the order of its files. Raises CatalogueError."""
    sources = _sources()
    found: list[Definition] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != "sources.yaml":
            found += _read(path, sources)
    seen: set[tuple[str, int]] = set()
    for definition in found:
        key = (definition.code, definition.version)
        if key in seen:
            raise CatalogueError(f"{definition.code}: version {definition.version} is there twice")
        seen.add(key)
    order = list(Content)
    return tuple(sorted(found, key=lambda d: order.index(d.content)))


def _load(path: Path) -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def _sources() -> dict[str, Source]:
    rows = _load(FOLDER / "sources.yaml")["sources"]
    odd = [code for code, row in rows.items() if set(row) != {"title", "date", "checked"}]
    if odd:
        raise CatalogueError(f"sources.yaml: {', '.join(odd)} must have a title, a date and whether it was checked")
    return {code: Source(**row) for code, row in rows.items()}


def _read(path: Path, sources: Mapping[str, Source]) -> list[Definition]:
    data = _load(path)
    found = []
    for row in data["indicators"]:
        try:
            found.append(_definition(row, data, sources))
        except (KeyError, ValueError) as fault:
            raise CatalogueError(f"{path.name}, {row.get('code', '?')}: {fault}") from fault
    return found


def _text(row: Mapping[str, Any], key: str) -> Text:
    """ "vi | en" as a pair."""
    raw = row.get(key)
    if raw is None:
        return NO_TEXT
    vi, bar, en = str(raw).partition(" | ")
    if not bar or not vi.strip() or not en.strip():
        raise ValueError(f"{key} must be “Vietnamese | English”")
    return Text(vi.strip(), en.strip())


def _definition(row: Mapping[str, Any], file: Mapping[str, Any], sources: Mapping[str, Source]) -> Definition:
    unknown = set(row) - _KEYS
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    formula = Formula(row["kind"])
    numerator, denominator = _parts(row, formula)
    return Definition(
        code=row["code"],
        version=row.get("version", 1),
        valid_from=row.get("valid_from", START),
        valid_to=row.get("valid_to"),
        content=Content(file["content"]),
        name=_text(row, "name"),
        definition=_text(row, "definition") or _of_parts(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        formula=formula,
        unit=Unit(row.get("unit", _UNIT[formula])),
        noun=_text(row, "noun"),
        direction=Direction(row.get("direction", "lower" if formula is Formula.RANK else "higher")),
        decimals=row.get("decimals", 1 if formula in (Formula.RATIO, Formula.CHANGE) else 0),
        zero=ZeroRule(row.get("zero", "no_data")),
        zero_reason=row.get("zero_reason", _ZERO_REASON if numerator else ""),
        over_time=OverTime(row.get("time", _OVER_TIME.get(formula, OverTime.SUM))),
        cumulative=row.get("cumulative", False),
        may_exceed=row.get("may_exceed", False),
        phrases=tuple(row["phrases"]),
        sources=tuple(sources[code] for code in row["source"]),
        register=row.get("register", file["register"]) or "",
        manual=row.get("manual", False),
        counts=_counts(row.get("count"), formula),
    )


def _counts(given: Mapping[str, Any] | None, formula: Formula) -> Counts:
    """Where the parts are counted: a list of terms for each part, or one term alone."""
    if given is None:
        return NOT_COUNTED
    unknown = set(given) - {"numerator", "denominator", "value", "percentile"}
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)} in count")
    parts = {name: tuple(signed(term) and term for term in _listed(given.get(name))) for name in _PARTS}
    counts = Counts(**parts, percentile=given.get("percentile", 0))
    by_parts = formula in (Formula.RATIO, Formula.MEAN, Formula.RANK) and not counts.percentile
    if not counts or by_parts is not bool(counts.numerator):
        raise ValueError("count needs a numerator and a denominator for a share, a mean or a rank, else a value")
    return counts


def _listed(terms: Any) -> list[str]:
    return [] if terms is None else [terms] if isinstance(terms, str) else list(terms)


def _parts(row: Mapping[str, Any], formula: Formula) -> tuple[Text, Text]:
    """What stands above and below the line; for a change against a base the same thing now and then."""
    if formula is Formula.RATIO:
        numerator, denominator = _text(row, "numerator"), _text(row, "denominator")
        if not numerator or not denominator:
            raise ValueError("a ratio needs a numerator and a denominator")
        return numerator, denominator
    if formula is Formula.CHANGE:
        base = _text(row, "base")
        if not base:
            raise ValueError("a change needs a base")
        return (
            Text(f"{base.vi} trong kỳ", f"{base.en}, this period"),
            Text(f"{base.vi} ở kỳ gốc", f"{base.en}, base period"),
        )
    if not row.get("definition"):
        raise ValueError("a definition is needed")
    return NO_TEXT, NO_TEXT


def _of_parts(numerator: Text, denominator: Text) -> Text:
    vi = f"{numerator.vi}, chia cho {denominator.vi[:1].lower()}{denominator.vi[1:]}, nhân 100."
    en = f"{numerator.en}, divided by {denominator.en[:1].lower()}{denominator.en[1:]}, times 100."
    return Text(vi, en)
