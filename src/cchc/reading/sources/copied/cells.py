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
_NO_UNIT = re.compile(
    r"(?:tờ|số|sổ|bản|bổ|hỏi|phong|đổi|đối|đoạn|thuê|bảo|viên)\b", re.IGNORECASE
)  # as units without marks
_ALSO_UNIT = re.compile(
    r"(?:cac |tung |moi )?(?:xa(?! hoi)|phuong|vp|phong(?!,? chong| ngua)|don vi|co quan|khu pho|thon|d/c|dong chi)\b"
)
_ITEM = re.compile(r"[-–+•*]\s")
# What a cell that ends inside a line may be.
_WHOLE_NAME = re.compile(r"(?:ubnd|hdnd|cac) \w+|\S+ \S+ \S+")
_WHOLE_TIME = re.compile(r".*\d|(?:thuong xuyen|lien tuc|ca nam|trong nam|(?:hang|moi) \w+|nam \d+|theo quy dinh)")
# What begins another cell, in the middle of a line.
_TIME_BEHIND = re.compile(
    r"\s(?:(?:Hằng|Hàng) (?:năm|quý|tháng)|Thường xuyên|Quý [IVX1-4]|Tháng \d|Năm 20\d\d|Trước ngày)"
)
_UNIT_BEHIND = re.compile(
    r"(?<!của)(?<!do)(?<!về)(?<!với)(?<!Kế hoạch) (?:Văn phòng|Phòng|Sở|Các|Thanh tra|Trung tâm|UBND|Công an"
    r"|Chi cục)\b"
)
_MORE_BEHIND = re.compile(
    r"(?:Cả năm|Thường xuyên|Liên tục|(?:Hằng|Hàng) \w+|.*\d{4}) (?!Quý|Tháng|Trước|Năm|Thường|Hằng|Hàng)[A-ZĐ]\w"
)
# What no cell ends with, of other columns than who does it; and names that are none without more words.
_OPENS = re.compile(
    r"\s(?:Dự thảo|Bản|Bộ|Tờ trình|Danh mục|Báo cáo|Văn phòng|Phòng|Trung tâm|Sở|Các|Ban|Lãnh đạo|Chi cục|Thanh tra)$"
)
_UNIT_OPENS = re.compile(
    r"\b(?:tỉnh|xã|phường|ngành|Thương|Môi trường) (?:Sở|Các|Phòng|Văn phòng|UBND|Hội|Công an|Trung tâm|Ban|Liên minh)$"
)
_HEADLESS = re.compile(
    r"(?:.*; ?)?(?:lanh dao )?(?:lanh dao|(?:pho )?giam doc|ubnd|van phong|thanh tra|cong an|trung tam|phong|so|ban)"
)
_BARE = re.compile(r"(?:so|phong|ban|to|vu|cuc|vien|bo|doan|hoi|nganh|uy ban|tinh)$")
_SUM = re.compile(r"[\d.,]+(?: |$)|(?:ngan sach|kinh phi|chi thuong|nguon|tu chu|theo)\b")
# The line goes on: with these at the end of the one above, and with a figure or a Roman number behind words of time.
_GOES_ON = re.compile(
    r"(?:[,/]|\w-| [-–]|\b(?:và|của|các|(?<!trực )thuộc|tại|về|cho|với|từ|đến|trước|sau|trong|hoặc|những|do|để|trên"
    r"|dưới|bằng|giữa|theo|(?:định|quyết|hoạch|văn|thị|tư|trình|lệnh|báo) số))$"
)
_CUT_DATE = re.compile(r"\d/(?:\d{1,2}/)?(?:2|20|20\d)?$")
_BEFORE_FIGURE = re.compile(r"(?:^|\W)(?:ngày|tháng|quý|năm|đoạn|trước|đến|số|từ|và)$")
_CUT_YEAR = re.compile(r"(\d/\d{1,2}/20\d) (\d)\b")
_FIGURE = re.compile(r"\d(?!\d?[.)]\s)|[IVX]+\b(?!\.)")
_NO_BEGIN = frozenset(")]}.,;:%/")
_LONG_NAME, _LONG_TIME, _LONG_TASK = 160, 90, 120  # letters of cells
_MOST_SPLIT, _MOST_IN_ROW, _TOO_LONG = 25, 40, 50.0  # pieces of a row
# Prices: of a cell that ends inside a line, where it says a whole, where it does not, where it stands on several lines;
_INNER, _TORN, _SPREAD = 1.0, 5.0, 3.0
_HALF = 4.0  # of half a name;
_LISTED, _OPENED = 6.0, 2.5  # of one that ends with the sign of a list, or with words that more must follow;
# of joining lines that blanks part, that nothing parts, where the next word would have fitted, where it would not.
_PARTED, _JOINED, _FITS, _WRAPPED = 1.5, 0.5, 3.0, 0.5
_MOST_PIECES = 12  # of a cell but that of the task
_KEPT_LEAST, _KEPT_SMALL = 3, 0.05


class Piece(NamedTuple):
    """Lines of one cell that belong together.

    `gap`: below an empty line; `told`: blanks at line ends told it; `inner`: begins in the middle of a line.
    """

    lines: tuple[str, ...]
    gap: bool = False
    told: bool = False
    inner: bool = False

    @property
    def text(self) -> str:
        """The lines as one."""
        return joined(self.lines)


class Blanks(NamedTuple):
    """What blanks at the ends of lines tell: one says that the cell goes on, none says that it ends."""

    go_on: bool = False
    end: bool = False


class Way(NamedTuple):
    """A way to part pieces: the price, lower is better, and how many pieces each cell has; the rest is no cell's."""

    cost: float
    counts: tuple[int, ...]


def blanks(parts: Sequence[Part]) -> Blanks:
    """What the blanks at the ends of a table's lines tell: a line that was wrapped may have kept the one between words.

    They tell all where hardly a line without one is followed by a small letter; else they may have been lost here and
    there, and only those that are left tell something, unless nearly every line has one.
    """
    lines = [line for part in parts for line in part.lines]
    ended = [(one, after) for one, after in pairwise(lines) if not one.kept]
    kept = len(lines) - len(ended)
    small = sum(after.text[0].islower() for _, after in ended)
    go_on = kept > _KEPT_LEAST and len(ended) >= len(parts)
    return Blanks(go_on, go_on and small <= _KEPT_SMALL * len(ended))


def pieces(lines: Sequence[Raw], told: Blanks, *, inner: bool) -> list[Piece]:
    """The lines of a row with those joined that no cell can begin with; `inner`: cells may begin inside a line."""
    found: list[Piece] = []
    before: Raw | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, told):
            found[-1] = found[-1]._replace(lines=(*found[-1].lines, line.text))
        else:
            found.append(Piece((line.text,), line.gap, told.end))
        before = line
    return [part for piece in found for part in _split(piece)] if inner and len(found) <= _MOST_SPLIT else found


def _goes_on(before: Raw, line: Raw, told: Blanks) -> bool:
    if line.text[0].islower() or line.text[0] in _NO_BEGIN:
        return True
    if line.gap:
        return False
    if _CUT_DATE.search(before.text) and line.text[0].isdecimal():
        return True
    if (told.go_on and before.kept) or told.end:
        return before.kept
    end = before.text.lower()
    if _BEFORE_FIGURE.search(end) and _FIGURE.match(line.text):
        return True
    return _GOES_ON.search(end) is not None


def _split(piece: Piece) -> list[Piece]:
    """A piece parted where a cell may begin inside a line: at words with capitals, and at figures."""
    found: list[Piece] = []
    for line in piece.lines:
        first, *others = _parts(line)
        if found:
            found[-1] = found[-1]._replace(lines=(*found[-1].lines, first))
        else:
            found.append(piece._replace(lines=(first,)))
        found += [Piece((other,), told=piece.told, inner=True) for other in others]
    return found


def _parts(line: str) -> list[str]:
    words, parts = line.split(), list[list[str]]()
    for before, word in zip(["", *words], words, strict=False):
        begins = (word[0].isupper() or word[0].isdecimal()) and not (before and _GOES_ON.search(before.lower()))
        if not parts or begins:
            parts.append([])
        parts[-1].append(word)
    return list(map(" ".join, parts))


def best(row: Sequence[Piece], kinds: Sequence[str], widths: Sequence[int], *, last: bool) -> Way:
    """The best way to part a row under columns of these kinds: the cheapest, over all ends of each cell.

    What stands behind the last row is left out of it.
    """
    row = row[:_MOST_IN_ROW] if last else row
    size, infinite = len(row), float("inf")
    if size > _MOST_IN_ROW:
        return Way(_TOO_LONG, (size, *[0] * (len(kinds) - 1)))
    costs: list[list[tuple[float, int]]] = [[(infinite if end else 0.0, 0) for end in range(size + 1)]]
    for column, kind in enumerate(kinds):
        prices = []
        for end in range(size + 1):
            ways = [
                (costs[-1][start][0] + _price(row[start:end], kind, widths[column], cut=_is_inner(row, end)), start)
                for start in range(0 if kind == "task" else max(0, end - _MOST_PIECES), end + 1)
                if costs[-1][start][0] < infinite
            ]
            prices.append(min(ways, default=(infinite, 0)))
        costs.append(prices)
    ends = [at for at in range(1, size + 1) if not _is_inner(row, at)] if last and size else [size]
    end = min(ends, key=lambda at: (costs[-1][at][0] + _left_over(row[at:]), -at))
    cost, counts = costs[-1][end][0] + _left_over(row[end:]), list[int]()
    for column in range(len(kinds), 0, -1):
        start = costs[column][end][1]
        counts.append(end - start)
        end = start
    return Way(cost, tuple(counts[::-1]))


def least(kinds: Sequence[str]) -> float:
    """The price of a row whose cells all say what their columns are for."""
    return sum(
        {"task": -0.7, "product": -1.5, "note": 0.3, "budget": -2.0, "field": -0.3, "other": -0.3}.get(kind, -4.0)
        for kind in kinds
    )


def _is_inner(row: Sequence[Piece], at: int) -> bool:
    return at < len(row) and row[at].inner


def _is_on_one_line(cell: Sequence[Piece]) -> bool:
    return all(len(piece.lines) == 1 for piece in cell) and all(piece.inner for piece in cell[1:])


def _left_over(rest: Sequence[Piece]) -> float:
    """What it costs that pieces behind the last row are no part of it: little where they stand apart."""
    return 4.0 if rest and not rest[0].gap and not is_numbered(rest[0].text) else 0.0


def _price(cell: Sequence[Piece], kind: str, width: int, *, cut: bool) -> float:
    """How badly pieces make a cell: what they say, how they are joined, and whether it ends inside a line (`cut`)."""
    texts: list[str] = []
    cost = 0.0
    for at, piece in enumerate(cell):
        if at and piece.inner:
            texts[-1] += f" {piece.text}"
            continue
        texts.append(piece.text)
        cost += _joining(cell[at - 1], piece, width) if at else 0.0
    cost += _unfit(tuple(texts), kind)
    if texts and kind in WHO:
        cost += _LISTED if texts[-1].endswith((";", ",")) else _OPENED if _UNIT_OPENS.search(texts[-1]) else 0.0
    elif texts:
        cost += _OPENED if _OPENS.search(texts[-1]) else 0.0
    if not cut or not texts:
        return cost
    # The next cell stands beside the last line of this one where that is its first as well, or stands in the middle.
    return cost + _cut(" ".join(texts), kind) + (0.0 if _is_on_one_line(cell) else _SPREAD)


def _joining(before: Piece, after: Piece, width: int) -> float:
    """What it costs that pieces stand in one cell: more where the next one's first word would have fitted."""
    if after.gap or after.told:
        return _PARTED
    if not width:
        return _JOINED
    fits = len(before.lines[-1]) + 1 + len(after.lines[0].split(" ", 1)[0]) < width
    return _FITS if fits else -_WRAPPED


def _cut(text: str, kind: str) -> float:
    """What it costs that a cell ends inside a line: little where it says a whole."""
    if kind in WHO:
        return _INNER if _WHOLE_NAME.match(flat(text)) else _TORN
    if kind == "deadline":
        return _INNER if _WHOLE_TIME.fullmatch(flat(text)) else _TORN
    if kind == "task":
        return 2 * _INNER if len(text) > 12 else _TORN
    return _INNER


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
    strange = [
        names_unit(text) or is_time(text) or is_numbered(text) or _TIME_BEHIND.search(text) is not None
        for text in texts
    ]
    return {
        "task": 3.0 * sum(strange[1:]) - min(sum(map(len, texts)), _LONG_TASK) / _LONG_TASK,
        "product": 2.0 * sum(strange) - (2.0 if _COMES_OF_IT.match(flat(texts[0])) else 0.3),
        "note": sum(strange) + 0.8,
    }.get(kind, sum(strange) - 0.3)


def _unfit_who(texts: tuple[str, ...]) -> float:
    first = (
        2.0 if _TIME_BEHIND.search(texts[0]) else -4.0 if names_unit(texts[0]) else -1.0 if _is_name(texts[0]) else 3.0
    )
    long = 1.0 if sum(map(len, texts)) > _LONG_NAME else 0.0
    torn = _HALF if _HEADLESS.fullmatch(flat(texts[-1])) else 0.0
    more = sum(_unfit_in_name(text) for before, text in pairwise(texts) if not _HEADLESS.fullmatch(flat(before)))
    return first + long + torn + more


def _unfit_in_name(text: str) -> float:
    """How badly a piece goes on with names of units: another one well, words that may be a part of a name less so."""
    if names_unit(text):
        return 0.0
    return 2.5 if is_time(text) or _COMES_OF_IT.match(flat(text)) else 1.0


def _unfit_when(text: str) -> float:
    if is_time(text):
        return -1.0 if _UNIT_BEHIND.search(text) or _MORE_BEHIND.match(text) else -4.0
    return -2.0 if _TIME.search(flat(text)) else 3.0


@lru_cache(maxsize=4096)
def names_unit(text: str) -> bool:
    """Whether a piece names units and says nothing else."""
    first = text.split(";", 1)[0].strip(" ,-+–")
    if not first or len(text) > 2 * _LONG_NAME or _NO_UNIT.match(first) or _BARE.match(flat(first)):
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
    return 2 <= len(words) <= 6 and all(not word[0].islower() for word in words)


def cell(row: Sequence[Piece], kind: str) -> str:
    """The text of a cell; units that stand on lines of their own stay so, and items."""
    text = ""
    for piece in row:
        if piece.inner and text:
            text += f" {piece.text}"
            continue
        begins = names_unit(piece.text) if kind in WHO else piece.told or _ITEM.match(piece.text) is not None
        apart = begins and not text.endswith((",", "-")) and not _HEADLESS.fullmatch(flat(text.rsplit("\n", 1)[-1]))
        text = f"{text}\n{piece.text}" if text and apart else f"{text} {piece.text}".strip()
    return _CUT_YEAR.sub(r"\1\2", text) if kind == "deadline" else text


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
