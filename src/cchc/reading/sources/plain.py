"""Plain text and Markdown: bytes to characters, characters to printed lines."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cchc.reading.blocks import Line, PrintedLines, Table
from cchc.reading.sources import flattened, footnotes, laid_out, legacy
from cchc.reading.sources.detect import looks_like_markdown
from cchc.reading.sources.laid_out.lines import SIGN
from cchc.reading.sources.letters import clean
from cchc.reading.sources.limits import MAX_COLUMNS, Clock, check_text

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "windows-1258", "cp1252": "windows-1252"}
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_BULLET = re.compile(r"^(\s*)\*\s+(?=\S)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_{2,3}|~~|`)(?=\S)(.+?)(?<=[^\s\\])\1")
_UNDERLINE = re.compile(r"(?<![\w\\])_(?=\S)([^_]+?)(?<=\S)_(?!\w)")
_PAGE_NUMBER = re.compile(
    r"[ \t]{16,}(?:[-–] ?)?\d{1,3}(?: ?[-–])?\s*"
)  # alone in the middle of a line, without an empty one above
_GROUP = 120  # letters of the name of a group
_KEPT = 20  # lines that end with a blank by chance
_TABS = 2  # tabs or bars of a line that make it a row of a table: three columns


def read(data: bytes, name: str, clock: Clock) -> PrintedLines:
    """Lines of a text file, with Markdown's marks taken off where the text is Markdown."""
    text, warnings = decode(data)
    check_text(len(text))
    clock.check()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    markdown = name.lower().endswith((".md", ".markdown")) or looks_like_markdown(text)
    lines = _markdown(text, clock) if markdown else _lines(text, clock)
    pages = text.count("\f") + 1 if "\f" in text.strip() else None
    lines, notes = footnotes.take(lines) if pages and not markdown else (lines, [])
    return PrintedLines("md" if markdown else "txt", tuple(lines), pages, warnings, tuple(notes))


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Characters of a text file of any encoding, and what has to be said about it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), ()
    if data[:1000].count(0) > len(data[:1000]) // 5:
        even_zero = data[0:1000:2].count(0) > data[1:1000:2].count(0)
        return data.decode("utf-16-be" if even_zero else "utf-16-le", "replace"), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, warning = _decode_old(data)
        return text, (warning,)
    code = legacy.detect(text)
    if code is None:
        return text, ()
    return legacy.convert(text, code), (_converted(_NAMES[code]),)


def _decode_old(data: bytes) -> tuple[str, str]:
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") < len(broken) * 0.005:  # UTF-8 with a few damaged bytes
        return broken, f"{broken.count(chr(0xFFFD))} ký tự của tệp bị hỏng, được thay bằng \ufffd."
    western = data.decode("cp1252", "replace")
    code = legacy.detect(western)
    if code is not None:
        return legacy.convert(data.decode("latin-1"), code), _converted(_NAMES[code])
    vietnamese = data.decode("cp1258", "replace")
    if legacy.spelling(vietnamese[:40_000]) >= legacy.spelling(western[:40_000]):
        return vietnamese, _converted(_NAMES["cp1258"])
    return western, _converted(_NAMES["cp1252"])


def _converted(name: str) -> str:
    return f"Văn bản dùng bảng mã cũ {name}; đã chuyển sang Unicode, cần đọc lại một lượt."


def _lines(text: str, clock: Clock) -> list[Line | Table]:
    paged = "\f" in text.strip()
    lines: list[Line | Table] = []
    gap, page = 0, 1
    rows: list[list[str]] = []
    raws = text.split("\n")
    tables = laid_out.find(raws) or flattened.find(raws)
    told = _tells_ends(raws)
    for number, raw in enumerate([*raws, ""]):
        if number % 2000 == 0:
            clock.check()
        if tables and number >= tables[0].start:
            if number == tables[0].start:
                lines += _delimited(rows, gap, page if paged else None) if rows else []
                rows = []
                lines.append(replace(tables[0].table, page=page if paged else None))
                gap = 1
            page += raw.count("\f")
            tables = tables[1:] if number + 1 == tables[0].end else tables
            continue
        cells = _cells(raw) or _group(raws, number, len(rows[0]) if rows else 0)
        if rows and raw.strip(" \r\t") == "" and _is_row(raws, number + 1, len(rows[0])):
            continue  # an empty line between all rows
        if _PAGE_NUMBER.fullmatch(raw):
            continue
        if rows and len(cells) != len(rows[0]):
            lines += _delimited(rows, gap, page if paged else None)
            rows, gap = [], 0
        if cells:
            rows.append(cells)
            continue
        page += raw.count("\f")
        words = clean(raw)
        if not words:
            gap += 1
            continue
        whole = told and not raw.endswith(" ")
        lines.append(Line(" ".join(words.split("\n")), page if paged else None, gap, whole=whole))
        gap = 0
    return lines


def _tells_ends(raws: Sequence[str]) -> bool:
    """Whether a line that the page wrapped kept the blank between two words at its end, as text copied out of a PDF may
    have it: then a line without one ends a paragraph. They do where hardly one is followed by a small letter."""
    lines = [raw for raw in raws if raw.strip()]
    kept = sum(raw.endswith(" ") for raw in lines)
    if not _KEPT < kept < len(lines) * 0.9:
        return False
    small = sum(not raw.endswith(" ") and after.lstrip()[0].islower() for raw, after in pairwise(lines))
    return small <= 0.02 * (len(lines) - kept)


def _is_row(raws: Sequence[str], number: int, width: int) -> bool:
    """Whether a line is a row of as many cells."""
    return number < len(raws) and len(_cells(raws[number])) == width


def _cells(raw: str) -> list[str]:
    """The cells of a line that tabs or bars part; none where the line is no row."""
    if raw.count("\t") >= _TABS:
        parts = raw.split("\t")
    elif raw.count(" | ") >= _TABS:
        parts = raw.strip().strip("|").split("|")
    else:
        return []
    return [" ".join(clean(part).split()) for part in parts[:MAX_COLUMNS]]


def _group(raws: Sequence[str], number: int, width: int) -> list[str]:
    """The cells of a line that only names the group of the rows below it: its sign and its name, or that alone; none
    where no row is above and below, or the line is too long for a name."""
    if not width or not _is_row(raws, number + 1, width):
        return []
    said = [words for part in raws[number].split("\t") if (words := " ".join(clean(part).split()))]
    if not 0 < len(said) <= _TABS or len(said[-1]) > _GROUP or (len(said) == _TABS and not SIGN.match(said[0])):
        return []
    return [*(said[:-1] or said), *said[-1:] * (width - 1)]


def _delimited(rows: list[list[str]], gap: int, page: int | None) -> list[Line | Table]:
    """Lines with as many tabs or bars each, as cells of a sheet or a document are written; one alone is a line."""
    if len(rows) > 1 and sum(map(bool, rows[0])) >= _TABS:
        return [_unrepeated(rows, page)]
    return [Line(words, page, gap) for row in rows if (words := " ".join(filter(None, row)))]


def _unrepeated(rows: list[list[str]], page: int | None) -> Table:
    """A table whose merged cells say the same in each place they cover: in its head, and in the names of groups."""
    above, below = rows[0], rows[1]
    beside: set[tuple[int, int]] = set()
    covered: set[tuple[int, int]] = set()
    if above[0] and above[0] == below[0]:
        covered = {(1, at) for at, name in enumerate(below) if name == above[at]}
        beside = {(0, at) for at in range(1, len(above)) if above[at] == above[at - 1] and below[at] != below[at - 1]}
    for number, row in enumerate(rows):
        if len(set(row[1:])) == 1 and row[1] and number > 0:
            beside |= {(number, at) for at in range(1 if row[0] == row[1] else 2, len(row))}
    merged = frozenset(covered | beside)
    kept = [["" if (number, at) in merged else cell for at, cell in enumerate(row)] for number, row in enumerate(rows)]
    return Table(tuple(map(tuple, kept)), page, merged, beside=frozenset(beside))


def _markdown(text: str, clock: Clock) -> list[Line | Table]:
    found: list[Line | Table] = []
    gap = 0
    rows: list[str] = []
    for number, raw in enumerate([*text.split("\n"), ""]):
        if number % 2000 == 0:
            clock.check()
        if _TABLE_ROW.match(raw):
            rows.append(raw)
            continue
        if rows:
            found += _table(rows)
            rows, gap = [], 0
        line = None if _RULE.match(raw) or raw.startswith("```") else _markdown_line(raw, gap)
        if line is None:
            gap += 1
        else:
            found.append(line)
            gap = 0
    return found


def _markdown_line(raw: str, gap: int) -> Line | None:
    raw = raw.lstrip("> ") if raw.startswith(">") else raw
    heading = _HEADING.match(raw)
    words = clean(heading[2] if heading else _BULLET.sub(r"\1- ", raw))
    if not words:
        return None
    plain, bold, italic = unmark(words)
    return (
        Line(plain, gap=gap, bold=bold, italic=italic, heading=len(heading[1]) if heading else None) if plain else None
    )


def unmark(text: str) -> tuple[str, bool, bool]:
    """The text without Markdown's marks, whether it was bold as a whole, and whether it was italic as a whole."""
    strong = 0
    for marks in ("***", "**", "*"):
        inner = text[len(marks) : -len(marks)]
        if text.startswith(marks) and text.endswith(marks) and inner.strip("*").strip() and marks not in inner:
            text, strong = inner, len(marks)
            break
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        plain = _UNDERLINE.sub(r"\1", _EMPHASIS.sub(r"\2", text))
        if plain == text:
            break
        text = plain
    if text.startswith(("*", "**")) and text.count("*") in (1, 2):  # emphasis that ends on another line
        text = text.lstrip("*")
    elif text.endswith("*") and not text.endswith("\\*") and text.count("*") in (1, 2):
        text = text.rstrip("*")
    return clean(_ESCAPE.sub(r"\1", text)), strong >= 2, strong in (1, 3)


def _table(rows: list[str]) -> list[Line | Table]:
    if len(rows) < 2 or not any(_TABLE_RULE.match(row) for row in rows):
        return [line for row in rows if (line := _markdown_line(row, 0))]
    grid = [
        [unmark(clean(cell))[0] for cell in _CELL.split(row.strip()[1:-1])[:MAX_COLUMNS]]
        for row in rows
        if not _TABLE_RULE.match(row)
    ]
    width = max(map(len, grid))
    return [Table(tuple(tuple(row + [""] * (width - len(row))) for row in grid))]
