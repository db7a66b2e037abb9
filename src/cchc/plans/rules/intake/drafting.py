"""The reader's JSON made into the items that a person settles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cchc.common.text import squeeze
from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import Unit as GoalUnit
from cchc.plans.rules.intake import spans
from cchc.plans.rules.intake.charges import charges, contents_in
from cchc.plans.rules.intake.facts import TASKLIKE, Doubt, Facts, How, ItemKind, Proposal
from cchc.plans.rules.intake.promise import promise
from cchc.plans.rules.intake.twins import folded_twins
from cchc.plans.rules.intake.units import Directory, Match

LIKELY = Decimal("0.35")
"""A suggested indicator that fits less than this is only offered, not taken."""

UNSURE = Decimal("0.85")
"""Below this confidence of the recognised text every item must be looked at."""


@dataclass(frozen=True)
class Suggested:
    """An indicator that a sentence may speak of, how well it fits (0 to 1), and why in both languages."""

    code: str
    score: Decimal
    why_vi: str
    why_en: str


Suggest = Callable[[str, str, str, str], Sequence[Suggested]]
"""(phrase, unit, comparator, content) → the best first."""


@dataclass(frozen=True)
class Setting:
    """What the department brings to a reading: its units, the suggestions of its catalogue, the years of the plan."""

    directory: Directory
    suggest: Suggest
    first_year: int
    last_year: int
    by_hand: bool = False


def proposals(reading: Mapping[str, Any], setting: Setting) -> tuple[Proposal, ...]:
    """Every item of a reading, in the order of the document; what has no place stands last.

    By hand: only what an unreadable text still tells for sure, duties and reporting duties, each to be looked at.
    """
    kinds = _BY_HAND if setting.by_hand else _MAKERS
    text = str(reading.get("text") or "")
    found = [_proposal(kind, raw, text, setting) for kind, key in kinds.items() for raw in _list(reading, key)]
    found = [_with_doubts(one, reading, setting) for one in found if one.quote]
    found = _charged(_reporters(found if setting.by_hand else folded_twins(found, _twins(reading))))
    return tuple(sorted(found, key=lambda one: (one.start is None, one.start or 0, one.end or 0)))


_MAKERS: dict[ItemKind, str] = {
    ItemKind.MEASURE: "measures",
    ItemKind.TASK: "tasks",
    ItemKind.DUTY: "duties",
    ItemKind.REPORTING: "reporting",
    ItemKind.CITATION: "citations",
    ItemKind.ROW: "rows",
}
_BY_HAND = {ItemKind.DUTY: "duties", ItemKind.REPORTING: "reporting"}


def _list(reading: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    rows = reading.get(key) or ()
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else ()


def _proposal(kind: ItemKind, raw: Mapping[str, Any], text: str, setting: Setting) -> Proposal:
    start, end = _span(raw, text)
    quote = squeeze(str(raw.get("quote") or raw.get("task") or raw.get("number") or ""))
    if start is None and quote and (place := spans.locate(text, quote)):
        start, end = place
    facts = _facts(kind, raw, quote, setting)
    path = tuple(str(one) for one in raw.get("path") or ())
    page = raw.get("page")
    if raw.get("needs_person") and not setting.by_hand:
        facts = replace(facts, doubts=(Doubt.READER, *facts.doubts))
    return Proposal(kind, quote, start, end, facts, page if isinstance(page, int) else None, path)


def _twins(reading: Mapping[str, Any]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of a task in the text and of the annex row that the reader thinks says the same."""
    text = str(reading.get("text") or "")
    rows = {str(row.get("id")): _span(row, text) for row in _list(reading, "rows")}
    pairs = [(_span(task, text), rows.get(str(task.get("row")), (None, None))) for task in _list(reading, "tasks")]
    return [((a, b), (c, d)) for (a, b), (c, d) in pairs if None not in (a, b, c, d)]  # type: ignore[misc]  # none is None


def _span(raw: Mapping[str, Any], text: str) -> tuple[int | None, int | None]:
    span = raw.get("span")
    if isinstance(span, list | tuple) and len(span) == 2 and all(isinstance(one, int) for one in span):
        start, end = int(span[0]), int(span[1])
        if 0 <= start < end <= len(text):
            return start, end
    return None, None


def _facts(kind: ItemKind, raw: Mapping[str, Any], quote: str, setting: Setting) -> Facts:
    if kind is ItemKind.MEASURE:
        return _measure(raw, quote, setting)
    if kind is ItemKind.CITATION:
        kind_of = str(raw.get("kind") or "other")
        return Facts(number=str(raw.get("number") or ""), cited_on=_date(raw.get("date")), cited_kind=kind_of)
    if kind is ItemKind.REPORTING:
        return _reporting(raw, quote, setting)
    if kind is ItemKind.DUTY:
        return _owned(Facts(content=_content(raw), lead_text=str(raw.get("unit") or "")), quote, setting)
    if kind is ItemKind.ROW:
        return _row(raw, setting)
    stated = raw.get("deadline")
    words = squeeze(str(stated.get("text") or "")) if isinstance(stated, Mapping) else ""
    return _owned(
        Facts(content=_content(raw), lead_text=str(raw.get("lead") or ""), deadline_text=words), quote, setting
    )


def _measure(raw: Mapping[str, Any], quote: str, setting: Setting) -> Facts:
    facts = promise(raw, quote, setting.first_year, setting.last_year)
    counted = str(raw.get("unit_text") or "")
    noun = counted if facts.unit in {GoalUnit.COUNT, GoalUnit.OTHER} else ""
    facts = replace(facts, content=_content(raw), noun=noun)
    found = setting.suggest(
        str(raw.get("phrase") or quote), str(facts.unit), str(raw.get("comparator") or ""), str(facts.content)
    )
    return _owned(with_indicator(facts, found), quote, setting)


def with_indicator(facts: Facts, found: Sequence[Suggested]) -> Facts:
    """The facts with the best suggestion, where it is likely enough; else with the doubt that none was found."""
    best = found[0] if found else None
    doubts = tuple(one for one in facts.doubts if one is not Doubt.INDICATOR)
    if best is None or best.score < LIKELY:
        return replace(facts, indicator="", indicator_why="", indicator_why_en="", doubts=(*doubts, Doubt.INDICATOR))
    return replace(
        facts,
        indicator=best.code,
        indicator_why=best.why_vi,
        indicator_why_en=best.why_en,
        indicator_score=best.score,
        doubts=doubts,
    )


def _reporting(raw: Mapping[str, Any], quote: str, setting: Setting) -> Facts:
    cadence = tuple(str(one) for one in raw.get("cadence") or ())
    day = raw.get("day")
    facts = Facts(
        content=_content(raw),
        cadence=cadence,
        day=day if isinstance(day, int) and 1 <= day <= 31 else None,
        to=str(raw.get("to") or ""),
        lead_text=str(raw.get("unit") or ""),
        doubts=() if cadence else (Doubt.DEADLINE,),
    )
    return _owned(facts, quote, setting)


def _row(raw: Mapping[str, Any], setting: Setting) -> Facts:
    lead, support, monitor = (_names(raw.get(key)) for key in ("lead", "support", "monitor"))
    leads = [setting.directory.match(name) for name in lead]
    first = next((one for one in leads if one.units), leads[0] if leads else Match())
    named = [one for one in leads if one.how is not How.GROUP]
    others = tuple(dict.fromkeys(unit for one in named for unit in one.units if unit not in first.units[:1]))
    matched = [setting.directory.match(name) for name in support]
    supporters = tuple(unit for one in matched if one.how is not How.GROUP for unit in one.units)
    many = len(first.units) > 1
    extra = first.units if many and first.how is not How.GROUP else ()
    return Facts(
        content=_content(raw),
        no=str(raw.get("no") or ""),
        product=squeeze(str(raw.get("product") or "")),
        deadline_text=squeeze(str(raw.get("deadline_text") or "")),
        budget=squeeze(str(raw.get("budget") or "")),
        lead=() if many else first.units,
        lead_text="; ".join(lead),
        lead_how=first.how,
        support=tuple(dict.fromkeys((*extra, *others, *supporters))),
        support_text="; ".join(support),
        monitor=tuple(dict.fromkeys(unit for name in monitor for unit in setting.directory.match(name).units))[:1],
        monitor_text="; ".join(monitor),
        doubts=() if len(first.units) == 1 or not lead else (Doubt.UNIT,),
    )


def _names(raw: object) -> list[str]:
    if isinstance(raw, str):
        return [name for name in (squeeze(part) for part in raw.split(";")) if name]
    return [squeeze(str(one)) for one in raw if str(one).strip()] if isinstance(raw, list | tuple) else []


def _owned(facts: Facts, quote: str, setting: Setting) -> Facts:
    """With the units that the document names for the item, else the one that the sentence gives the work to."""
    match = setting.directory.match(facts.lead_text) if facts.lead_text else Match()
    if match.how is How.NONE:
        match = setting.directory.charged_in(quote)
    named = bool(facts.lead_text) and not match.units  # a unit the document names, but nobody knows
    doubts = (*facts.doubts, Doubt.UNIT) if named else facts.doubts
    return replace(facts, lead=match.units, lead_how=match.how, doubts=doubts)


def _reporters(found: list[Proposal]) -> list[Proposal]:
    """A reporting duty without a unit is of the unit whose duty the same sentence is."""
    duties = [one for one in found if one.kind is ItemKind.DUTY and one.facts.lead and one.start is not None]
    out = []
    for one in found:
        wants = one.kind is ItemKind.REPORTING and not one.facts.lead
        same = next((duty.facts for duty in duties if _overlap(one, duty)), None) if wants else None
        out.append(_given(one, same.lead, same.lead_how, same.lead_text) if same else one)
    return out


def _given(one: Proposal, lead: tuple[int, ...], how: How, text: str) -> Proposal:
    """The item with the units that another place of the document gives it."""
    doubts = tuple(doubt for doubt in one.facts.doubts if doubt is not Doubt.UNIT)
    facts = replace(one.facts, lead=lead, lead_how=how, lead_text=text, doubts=doubts)
    return replace(one, facts=facts)


def _overlap(one: Proposal, other: Proposal) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _charged(found: list[Proposal]) -> list[Proposal]:
    """Items without an owner get the unit that the document puts in charge of their content."""
    duties = ((one.quote, one.facts.lead) for one in found if one.kind is ItemKind.DUTY)
    in_charge = charges(duties)
    out = []
    for one in found:
        unit = in_charge.get(one.facts.content)
        wants = one.kind is ItemKind.MEASURE or one.kind in TASKLIKE
        free = wants and not one.facts.lead and one.facts.lead_how in {How.NONE, How.OUTSIDE}
        out.append(_given(one, (unit,), How.CHARGED, one.facts.lead_text) if free and unit is not None else one)
    return out


def _with_doubts(one: Proposal, reading: Mapping[str, Any], setting: Setting) -> Proposal:
    """With the doubts that the quality of the text itself raises."""
    raw = reading.get("quality") or {}
    confidence = raw.get("confidence") if isinstance(raw, Mapping) else None
    unsure = isinstance(confidence, int | float) and Decimal(str(confidence)) < UNSURE
    more = ((Doubt.BY_HAND,) if setting.by_hand else ()) + ((Doubt.SCAN,) if unsure else ())
    return replace(one, facts=replace(one.facts, doubts=(*more, *one.facts.doubts))) if more else one


def _content(raw: Mapping[str, Any]) -> Content:
    for key in ("area", "field"):
        try:
            return Content(str(raw.get(key)))
        except ValueError:
            continue
    return content_named(str(raw.get("field") or ""))


def content_named(words: str) -> Content:
    """The content of reform that a heading or a column names."""
    found = contents_in(words)
    return found[0] if len(found) == 1 else Content.GENERAL


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw)) if raw else None
    except ValueError:
        return None
