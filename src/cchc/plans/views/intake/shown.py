"""What the templates of the review page read: the document's pieces, the card, the queue's filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.text import format_date
from cchc.organisation.access import may
from cchc.plans.forms.intake import AddForm
from cchc.plans.forms.intake_item import ItemForm
from cchc.plans.models.duty import Cadence
from cchc.plans.models.intake import ItemKindName
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.goals import Direction, GoalKind, Unit
from cchc.plans.rules.intake import queue, spans
from cchc.plans.rules.intake.assembly import goal
from cchc.plans.rules.intake.facts import TASKLIKE, Facts, ItemKind
from cchc.plans.rules.intake.queue import Sieve
from cchc.plans.rules.schedule import first_due
from cchc.plans.rules.sentences import Language, Quantity, Sentence, bar

from .board import TAGS, Board, Choice, Row


@dataclass(frozen=True)
class ShownBlock:
    """A paragraph of the document, or (`cells`) a row of one of its tables."""

    number: int
    start: int
    heading: bool
    html: SafeString
    cells: tuple[SafeString, ...] = ()


def blocks(board: Board) -> list[ShownBlock]:
    """The document as it is shown."""
    sections = board.draft.reading.get("sections") or ()
    headings = {one["span"][0] for one in sections if isinstance(one, dict) and one.get("span")}
    drawn: set[int] = set()
    out = []
    for block in board.blocks:
        if any("\t" in piece.text for piece in block.pieces):
            cells = tuple(_html(board, cell, drawn) for cell in _cells(block.pieces))
            out.append(ShownBlock(block.number, block.start, heading=False, html=SafeString(), cells=cells))
        else:
            html = _html(board, block.pieces, drawn)
            out.append(ShownBlock(block.number, block.start, heading=block.start in headings, html=html))
    return out


def _cells(pieces: Sequence[spans.Piece]) -> Iterator[list[spans.Piece]]:
    """The pieces of a table's row, cut at the tabs between its cells."""
    cell: list[spans.Piece] = []
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\t")):
            if number:
                yield cell
                cell = []
            if part:
                cell.append(spans.Piece(part, piece.ids))
    yield cell


def _html(board: Board, pieces: Sequence[spans.Piece], drawn: set[int]) -> SafeString:
    """Runs of text, those of an item as links that lead to it; its first one is its anchor and bears its two letters.

    Written here and not in a template: a document has thousands of them.
    """
    return format_html_join("", "{}", ((_run(board, piece, drawn),) for piece in pieces))


def _run(board: Board, piece: spans.Piece, drawn: set[int]) -> str | SafeString:
    if not piece.ids:
        return piece.text
    row = board.rows[piece.ids[0]]
    item = row.item
    current = " la-hien-tai" if board.current is not None and board.current.item.pk in piece.ids else ""
    first = ""
    if item.pk not in drawn:
        drawn.add(item.pk)
        said = f"{row.kind_name}: {row.decision_name}"
        first = format_html(' id="m{}" data-tag="{}" title="{}"', item.pk, row.tag, said)
    return format_html(
        '<a class="dau dau--{} la-{}{}" data-items="{}" href="{}{}#m{}"{}>{}</a>',
        item.kind, item.decision, current, " ".join(str(one) for one in piece.ids), board.base_query, item.pk, item.pk,
        first, piece.text,
    )  # fmt: skip


def page_of(request: HttpRequest, board: Board, form: ItemForm | None, **more: Any) -> dict[str, Any]:
    """What the whole page needs, and what the right pane needs of it."""
    editable = board.draft.open and may(request.user, "plans.import")
    page = {
        "board": board,
        "draft": board.draft,
        "row": board.current,
        "form": form,
        "editable": editable,
        "add_form": AddForm(),
        "sieves": list(_sieves(board)),
        "kinds": list(_kinds(board)),
        "batch_query": board.choice.query(),
        "done_all": bool(board.entries) and not board.counts[Sieve.OPEN],
        "loose": _loose(board),
    }
    if board.current:
        page |= _card(board, board.current, form, editable=editable)
    undo = more.pop("undo", None)
    return {**page, **more, "undo_row": board.rows.get(undo) if undo else None}


def whole_page(request: HttpRequest, board: Board, form: ItemForm | None, **more: Any) -> dict[str, Any]:
    """The same, with the document."""
    return {**page_of(request, board, form, **more), "blocks": blocks(board), "tab": "\t"}


def _card(board: Board, row: Row, form: ItemForm | None, *, editable: bool) -> dict[str, Any]:
    before, after = neighbours(board, row.item.pk)
    faults = form.errors.get("split_text") if form is not None and form.is_bound else None
    data = form.data if form is not None and form.is_bound else {}
    return {
        "place": [one.id for one in board.entries].index(row.item.pk) + 1,
        "row_url": board.url(row.item.pk),
        "previous_url": board.url(before) if before else "",
        "next_url": board.url(after) if after else "",
        "deadline": deadline_words(row.facts, board) if row.kind in TASKLIKE else "",
        "indicator_search": data.get("indicator_search", ""),
        "split_text": data.get("split_text", ""),
        "split_error": faults[0] if faults else "",
        "read_facts": [] if editable or form is None else _read(form),
    }


def neighbours(board: Board, item: int) -> tuple[int | None, int | None]:
    """The items before and after one, in the order of the document, that the queue shows."""
    kept = {one.id for one in queue.shown(board.entries, board.choice.sieve, board.choice.kind)}
    ids = [one.id for one in board.entries if one.id in kept or one.id == item]
    place = ids.index(item)
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)


def _read(form: ItemForm) -> list[tuple[str, str]]:
    """The fields with something in them, as words, for those who may only look."""
    out = []
    for name in form.fields:
        value = form[name].value()
        choices = dict(getattr(form.fields[name], "choices", ()) or ())
        values = value if isinstance(value, list | tuple) else [value]
        words = [str(choices.get(one, one)) for one in values if one not in (None, "")]
        if words and name not in {"kind", "quote", "direction", "course", "change_by"}:
            out.append((str(form.fields[name].label), ", ".join(words)))
    return out


def _sieves(board: Board) -> Iterator[dict[str, Any]]:
    names = {
        Sieve.ALL: _("Tất cả"),
        Sieve.OPEN: _("Chưa xong"),
        Sieve.LOOK: _("Cần người xem"),
        Sieve.FINDINGS: _("Cảnh báo"),
        Sieve.ACCEPTED: _("Đã nhận"),
        Sieve.DROPPED: _("Đã bỏ"),
    }
    counts = {**board.counts, Sieve.FINDINGS: board.counts[Sieve.FINDINGS] + len(board.loose)}
    for sieve, name in names.items():
        choice = Choice(sieve, board.choice.kind)
        current = sieve is board.choice.sieve
        if counts[sieve] or current or sieve in {Sieve.ALL, Sieve.OPEN}:
            yield {"name": name, "count": counts[sieve], "url": _url(board, choice), "current": current}


def _kinds(board: Board) -> Iterator[dict[str, Any]]:
    found = queue.kinds(board.entries, board.choice.sieve)
    for kind, count in found.items():
        current = kind is board.choice.kind
        choice = Choice(board.choice.sieve, None if current else kind)
        name = str(ItemKindName(kind.value).label)
        yield {
            "name": name,
            "kind": kind,
            "tag": TAGS[kind],
            "count": count,
            "url": _url(board, choice),
            "current": current,
        }


def _url(board: Board, choice: Choice) -> str:
    return f"{reverse('plans:intake_review', args=[board.draft.pk])}{choice.query()}"


def _loose(board: Board) -> list[dict[str, Any]]:
    """Findings that touch no item, with the paragraph they are about."""
    if not board.loose:
        return []
    starts = [start for start, _end in spans.paragraphs(board.draft.text)]
    out = []
    for finding in board.loose:
        span = finding.get("span") or [0]
        out.append({**finding, "block": max(1, sum(start <= span[0] for start in starts))})
    return out


def deadline_words(facts: Facts, board: Board) -> str:
    """What the words of a deadline come to."""
    if not facts.deadline_text.strip():
        return ""
    draft = board.draft
    stated = parse_deadlines(facts.deadline_text, draft.first_year, last_year=draft.last_year)
    day = first_due(stated, date(draft.first_year, 1, 1), draft.last_year)
    if not stated:
        return _("Chưa hiểu được thời hạn này; có thể viết như 30/6/2026, quý III, hằng tháng.")
    if day is None:
        return _("Hiểu được, nhưng không tính ra một ngày cụ thể (làm thường xuyên hoặc theo văn bản khác).")
    if any(one.recurring for one in stated):
        return _("Lặp lại; lần đầu trong kỳ: %(day)s.") % {"day": format_date(day)}
    return _("Hạn: %(day)s.") % {"day": format_date(day)}


def promise_words(facts: Facts, board: Board) -> str:
    """What a target must reach, in words."""
    language: Language = "en" if get_language() == "en" else "vi"
    promise = goal(facts, board.draft.first_year, board.draft.last_year)
    if promise.kind is GoalKind.CHANGE:
        amount = (
            Quantity(promise.value, Unit.PERCENT if facts.change_by == "percent" else facts.unit)
            if promise.value
            else None
        )
        key = "promise.reduce" if facts.direction is Direction.LOWER else "promise.increase"
        said = Sentence(key, {"amount": amount}) if amount else Sentence("promise.improve")
        since = f" ({facts.baseline_label})" if facts.baseline_label else ""
        return said.text(language) + since
    if promise.promised is None or promise.kind in {GoalKind.EXISTENCE, GoalKind.JUDGED, GoalKind.KEEP}:
        return ""
    return bar(Quantity(promise.promised, promise.level_unit, facts.noun), promise.better, strict=promise.strict).text(
        language
    )


def words_of(row: Row, board: Board) -> dict[str, str]:
    """What the preview says of an item beside its sentence."""
    if row.kind is ItemKind.MEASURE:
        return {"promise": promise_words(row.facts, board), "indicator": _indicator(row.facts.indicator, board)}
    return {"cadence": cadence_words(row.facts)} if row.kind is ItemKind.REPORTING else {}


def _indicator(code: str, board: Board) -> str:
    """An indicator's name in the language of the page."""
    found = board.catalogue.definitions.get(code)
    return found.name.in_language(get_language() or "vi") if found else code


def cadence_words(facts: Facts) -> str:
    """How often something is reported, in words."""
    words = dict(Cadence.choices)
    said = ", ".join(str(words[one]) for one in facts.cadence if one in words)
    day = _("ngày %(day)s") % {"day": facts.day} if facts.day else ""
    return " · ".join(one for one in (said, day) if one)
