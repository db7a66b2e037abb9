"""Builders of what tests stand on: the catalogue, an indicator of one's own, figures."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cchc.common.periods import Period
from cchc.organisation.models import Account, Unit

from . import actions
from .catalogue import START, shipped
from .given import Given
from .models import Indicator, Observation
from .rules import Content, Definition, Direction, Formula, OverTime, Source, Text, ZeroRule
from .rules import Unit as Measure

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
_PARTS = {
    Formula.RATIO: (Text("Số hồ sơ đúng hạn", "Dossiers on time"), Text("Số hồ sơ đã xong", "Dossiers settled")),
    Formula.CHANGE: (Text("Số hội nghị trong kỳ", "Meetings now"), Text("Số hội nghị kỳ gốc", "Meetings then")),
}


def make_definition(code: str = "thing_share", **changes: Any) -> Definition:
    """A definition: a share with sound defaults, changed as the test wants."""
    formula = Formula(changes.pop("formula", Formula.RATIO))
    numerator, denominator = _PARTS.get(formula, (Text("", ""), Text("", "")))
    facts: dict[str, Any] = {
        "code": code, "version": 1, "valid_from": START, "valid_to": None, "content": Content.PROCEDURES,
        "name": Text(f"Tỷ lệ {code}", f"Share {code}"), "definition": Text("Định nghĩa.", "Definition."),
        "numerator": numerator, "denominator": denominator, "formula": formula,
        "unit": Measure.PERCENT if numerator else Measure.COUNT, "noun": Text("việc", "things"),
        "direction": Direction.HIGHER, "decimals": 1 if numerator else 0, "zero": ZeroRule.NO_DATA,
        "zero_reason": "Không phát sinh.", "over_time": OverTime.SUM, "cumulative": False, "may_exceed": False,
        "phrases": (f"cụm từ {code}",), "sources": (Source("Công văn thử", date(2025, 1, 1), checked=True),),
        "register": "dossiers", "manual": False,
    }  # fmt: skip
    return Definition(**{**facts, **changes})


def load(*codes: str) -> list[Indicator]:
    """Indicators of the real catalogue, in the order asked for; none asked for: all of it."""
    wanted = [definition for definition in shipped() if not codes or definition.code in codes]
    actions.load_catalogue(by=None, at=NOW, definitions=wanted)
    found = {indicator.code: indicator for indicator in Indicator.objects.with_versions()}
    return [found[code] for code in (codes or found)]


def make_indicator(code: str = "thing_share", **changes: Any) -> Indicator:
    """A common indicator with one version."""
    actions.load_catalogue(by=None, at=NOW, definitions=[make_definition(code, **changes)])
    return Indicator.objects.with_versions().get(agency=None, code=code)


def make_figure(
    indicator: Indicator,
    period: str,
    *parts: int | str | None,
    by: Account,
    unit: Unit | None = None,
    at: datetime = NOW,
    **more: Any,
) -> Observation:
    """A figure entered by an account: one number is the value, two are numerator and denominator."""
    numbers = [None if part is None else Decimal(part) for part in parts]
    more |= {"value": numbers[0]} if len(numbers) == 1 else {"numerator": numbers[0], "denominator": numbers[1]}
    given = Given(note=more.pop("note", "Báo cáo của đơn vị"), **more)
    return actions.observe(indicator=indicator, period=Period.parse(period), given=given, by=by, at=at, unit=unit)
