"""From bytes or text to a reading: the one way through all parts of the package."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from cchc.reading import (
    annex,
    areas,
    cell_measures,
    citations,
    document,
    duties,
    flow,
    linter,
    measures,
    outline,
    paragraphs,
    promised,
    quality,
    reporting,
    target_tables,
    tasks,
)
from cchc.reading.blocks import Note, Paragraph, PrintedLines, Source, Table
from cchc.reading.flat import flat
from cchc.reading.flow import Flow, Grid, Para
from cchc.reading.items import (
    Citation,
    Document,
    Duty,
    Finding,
    Measure,
    Quality,
    Reporting,
    Row,
    Section,
    Span,
    Task,
    changed,
)
from cchc.reading.outline import Node
from cchc.reading.sources import letters, load
from cchc.reading.sources.progress import Progress

SCHEMA = 1
_DIRECTIVES = ("chi thi", "cong dien")
_SEVERAL = 3  # headings on reform that only a plan of reform has


@dataclass(frozen=True)
class Reading:
    """What a careful officer takes from a document; every span points into `text`."""

    format: str
    pages: int | None
    text: str
    document: Document
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    measures: tuple[Measure, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    reporting: tuple[Reporting, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    quality: Quality
    notes: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reading in the shape of the contract (`docs/algorithms/reading.md`), ready for `json.dumps`."""
        return {"schema": SCHEMA, **{one.name: _plain(getattr(self, one.name)) for one in fields(self)}}


def read(data: bytes, name: str, *, progress: Progress | None = None) -> Reading:
    """The reading of a file's bytes; `name` only hints at the format. Raises `Unreadable` and nothing else."""
    return understand(load(data, name, progress=progress))


def read_text(text: str) -> Reading:
    """The reading of plain text or Markdown, hard line ends or not. Raises `Unreadable` for an empty one."""
    return read(text.encode(), "text.txt")


def understand(source: Source | PrintedLines) -> Reading:
    """The reading of what a format gave."""
    if isinstance(source, PrintedLines):
        blocks: Sequence[Paragraph | Table] = paragraphs.join(source.lines)
    else:
        blocks = paragraphs.mend(source.blocks)
    blocks, mends = letters.mend(blocks)
    laid = flow.lay_out(blocks, source.notes)
    trust = quality.assess(laid, source.layer, source.confidence)
    parts = document.regions(laid.parts)
    about = document.describe(parts, laid.parts, marks=trust.readable)
    year = about.period[0] if about.period else None
    root = outline.build(parts.body, areas.of_title(flat(about.title)), about.period[1] if about.period else None)
    _settle(root, about)
    doubtful = not trust.readable
    rows = annex.find([*parts.body, *document.own_end(parts), *parts.annexes], year)
    found = _measures(root, (rows, parts.annexes), about, laid, doubtful=doubtful)
    mentions = _mentions(parts, root, laid, about)
    charged = duties.find(root, year, doubtful=doubtful)
    reading = Reading(
        format=source.format,
        pages=source.pages,
        text=laid.text,
        document=about,
        sections=_sections(root, parts),
        citations=tuple(citations.merge(mentions, doubtful=doubtful)),
        measures=tuple(found),
        tasks=_tasks(root, rows, laid, about, doubtful=doubtful),
        duties=duties.owned(charged),
        reporting=tuple(reporting.find(root, doubtful=doubtful)),
        rows=tuple(rows),
        findings=(),
        quality=trust,
        notes=source.notes,
        warnings=(*source.warnings, *_of_more(laid)),
    )
    checked = linter.Checked(reading, laid, parts, root, mentions, charged, mends)
    return replace(reading, findings=tuple(linter.check(checked)))


def _of_more(laid: Flow) -> tuple[str, ...]:
    """What has to be said where a file holds more than one document: only the first one's items are taken."""
    more = document.next_document(laid.parts)
    if more is None:
        return ()
    where = f" (từ trang {more.page})" if more.page else ""
    return (f"Tệp có hơn một văn bản; chỉ văn bản đầu được đọc, hãy tách văn bản sau{where} ra tệp riêng.",)


def _is_reform(root: Node, about: Document) -> bool:
    """Whether a document is of administrative reform: by its title, or by several headings that say so."""
    if areas.is_reform(flat(about.title)):
        return True
    return sum(1 for node in root.walk() if node.heading and "cai cach" in node.flat) >= _SEVERAL


def _settle(root: Node, about: Document) -> None:
    """A document without any section that says what it is: everything in it may be a task or a target."""
    if not any(node.own for node in root.walk()):
        directive = flat(about.title).startswith(_DIRECTIVES)  # tells units what they have to do, part by part
        kind = "context" if about.kind == "report" else "organisation" if directive else "mixed"
        for node in root.walk():
            node.kind = kind


def _measures(
    root: Node, annexed: tuple[Sequence[Row], Sequence[Para | Grid]], about: Document, laid: Flow, *, doubtful: bool
) -> list[Measure]:
    rows, annexes = annexed
    last = about.period[1] if about.period else None
    usual = areas.usual_of(flat(about.title))
    context = promised.Context(document.begins(about), last, doubtful, _is_reform(root, about), usual)
    found = [one for node in root.walk() for one in measures.of_node(node, context)]
    in_tables = target_tables.find(root, annexes, context)
    found = sorted([*found, *in_tables], key=lambda one: one.span.start) if in_tables else found
    found += cell_measures.of_rows(rows, laid, found, context)
    return measures.number_all(found)


def _tasks(root: Node, rows: Sequence[Row], laid: Flow, about: Document, *, doubtful: bool) -> tuple[Task, ...]:
    year = about.period[0] if about.period else None
    found = tasks.find(root, year, doubtful=doubtful, reform=_is_reform(root, about))
    if not rows:
        return tuple(found)
    matcher = annex.Matcher(rows, laid.bare)
    return tuple(changed(task, row=matcher.match(laid.bare[task.span.start : task.span.end])) for task in found)


def _mentions(parts: document.Regions, root: Node, laid: Flow, about: Document) -> list[citations.Mention]:
    nodes = {id(node.part): node for node in root.walk()}
    head = {id(part) for part in parts.head}
    everything = [*laid.parts, *laid.notes]
    paras = [part for part in everything if isinstance(part, Para) and "/" in part.words and id(part) not in head]
    found = citations.collect([(part, nodes.get(id(part))) for part in paras], (about.number,))
    own = citations.key(about.number) if about.number else None
    for grid in laid.parts:
        if isinstance(grid, Grid) and id(grid) not in head:
            for (r, c), (start, _) in grid.cells.items():
                cell = grid.table.rows[r][c]
                if "/" in cell:
                    folded = laid.flat[start : start + len(cell)]
                    found += [one for one in citations.find(cell, folded, start) if citations.key(one.number) != own]
    return sorted(found, key=lambda one: one.start)


def _sections(root: Node, parts: document.Regions) -> tuple[Section, ...]:
    found: list[Section] = []
    for node in root.walk():
        part = node.part
        if isinstance(part, Para) and node.heading:
            level = sum(1 for _ in node.ancestors()) + 1
            label = part.marker.label if part.marker else ""
            found.append(
                Section(
                    f"s{len(found) + 1}", label, part.words, node.kind, node.area, level,
                    Span(part.start, part.end), part.page, node.path(),
                )
            )  # fmt: skip
    for place, annexed in enumerate(parts.annexes):
        if isinstance(annexed, Para) and (place == 0 or annexed.flat.startswith("phu luc")):
            span = Span(annexed.start, annexed.end)
            found.append(Section(f"s{len(found) + 1}", "", annexed.words, "annex", None, 1, span, annexed.page, ()))
    return tuple(found)


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value
