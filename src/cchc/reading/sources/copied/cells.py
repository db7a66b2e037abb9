"""The lines of a row parted into the cells of its columns: the way that suits best what the columns hold."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cchc.reading import markers, units
from cchc.reading.flat import flat
from cchc.reading.sources.copied.body import Part, Raw
from cchc.reading.sources.copied.heads import WHO
from cchc.reading.sources.laid_out.cells import joined

_WHEN = re.compile(
    r"(?:truoc|trong|quy|thang|nam|ngay|tuan|hang|thuong xuyen|theo|ca nam|dinh ky|den|tu|sau|cuoi|dau|giua|hoan thanh"
    r"|cham nhat|xong|khi|giai doan|lien tuc|dot xuat|moi|nhu tren|6 thang|i{1,3}/20|iv/20|20\d\d|\d{1,2}/|\d+ ngay)"
    r"(?![a-z])"
)
_TIME = re.compile(
    r"\b(?:quy|thang|nam|ngay|tuan|hang|thuong xuyen|truoc|thoi han|theo|ca nam|dinh ky|phat sinh)\b|\d/\d|\b20\d\d\b"
)
_COMES_OF_IT = re.compile(
    r"(?:cac |du thao |ban )?(?:bao cao|ke hoach|quyet dinh|van ban|cong van|to trinh|quy che|danh muc|hoi nghi"
    r"|nghi quyet|thong bao|de an|bien ban|chi thi|huong dan|ho so|du thao|ket qua|quy trinh|phan mem|lop|phuong an"
    r"|chuong trinh|du lieu|tin,? bai|co so du lieu|so lieu|ban|giay|bo|he thong|quy dinh|tai lieu|phieu|hop dong)\b"
)
_NO_UNIT = re.compile(r"(?:tờ|số|sổ|bản|bổ|hỏi|phong|đổi|đối|đoạn|thuê|bảo)\b", re.IGNORECASE)  # as units without marks
_ALSO_UNIT = re.compile(
    r"(?:cac |tung |moi )?(?:xa(?! hoi)|phuong|vp|phong(?!,? chong| ngua)|don vi|co quan|khu pho|thon|d/c|dong chi)\b"
)
_ITEM = re.compile(r"[-–+•*]\s")
_SUM = re.compile(r"[\d.,]+(?: |$)|(?:ngan sach|kinh phi|chi thuong|nguon|tu chu|theo)\b")
# The line goes on: with these at the end of the one above, and with a figure or a Roman number behind words of time.
_GOES_ON = re.compile(
    r"(?:[,/]|\w-| [-–]|\b(?:và|của|các|(?<!trực )thuộc|tại|về|cho|với|từ|đến|trước|sau|trong|hoặc|những|do|để|trên"
    r"|dưới|bằng|giữa|theo|số))$"
)
_BEFORE_FIGURE = re.compile(r"(?:^|\W)(?:ngày|tháng|quý|năm|đoạn|trước|đến|số|từ|và)$")
_FIGURE = re.compile(r"\d(?!\d?[.)]\s)|[IVX]+\b(?!\.)")
_NO_BEGIN = frozenset(")]}.,;:%/")
_LONG_NAME, _LONG_TIME, _LONG_TASK = 160, 90, 120  # letters of cells
_PARTED, _JOINED, _FITS, _WRAPPED = 1.5, 0.5, 3.0, 0.5
_MOST_PIECES = 12  # of a cell but that of the task
_KEPT_LEAST, _KEPT_SMALL = 3, 0.05


class Piece(NamedTuple):
    """Lines of one cell that belong together; `gap`: below an empty line, `told`: blanks at line ends told it."""

    lines: tuple[str, ...]
    gap: bool = False
    told: bool = False

    @property
    def text(self) -> str:
        """The lines as one."""
        return joined(self.lines)


class Way(NamedTuple):
    """A way to part pieces: the price, lower is better, and how many pieces each cell has; the rest is no cell's."""

    cost: float
    counts: tuple[int, ...]


def keeps_blanks(parts: Sequence[Part]) -> bool:
    """Whether a line that was wrapped kept the blank at its end, and a line that ends a cell has none."""
    lines = [line for part in parts for line in part.lines]
    ended = [(one, after) for one, after in pairwise(lines) if not one.kept]
    small = sum(after.text[0].islower() for _, after in ended)
    return len(lines) - len(ended) > _KEPT_LEAST and len(ended) >= len(parts) and small <= _KEPT_SMALL * len(ended)


def pieces(lines: Sequence[Raw], *, told: bool) -> list[Piece]:
    """The lines of a row with those joined that no cell can begin with; `told`: blanks at the ends tell it."""
    found: list[Piece] = []
    before: Raw | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, told=told):
            found[-1] = found[-1]._replace(lines=(*found[-1].lines, line.text))
        else:
            found.append(Piece((line.text,), line.gap, told))
        before = line
    return found


def _goes_on(before: Raw, line: Raw, *, told: bool) -> bool:
    if line.text[0].islower() or line.text[0] in _NO_BEGIN:
        return True
    if told or line.gap:
        return before.kept and not line.gap
    end = before.text.lower()
    if _BEFORE_FIGURE.search(end) and _FIGURE.match(line.text):
        return True
    return _GOES_ON.search(end) is not None


def best(row: Sequence[Piece], kinds: Sequence[str], widths: Sequence[int], *, last: bool, told: bool) -> Way:
    """The best way to part a row under columns of these kinds; what stands behind the last row is left out of it."""
    size, texts = len(row), [piece.text for piece in row]
    infinite = float("inf")
    costs: list[list[tuple[float, int]]] = [[(infinite if end else 0.0, 0) for end in range(size + 1)]]
    for column, kind in enumerate(kinds):
        prices = []
        for end in range(size + 1):
            ways = [
                (costs[-1][start][0] + price, start)
                for start in range(0 if kind == "task" else max(0, end - _MOST_PIECES), end + 1)
                if costs[-1][start][0] < infinite
                for price in (
                    _unfit(tuple(texts[start:end]), kind) + _joining(row[start:end], widths[column], told=told),
                )
            ]
            prices.append(min(ways, default=(infinite, 0)))
        costs.append(prices)
    ends = range(1, size + 1) if last and size else (size,)
    end = min(ends, key=lambda at: (costs[-1][at][0] + _left_over(row[at:]), -at))
    cost, counts = costs[-1][end][0] + _left_over(row[end:]), list[int]()
    for column in range(len(kinds), 0, -1):
        start = costs[column][end][1]
        counts.append(end - start)
        end = start
    return Way(cost, tuple(counts[::-1]))


def _left_over(rest: Sequence[Piece]) -> float:
    """What it costs that pieces behind the last row are no part of it: little where they stand apart."""
    return 4.0 if rest and not rest[0].gap and not is_numbered(rest[0].text) else 0.0


def _joining(cell: Sequence[Piece], width: int, *, told: bool) -> float:
    """What it costs that pieces stand in one cell: more where the next one's first word would have fitted."""
    cost = 0.0
    for before, after in pairwise(cell):
        if after.gap or told:
            cost += _PARTED
        elif width:
            fits = len(before.lines[-1]) + 1 + len(after.lines[0].split(" ", 1)[0]) < width
            cost += _FITS if fits else -_WRAPPED
        else:
            cost += _JOINED
    return cost


@lru_cache(maxsize=4096)
def _unfit(texts: tuple[str, ...], kind: str) -> float:
    """How badly pieces suit a column."""
    if not texts:
        return {"task": 8.0, "lead": 2.0, "deadline": 2.0, "product": 1.0, "support": 0.8, "monitor": 0.8}.get(
            kind, 0.3
        )
    if kind in WHO:
        return _unfit_who(texts)
    if kind == "deadline":
        more = sum(2.0 for text in texts[1:] if not _TIME.search(flat(text)))
        return more + (2.0 if sum(map(len, texts)) > _LONG_TIME else 0.0) + _unfit_when(texts[0])
    if kind == "budget":
        return -3.0 if _SUM.match(flat(texts[0])) else 2.0
    strange = [names_unit(text) or is_time(text) or is_numbered(text) for text in texts]
    return {
        "task": 3.0 * sum(strange[1:]) - min(sum(map(len, texts)), _LONG_TASK) / _LONG_TASK,
        "product": 2.0 * sum(strange) - (2.0 if _COMES_OF_IT.match(flat(texts[0])) else 0.3),
        "note": sum(strange) + 0.8,
    }.get(kind, sum(strange) - 0.3)


def _unfit_who(texts: tuple[str, ...]) -> float:
    first = -4.0 if names_unit(texts[0]) else -1.0 if _is_name(texts[0]) else 3.0
    long = 1.0 if sum(map(len, texts)) > _LONG_NAME else 0.0
    return first + long + sum(map(_unfit_in_name, texts[1:]))


def _unfit_in_name(text: str) -> float:
    """How badly a piece goes on with names of units: another one well, words that may be a part of a name less so."""
    if names_unit(text):
        return 0.0
    return 2.5 if is_time(text) or _COMES_OF_IT.match(flat(text)) else 1.0


def _unfit_when(text: str) -> float:
    if is_time(text):
        return -4.0
    return -2.0 if _TIME.search(flat(text)) else 3.0


@lru_cache(maxsize=4096)
def names_unit(text: str) -> bool:
    """Whether a piece names units and says nothing else."""
    first = text.split(";", 1)[0].strip(" ,-+–")
    if not first or len(text) > 2 * _LONG_NAME or _NO_UNIT.match(first):
        return False
    return units.of_heading(first) is not None or (len(first) <= 80 and _ALSO_UNIT.match(flat(first)) is not None)


def is_time(text: str) -> bool:
    """Whether a piece begins as a cell that says when."""
    return len(text) <= _LONG_TIME and _WHEN.match(flat(text).lstrip("- ")) is not None


@lru_cache(maxsize=4096)
def is_numbered(text: str) -> bool:
    """Whether a piece begins as a numbered paragraph does ("1. Văn phòng Sở …"), which a row may be followed by."""
    marker = markers.parse(text)
    return marker is not None and marker.rank <= markers.DECIMAL + 3


def _is_name(text: str) -> bool:
    """Whether a piece may be a person's name or a short one of a body: few words, each with a capital."""
    words = text.split()
    return len(words) <= 6 and all(not word[0].islower() for word in words)


def cell(row: Sequence[Piece], kind: str) -> str:
    """The text of a cell; units that stand on lines of their own stay so, and items."""
    text = ""
    for piece in row:
        begins = names_unit(piece.text) if kind in WHO else piece.told or _ITEM.match(piece.text) is not None
        apart = begins and not text.endswith((",", "-"))
        text = f"{text}\n{piece.text}" if text and apart else f"{text} {piece.text}".strip()
    return text


def fits(texts: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether the cells of a row hold what their columns are for: who does it, and when or what comes of it."""
    said = [(kind, text) for kind, text in zip(kinds, texts, strict=True) if text]
    who = any(names_unit(text.split("\n", 1)[0]) for kind, text in said if kind in WHO)
    when = [_TIME.search(flat(text)) is not None for kind, text in said if kind == "deadline"]
    return who and (any(when) if when else any(kind == "product" for kind, _ in said) or "deadline" in kinds)


def measured(rows: Sequence[Sequence[Sequence[Piece]]]) -> list[int]:
    """How wide the columns are by their longest line, in letters; 0 where too few cells were wrapped to tell."""
    widths = []
    for column in zip(*rows, strict=True):
        wrapped = [line for one in column for piece in one for line in piece.lines[:-1]]
        widths.append(max(map(len, wrapped)) if len(wrapped) >= 3 else 0)
    return widths
