"""A paper as PDF, by typst: tagged, PDF/A-2a and PDF/UA-1. The text is data for one fixed template, never source."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from . import paper as p
from .glyphs import FONTS, without_gaps

_TEMPLATE = Path(__file__).with_name("paper.typ")
_ONE_AT_A_TIME = Lock()  # a compiler keeps its inputs between calls


def to_pdf(paper: p.Paper) -> bytes:
    """The paper as the bytes of a PDF file; the same paper gives the same bytes."""
    with _ONE_AT_A_TIME:
        return _compiled(paper)


def pages_of(paper: p.Paper) -> list[int]:
    """The page that each heading of the paper stands on, annexes included, by its number as it is printed."""
    with _ONE_AT_A_TIME:
        _compiled(paper)
        found: list[int] = json.loads(_compiler().query("<pages>", field="value", one=True))
    return found


def _compiled(paper: p.Paper) -> bytes:
    data = _compiler().compile(
        format="pdf",
        sys_inputs={"paper": json.dumps(_data(paper), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(*_made(paper), tzinfo=UTC),
    )
    if not isinstance(data, bytes):
        raise TypeError("typst gave no PDF")
    return data


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, sys_inputs={})


def _printable(text: str) -> str:
    """Without characters that the typeface lacks (PDF/A forbids them): an empty box stands where one was."""
    return without_gaps(p.plain(text))


def _lines(text: str) -> list[str]:
    return [_printable(line) for line in p.lines(text)]


def _made(paper: p.Paper) -> tuple[int, int, int]:
    day = paper.day
    return (day.year, day.month, day.day) if day else (paper.year, 1, 1)


def _data(paper: p.Paper) -> dict[str, Any]:
    issuer, title = [_printable(line) for line in paper.printed_issuer], _lines(paper.title)
    return {
        "name": _printable(paper.name),
        "author": " ".join(_lines(paper.issuer)),
        "made": _made(paper),
        "nation": p.NATION,
        "motto": p.MOTTO,
        "parent": [_printable(line) for line in paper.printed_parent],
        "issuer": issuer,
        "issuer_rule": p.rule_mm(issuer[-1], 13),
        "number": _printable(paper.printed_number),
        "date": _printable(paper.printed_date),
        "kind": _printable(paper.kind),
        "title": title,
        "title_rule": min(p.rule_mm(title[-1], 14), 60),
        "addressees": _addressees(paper.addressees),
        "grounds": _ended(paper.grounds, ""),
        "blocks": [_block(block) for block in paper.blocks],
        "recipients": _ended(paper.recipients, "- "),
        "signature": _signature(paper.signature),
        "annexes": [_annex(annex) for annex in paper.annexes],
        "mark": _printable(paper.mark),
        "listed": p.LISTED,
        "contents": [
            {"level": entry.level, "text": _printable(entry.text), "annex": entry.annex}
            for entry in (paper.entries if paper.contents else ())
        ],
    }


def _addressees(names: tuple[str, ...]) -> list[str]:
    return [_printable(names[0])] if len(names) == 1 else _ended(names, "- ")


def _ended(items: tuple[str, ...], dash: str) -> list[str]:
    """Items of a printed list: a dash before, a semicolon after, a full stop after the last."""
    cut = [_printable(item).rstrip(".;") for item in items]
    return [f"{dash}{item}{'.' if at + 1 == len(cut) else ';'}" for at, item in enumerate(cut)]


def _signature(signature: p.Signature | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    posts = [line.upper() for line in (*_lines(signature.authority), *_lines(signature.title))]
    return {"posts": posts, "name": _printable(signature.name)}


def _annex(annex: p.Annex) -> dict[str, Any]:
    return {
        "label": _printable(annex.label),
        "title": [line.upper() for line in _lines(annex.title)],
        "note": f"({_printable(annex.note).strip('()')})" if annex.note else "",
        "landscape": annex.landscape,
        "blocks": [_block(block) for block in annex.blocks],
    }


def _block(block: p.Block) -> dict[str, Any]:
    match block:
        case p.Heading(level):
            return {"kind": "heading", "level": level, "text": _printable(block.printed)}
        case p.Paragraph(runs, align):
            return {"kind": "paragraph", "runs": _runs(runs), "align": align}
        case p.Bullet(runs, level):
            return {"kind": "bullet", "runs": _runs(runs), "dash": "- " if level == 1 else "+ "}
        case p.PageBreak():
            return {"kind": "break"}
        case p.Table():
            return {
                "kind": "table",
                "caption": _printable(block.caption),
                "columns": [column.width for column in block.columns],
                "header": _cells(block, block.header, 0),
                "rows": _cells(block, block.rows, len(block.header)),
            }


def _cells(block: p.Table, rows: tuple[tuple[p.Cell, ...], ...], above: int) -> list[dict[str, Any]]:
    return [
        {
            "x": column,
            "y": above + at,
            "span": cell.span,
            "down": cell.down,
            "align": cell.align or block.columns[column].align,
            "runs": _runs(cell.runs),
        }
        for at, column, cell in p.place(rows, len(block.columns))
    ]


def _runs(runs: tuple[p.Run, ...]) -> list[dict[str, Any]]:
    return [
        {"text": _printable(run.text), "bold": run.bold, "italic": run.italic, "note": _printable(run.note)}
        for run in runs
    ]
