"""Letters as they should be: one Unicode form, nothing invisible, and look-alikes from other alphabets mended."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from cchc.reading.blocks import Note, Paragraph, Table
from cchc.reading.flat import is_plain

# Letters of other alphabets that print like a Latin one. Each is replaced one for one, so offsets never move.
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁԛԝАΒΕΖΗΙΚΜΝΟΡΤΥΧοÐð\u0189",
    "ABEKMHOPCTYXIJSaeopcyxijsdqwABEZHIKMNOPTYXoĐđĐ",
)
_FOREIGN = frozenset(map(chr, LOOKALIKES))
_ALWAYS = frozenset("Ðð\u0189")  # Icelandic and African letters: in a Vietnamese text always a mistyped Đ
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_CONTROLS = (*range(9), 11, *range(14, 32), 127, *range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_DROPPED: dict[int, str | None] = dict.fromkeys((*_INVISIBLE, *_CONTROLS))
_LETTERS = {0x2010: "-", 0x2011: "-", 0x2028: "\n", 0x2029: "\n", 0x85: "\n", 12: "\n", 13: "\n"}
_CLEAN = {**_DROPPED, **_LETTERS}
_UNCLEAN = re.compile(f"[{''.join(map(re.escape, map(chr, _CLEAN)))}]")
_UNEVEN = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|  ")


@dataclass(frozen=True)
class Mend:
    """A look-alike letter put right: in block `block` (for a table in `cell`), from `start` to `end` of that text."""

    block: int
    start: int
    end: int
    found: str
    mended: str
    cell: tuple[int, int] | None = None


def clean(text: str) -> str:
    """NFC, every kind of space one space, no control, zero-width or soft-hyphen characters; line ends stay."""
    if is_plain(text) and "\t" not in text and "  " not in text:
        return text.strip()
    if _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _UNEVEN.search(text):
        text = _SPACES.sub(" ", text)
    return text.strip()


def one_line(text: str) -> str:
    """As `clean`, with line ends turned into spaces."""
    text = clean(text)
    return " ".join(text.split()) if "\n" in text else text


def find_lookalikes(text: str) -> list[tuple[int, int, str]]:
    """Words that hold look-alikes and would be Latin without them: (start, end, the word mended)."""
    if is_plain(text) or _FOREIGN.isdisjoint(text):
        return []
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _FOREIGN.isdisjoint(word):
            continue
        mended = word.translate(LOOKALIKES)
        if _is_latin(mended) and (not _is_foreign(word) or not _ALWAYS.isdisjoint(word)):
            found.append((match.start(), match.end(), mended))
    return found


def mend(blocks: Sequence[Paragraph | Table]) -> tuple[tuple[Paragraph | Table, ...], tuple[Mend, ...]]:
    """The blocks with look-alike letters mended, and where. Every text keeps its length, so spans stay right."""
    texts = [block.text if isinstance(block, Paragraph) else "\n".join(chain(*block.rows)) for block in blocks]
    if is_plain("\n".join(texts)):
        return tuple(blocks), ()
    mended: list[Paragraph | Table] = []
    mends: list[Mend] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            text, found = _mend_text(block.text)
            mends += [Mend(number, start, end, was, now) for start, end, was, now in found]
            mended.append(replace(block, text=text) if found else block)
        else:
            table, of_table = _mend_table(number, block)
            mends += of_table
            mended.append(table)
    return tuple(mended), tuple(mends)


def mend_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes with look-alike letters mended."""
    return tuple(replace(note, text=_mend_text(note.text)[0]) for note in notes)


def _mend_text(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    found = [(start, end, text[start:end], now) for start, end, now in find_lookalikes(text)]
    for start, end, _, now in found:
        text = text[:start] + now + text[end:]
    return text, found


def _mend_table(number: int, table: Table) -> tuple[Table, list[Mend]]:
    mends: list[Mend] = []
    rows = []
    for r, row in enumerate(table.rows):
        cells = []
        for c, cell in enumerate(row):
            text, found = _mend_text(cell)
            mends += [Mend(number, start, end, was, now, (r, c)) for start, end, was, now in found]
            cells.append(text)
        rows.append(tuple(cells))
    return (replace(table, rows=tuple(rows)) if mends else table), mends


def _is_latin(word: str) -> bool:
    return all(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in word)


def _is_foreign(word: str) -> bool:
    """Whether every letter is of another alphabet: a Russian or Greek word, left alone unless it is a single letter."""
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and all(char in _FOREIGN for char in letters)
