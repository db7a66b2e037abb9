"""What the review page shows of a draft: the document with its marks, the queue, the card of the current item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from cchc.organisation.models import Unit
from cchc.plans.intake_setting import Catalogue
from cchc.plans.models import Draft, DraftItem
from cchc.plans.models.intake import DecisionName, ItemKindName
from cchc.plans.models.intake_words import DoubtName, HowName, LackName
from cchc.plans.rules.intake import queue, spans
from cchc.plans.rules.intake.checks import Lacking, lacking
from cchc.plans.rules.intake.facts import Decision, Facts, ItemKind
from cchc.plans.rules.intake.queue import Sieve

TAGS: dict[ItemKind, str] = {
    ItemKind.MEASURE: "CT",
    ItemKind.TASK: "NV",
    ItemKind.ROW: "PL",
    ItemKind.DUTY: "TN",
    ItemKind.REPORTING: "BC",
    ItemKind.CITATION: "CC",
}
"""The two letters that tell a kind where there is no room for its name."""


@dataclass(frozen=True)
class Choice:
    """How the queue is narrowed, as the address says."""

    sieve: Sieve = Sieve.ALL
    kind: ItemKind | None = None

    def query(self, **more: object) -> str:
        """The address's question with this narrowing."""
        words = {"loc": str(self.sieve), "loai": str(self.kind or ""), **more}
        kept = {name: value for name, value in words.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else "?"


def choice_of(values: Mapping[str, Any]) -> Choice:
    """The narrowing that an address or a form asks for; what is unknown is ignored."""
    sieve, kind = values.get("loc") or "", values.get("loai") or ""
    return Choice(Sieve(sieve) if sieve in set(Sieve) else Sieve.ALL, ItemKind(kind) if kind in set(ItemKind) else None)


def address(draft: Draft, choice: Choice, item: int | None = None) -> str:
    """The review page of a draft, narrowed, at an item."""
    base = reverse("plans:intake_review", args=[draft.pk])
    return f"{base}{choice.query(muc=item or '')}" + (f"#m{item}" if item else "")


@dataclass
class Row:
    """An item with what the page says of it."""

    item: DraftItem
    facts: Facts
    lacks: Lacking
    units: Mapping[int, str]
    findings: list[dict[str, Any]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> ItemKind:
        """Its kind."""
        return self.item.item_kind

    @property
    def kind_name(self) -> str:
        """Its kind in words."""
        return str(ItemKindName(self.item.kind).label)

    @property
    def tag(self) -> str:
        """Its kind in two letters."""
        return TAGS[self.kind]

    @property
    def decision_name(self) -> str:
        """What was decided, in words."""
        return str(DecisionName(self.item.decision).label)

    @property
    def look(self) -> bool:
        """Whether a person must look at it."""
        return bool(self.facts.doubts or self.lacks.errors)

    @property
    def doubts(self) -> list[str]:
        """Why, in words."""
        return [str(DoubtName(one.value).label) for one in self.facts.doubts]

    @property
    def errors(self) -> list[str]:
        """What it cannot be without, in words."""
        return [str(LackName(one.value).label) for one in self.lacks.errors]

    @property
    def warnings(self) -> list[str]:
        """What it lacks besides, in words."""
        return [str(LackName(one.value).label) for one in self.lacks.warnings]

    @property
    def how(self) -> str:
        """Why its unit was matched, in words."""
        return str(HowName(self.facts.lead_how.value).label)

    @property
    def owner(self) -> str:
        """Its units by their short names; of a whole group the words of the document."""
        names = [self.units.get(unit, "?") for unit in self.facts.lead]
        return self.facts.lead_text if len(names) > 3 and self.facts.lead_text else ", ".join(names)

    @property
    def indicator_why(self) -> str:
        """Why its indicator was suggested."""
        return self.facts.indicator_why_en if get_language() == "en" else self.facts.indicator_why

    @property
    def entry(self) -> queue.Entry:
        """What the queue knows of it."""
        return queue.Entry(self.item.pk, self.kind, Decision(self.item.decision), self.look, len(self.findings))


@dataclass
class Board:
    """A draft's review page."""

    draft: Draft
    choice: Choice
    rows: dict[int, Row]
    units: list[Unit]
    current: Row | None = None
    loose: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators that its targets can be tied to."""
        return Catalogue(self.draft.agency_id)

    @cached_property
    def entries(self) -> list[queue.Entry]:
        """All items in the order of the document."""
        return [row.entry for row in self.rows.values()]

    @property
    def queue(self) -> list[Row]:
        """The rows beneath the card."""
        return [self.rows[one.id] for one in queue.shown(self.entries, self.choice.sieve, self.choice.kind)]

    @cached_property
    def counts(self) -> dict[Sieve, int]:
        """How many each sieve lets through."""
        return queue.counts(self.entries)

    @property
    def settled(self) -> int:
        """How many are accepted or dropped."""
        return len(self.entries) - self.counts[Sieve.OPEN]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.entries)

    @property
    def base_query(self) -> str:
        """The question of an address at some item; its number is to be put behind it."""
        return self.choice.query(muc="-")[:-1]

    @property
    def base_url(self) -> str:
        """The address of the review page at some item, without narrowing; its number is to be put behind it."""
        return f"{reverse('plans:intake_review', args=[self.draft.pk])}?muc="

    def next_after(self, item: int | None) -> int | None:
        """The next item to settle."""
        return queue.following(self.entries, item, self.choice.sieve, self.choice.kind)

    def url(self, item: int | None = None) -> str:
        """The page with the same narrowing, at an item."""
        return address(self.draft, self.choice, item)

    @property
    def blocks(self) -> list[spans.Block]:
        """The document as paragraphs with marks."""
        return spans.blocks(self.draft.text, [mark for row in self.rows.values() for mark in row.item.marks])


def load(draft: Draft, choice: Choice, wanted: str | int | None = None) -> Board:
    """The board of a draft, at the item wanted or at the first to settle; citations, the least to think about, last."""
    units = list(Unit.objects.filter(agency=draft.agency_id, closed_on=None))
    names = {unit.pk: unit.short_name for unit in units}
    items = draft.items.filter(merged_into=None).select_related("changed_by__person")
    rows: dict[int, Row] = {}
    for item in sorted(items, key=lambda one: one.kind == ItemKind.CITATION):
        facts = item.says
        lacks = lacking(item.item_kind, item.quote, facts, draft.first_year)
        rows[item.pk] = Row(item, facts, lacks, names)
    board = Board(draft, choice, rows, units)
    _spread_findings(board)
    board.current = _current(board, wanted)
    return board


def _spread_findings(board: Board) -> None:
    places = {pk: (row.item.span_start, row.item.span_end) for pk, row in board.rows.items() if row.item.mark}
    findings = board.draft.findings
    for number, ids in queue.touching(findings, places).items():  # type: ignore[arg-type]  # marks have both ends
        shown = {**findings[number], "message": message(findings[number])}
        for pk in ids:
            board.rows[pk].findings.append(shown)
        if not ids:
            board.loose.append(shown)


def message(finding: Mapping[str, Any]) -> str:
    """What a finding says, in the language of the page."""
    first, second = ("message_en", "message_vi") if get_language() == "en" else ("message_vi", "message_en")
    return str(finding.get(first) or finding.get(second) or finding.get("rule") or "")


def _current(board: Board, wanted: str | int | None) -> Row | None:
    if wanted is not None and str(wanted).isdigit() and int(wanted) in board.rows:
        return board.rows[int(wanted)]
    shown = board.queue
    first = board.next_after(None)
    if first is not None and any(row.item.pk == first for row in shown):
        return board.rows[first]
    return shown[0] if shown else None


def board_of(request: HttpRequest, draft: Draft, wanted: str | int | None = None) -> Board:
    """The board that a request asks for."""
    values = request.POST if request.method == "POST" else request.GET
    return load(draft, choice_of(values), wanted if wanted is not None else values.get("muc"))
