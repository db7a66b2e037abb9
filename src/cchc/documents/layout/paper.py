"""What an official paper says, free of any format: the parts that Nghị định 30/2020/NĐ-CP, Phụ lục I, names."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Align = Literal["left", "center", "right", "justify"]
_SPACE = str.maketrans("\n\t", "  ", "\r")

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_UNPRINTED = {"Cc", "Cf", "Cs"}


def plain(text: str) -> str:
    """`text` as it may stand in any format: NFC, line ends as spaces, without control and invisible characters."""
    if not text.isprintable():  # nearly every text is, and has no character of those kinds
        spaced = text.translate(_SPACE)
        text = "".join(c for c in spaced if unicodedata.category(c) not in _UNPRINTED and c not in "\ufffe\uffff")
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. `figure` is the key of the figure it prints; `note` is a footnote after it."""

    text: str
    bold: bool = False
    italic: bool = False
    figure: str = ""
    note: str = ""


def runs(text: str | Run | tuple[Run, ...]) -> tuple[Run, ...]:
    """Text, one run or many, as runs."""
    if isinstance(text, str):
        return (Run(text),) if text else ()
    return (text,) if isinstance(text, Run) else text


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 "I." (printed in capitals), 2 "1.", 3 "a)"; the label is printed before the text."""

    level: Literal[1, 2, 3]
    label: str
    text: str

    @property
    def printed(self) -> str:
        """The label and the text as they are printed."""
        return f"{self.label} {plain(self.text.upper() if self.level == 1 else self.text)}".strip()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body. `align` other than justified is not indented."""

    runs: tuple[Run, ...]
    align: Align = "justify"


@dataclass(frozen=True)
class Bullet:
    """An item of a list, printed after a dash (level 1) or a plus sign (level 2)."""

    runs: tuple[Run, ...]
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width and how its cells are set."""

    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """A cell. `value` is the number behind the text, for the workbook; `span`, `down`: columns and rows covered."""

    runs: tuple[Run, ...] = ()
    value: Decimal | None = None
    decimals: int = 0
    span: int = 1
    down: int = 1
    align: Align | None = None

    @property
    def text(self) -> str:
        """The cell's text without styles."""
        return "".join(plain(run.text) for run in self.runs)


def cells(*texts: str, bold: bool = False, italic: bool = False) -> tuple[Cell, ...]:
    """A row of plain cells, all in one style."""
    return tuple(Cell((Run(text, bold=bold, italic=italic),) if text else ()) for text in texts)


@dataclass(frozen=True)
class Table:
    """A ruled table. The header rows are set bold and centred and repeat on each page. Covered cells are left out.

    `caption` is printed above the table, centred and bold; it also says in the tagged PDF what the table is.
    Raises ValueError when a row does not fill the columns exactly.
    """

    columns: tuple[Column, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for part, name in ((self.header, "header"), (self.rows, "rows")):
            place(part, len(self.columns), name)


def place(rows: tuple[tuple[Cell, ...], ...], width: int, name: str = "rows") -> list[tuple[int, int, Cell]]:
    """Each cell with its row and column in the grid, counting what merged cells cover.

    Raises ValueError when a row is not filled exactly, or a merged cell reaches below the last row.
    """
    taken: set[tuple[int, int]] = set()
    placed = []
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            covered = {(at + i, column + j) for i in range(cell.down) for j in range(cell.span)}
            if covered & taken or column + cell.span > width or at + cell.down > len(rows):
                raise ValueError(f"{name}[{at}]: a cell does not fit the grid of {width} columns")
            taken |= covered
            placed.append((at, column, cell))
            column += cell.span
    if len(taken) != width * len(rows):
        at = min(i for i in range(len(rows)) for j in range(width) if (i, j) not in taken)
        raise ValueError(f"{name}[{at}]: the row does not fill {width} columns")
    return placed


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Bullet | Table | PageBreak


@dataclass(frozen=True)
class Annex:
    """An annex with page numbers of its own: "Phụ lục" and its number, a title in capitals, "(Kèm theo …)", blocks."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of a list of contents. The pages of an `annex` begin anew, so that no number is printed for it."""

    level: int
    text: str
    annex: bool = False


LISTED = 2
"""The deepest level of headings that a list of contents names."""


@dataclass(frozen=True)
class Signature:
    """Who signs: `authority` "KT. GIÁM ĐỐC" (empty for the head), `title` "PHÓ GIÁM ĐỐC", `name` without titles."""

    title: str
    name: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Paper:
    """An official paper.

    `parent` and `issuer` may hold line ends. `number` is empty until the register gives one; `day` is None until the
    paper is signed, and then `year` is printed after blanks. `kind` is the kind of paper ("BÁO CÁO"); without a kind
    the paper is a letter (công văn) and `title` is printed as "V/v …" below the number. `mark` says on every page what
    the paper is not yet ("DỰ THẢO") or is not at all (data of a demonstration). `contents`: a sheet before it lists
    its headings and annexes with their pages.
    """

    issuer: str
    symbol: str
    place: str
    title: str
    year: int
    parent: str = ""
    number: str = ""
    day: date | None = None
    kind: str = ""
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    mark: str = ""
    contents: bool = False

    @property
    def entries(self) -> list["Entry"]:
        """Its headings and annexes, as a list of contents names them."""
        found = [Entry(block.level, block.printed) for block in self.blocks if isinstance(block, Heading)]
        for annex in self.annexes:
            found.append(Entry(1, plain(f"{annex.label}. {annex.title}"), annex=True))
            found += [Entry(b.level, b.printed, annex=True) for b in annex.blocks if isinstance(b, Heading)]
        return found

    @property
    def printed_number(self) -> str:
        """The number as printed: two digits at least; room to write it while there is none."""
        return f"Số: {_number(self.number, self.symbol)}"

    @property
    def printed_date(self) -> str:
        """Place and date as printed: day below 10 and months 1 and 2 with a leading zero; blanks while not signed."""
        return f"{plain(self.place)}, {_day(self.day, self.year)}"

    @property
    def printed_parent(self) -> list[str]:
        """The lines of the body above, as the letterhead has them."""
        return letterhead_lines(self.parent)

    @property
    def printed_issuer(self) -> list[str]:
        """The lines of the issuing body, as the letterhead has them."""
        return letterhead_lines(self.issuer)

    @property
    def name(self) -> str:
        """Kind and title in one line, as the file's own title."""
        return plain(f"{self.kind.capitalize()} {self.title}" if self.kind else self.title).strip()


NBSP = "\u00a0"


def _number(number: str, symbol: str) -> str:
    number = plain(number)
    return f"{number.zfill(2) if number.isdigit() else number or 7 * NBSP}/{plain(symbol)}"


def _day(day: date | None, year: int) -> str:
    if day is None:
        return f"ngày{6 * NBSP}tháng{6 * NBSP}năm {year}"
    return f"ngày {day.day:02} tháng {f'{day.month:02}' if day.month < 3 else day.month} năm {day.year}"


def attached_to(kind: str, *, number: str, symbol: str, day: date | None, year: int, issuer: str) -> str:
    """What stands below an annex's title: the kind, number, day and issuer of the paper that it goes with.

    Nghị định 30/2020/NĐ-CP, Phụ lục I. What is not known yet is left to be written in, as on the first page.
    """
    body = " ".join(lines(issuer))
    return f"Kèm theo {kind} số {_number(number, symbol)} {_day(day, year)} của {body}"


MAIN_SECTION_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
A4_MM = (210, 297)


def lines(text: str) -> list[str]:
    """The lines of a text that may hold line ends, each ready to print."""
    return [plain(line).strip() for line in text.splitlines() if line.strip()]


ISSUER_MM = 65
"""The column of the letterhead that holds the issuer; the rest holds the name of the nation."""
_BEFORE_PLACE = ("TỈNH", "THÀNH PHỐ")


def letterhead_lines(text: str, points: float = 13) -> list[str]:
    """The lines of a body's name in capitals as the letterhead prints them.

    A name too long for its column is cut before its province, as papers do, else into lines about equal.
    """
    found: list[str] = []
    for line in lines(text.upper()):
        at = max(line.rfind(f" {word} ") for word in _BEFORE_PLACE)
        if estimated_width_mm(line, points) <= ISSUER_MM - 2:
            found.append(line)
        elif at > 0:
            found += [*_evenly(line[:at], points), *_evenly(line[at + 1 :], points)]
        else:
            found += _evenly(line, points)
    return found


def _evenly(line: str, points: float) -> list[str]:
    """As few lines as hold the words, of widths as equal as words allow."""
    width, limit = estimated_width_mm(line, points), ISSUER_MM - 2
    fewest = len(_filled(line, limit, points))
    for narrower in range(round(width / fewest), limit):
        found = _filled(line, narrower, points)
        if len(found) == fewest:
            return found
    return _filled(line, limit, points)


def _filled(line: str, limit: float, points: float) -> list[str]:
    """The words put into lines of at most `limit` mm, one after the other."""
    found = [""]
    for word in line.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and estimated_width_mm(longer, points) > limit:
            found.append(word)
        else:
            found[-1] = longer
    return found


def estimated_width_mm(text: str, points: float) -> float:
    """About how wide `text` is in the bold letters of a Times-like face: for rules that need only be about right."""
    ems = sum(0.72 if c.isupper() else 0.25 if c.isspace() else 0.48 for c in unicodedata.normalize("NFC", text))
    return ems * points * 25.4 / 72


def rule_mm(text: str, points: float) -> float:
    """The length of the rule below issuer or title: two fifths of the printed line above it (the decree: ⅓–½)."""
    return round(0.4 * estimated_width_mm(text, points), 1)
