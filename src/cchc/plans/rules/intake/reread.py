"""What a single sentence says of a number and a comparison, for sentences that a person cut, joined or added."""

import re
from dataclasses import replace
from decimal import Decimal

from cchc.common.text import fold, parse_number, squeeze
from cchc.plans.rules.intake.facts import Facts
from cchc.plans.rules.intake.promise import promise

_PERCENT = re.compile(r"(?<![\d/.,])(\d{1,3}(?:[.,]\d+)?)\s*(?:%|phan tram)")
_COUNTED = re.compile(r"(?:it nhat|toi thieu|toi da|khong qua|dat|tren|duoi)\s+(\d[\d.,]*)\s+([a-z]+)")
_RANK = re.compile(r"(?:nhom|top|thu hang|xep thu|vi tri)\s+(?:thu\s+)?(\d{1,2})\b")
_WAYS: tuple[tuple[str, str], ...] = (
    ("reduce", r"\b(?:cat giam|giam)\b"),
    ("increase", r"\btang\b"),
    ("le", r"\b(?:toi da|khong qua|khong vuot qua|duoi|khong de)\b"),
    ("ge", r"\b(?:toi thieu|it nhat|tro len|tren|khong duoi)\b"),
)


def reread(facts: Facts, quote: str, first_year: int, last_year: int) -> Facts:
    """The promise that a sentence makes by its own words, keeping what else the item knew.

    A sentence with several numbers, or none, leaves the value open for a person.
    """
    words = fold(quote)
    measure = {"comparator": _comparator(words), "due": facts.due_on.year if facts.due_on else None, **_amount(words)}
    found = promise({**measure, "baseline": facts.baseline_label}, quote, first_year, last_year)
    kept = {
        name: getattr(facts, name)
        for name in ("content", "lead", "lead_text", "lead_how", "support", "indicator", "indicator_why",
                     "indicator_why_en", "indicator_score", "noun")
    }  # fmt: skip
    return replace(found, **kept)


def _comparator(words: str) -> str:
    if _RANK.search(words):
        return "rank"
    return next((way for way, pattern in _WAYS if re.search(pattern, words)), "eq")


def _amount(words: str) -> dict[str, object]:
    percents = [_number(one) for one in _PERCENT.findall(words)]
    if percents:
        return {"value": percents[0] if len(set(percents)) == 1 else None, "unit": "percent"}
    if ranked := _RANK.search(words):
        return {"value": _number(ranked[1]), "unit": "rank"}
    if counted := _COUNTED.search(words):
        unit = {"ngay": "days", "diem": "points"}.get(counted[2], "count")
        return {"value": _number(counted[1]), "unit": unit}
    return {"value": None, "unit": "percent"}


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text.rstrip(".,"))
    except ValueError:
        return None


def joined(first: Facts, second: Facts) -> Facts:
    """The facts of two items made one: the first's, with what it lacks from the second and the supporters of both."""
    empty = Facts()
    names = ("goal", "value", "baseline", "baseline_label", "due_on", "noun", "indicator", "indicator_why", "lead",
             "lead_text", "monitor", "monitor_text", "person", "product", "deadline_text", "budget", "cadence", "day",
             "to")  # fmt: skip
    filled = {n: getattr(second, n) for n in names if getattr(first, n) == getattr(empty, n)}
    both = tuple(dict.fromkeys((*first.support, *second.support)))
    products = squeeze("; ".join(dict.fromkeys(one for one in (first.product, second.product) if one)))
    return replace(first, **{**filled, "support": both, "product": products})
