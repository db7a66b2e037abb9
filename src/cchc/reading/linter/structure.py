"""Numbers of sections, and years that do not go with the title."""

import re
from collections.abc import Iterator, Sequence

from cchc.reading import dates, document, markers
from cchc.reading.flow import Para
from cchc.reading.items import Finding, Span
from cchc.reading.keyed import Keyed
from cchc.reading.linter.base import Checked, finding
from cchc.reading.outline import Node

_PLANNED = re.compile(r"\b(?:chi tieu|nhiem vu|ke hoach|chuong trinh|muc tieu|trong tam)\b[^,;.]{0,60}$")
_OTHER = re.compile(
    r"so voi|cao hon|thap hon|tong luong|\bda\b|ket qua|danh gia|cong bo|tong ket|so lieu|bao cao"
    r"|thuc trang|ton tai|han che"
    r"|quyet dinh|nghi quyet|cung ky|dat duoc|ban hanh|tu nam|truoc nam|den nam|giai doan|diem|xep hang"
    r"|chi so|chuyen sang|ton dong"
)
_YEAR = Keyed(r"\bnam (20\d\d)\b(?!\s*-)")
_OWN = re.compile(r"\b(?:ke hoach|chuong trinh|bao cao)\b")


def numbers(checked: Checked) -> Iterator[Finding]:
    """structure.number-jump, structure.number-repeat: a series of numbers that skips, repeats or starts late."""
    last: dict[int, int] = {}
    for node in (checked.root, *checked.root.walk()):
        by_rank: dict[str, list[Node]] = {}
        for child in node.children:
            marker = child.part.marker if isinstance(child.part, Para) else None
            if marker is not None and marker.number is not None:
                by_rank.setdefault(marker.kind if marker.kind != "dotted" else "letter", []).append(child)
        for kind, series in by_rank.items():
            yield from _series(kind, series, last)


def _series(kind: str, series: Sequence[Node], last: dict[int, int]) -> Iterator[Finding]:
    before = 0
    for place, node in enumerate(series):
        marker = node.part.marker if isinstance(node.part, Para) else None
        if marker is None or marker.number is None:
            continue
        number, rank = marker.number, marker.rank
        if place == 0 and number == last.get(rank, 0) + 1:
            before = number - 1  # numbers that run on through several sections
        if number == before and place > 0:
            yield _repeat(node, marker, kind, before + 1)
        elif number != before + 1 and not (kind == "letter" and before == 4 and number == 6) and number <= 40:
            yield _jump(node, marker, kind, before + 1)
        before = number
        last[rank] = number


def _jump(node: Node, marker: markers.Marker, kind: str, expected: int) -> Finding:
    should = printed(marker, kind, expected)
    vi = f"Số mục nhảy: đến “{marker.label}” mà chưa có “{should}”."
    en = f"Section numbers jump: “{marker.label}” comes where “{should}” is expected."
    return finding("structure.number-jump", "warning", _label_span(node), (vi, en), should)


def _repeat(node: Node, marker: markers.Marker, kind: str, expected: int) -> Finding:
    vi, en = f"Số mục “{marker.label}” bị lặp.", f"The section number “{marker.label}” is there twice."
    return finding("structure.number-repeat", "warning", _label_span(node), (vi, en), printed(marker, kind, expected))


def _label_span(node: Node) -> Span:
    part = node.part
    label = part.marker.label if isinstance(part, Para) and part.marker else ""
    return Span(part.start, part.start + len(label))


def printed(marker: markers.Marker, kind: str, number: int) -> str:
    """A number in the form that a label has: "IV.", "4.", "2.3.", "d)"."""
    tail = re.search(r"[^\w]*$", marker.label)
    end = tail.group() if tail else ""
    if kind == "roman":
        return markers.to_roman(number) + end
    if kind == "letter":
        return markers.letter(number) + end
    if kind == "upper":
        return "ABCDEFGH"[number - 1 : number] + end
    if kind == "decimal":
        return ".".join(str(one) for one in (*marker.path[:-1], number)) + end
    return f"({number})" if kind == "paren" else re.sub(r"\d+|[IVX]+", str(number), marker.label)


def years(checked: Checked) -> Iterator[Finding]:
    """year.contradicts-title: a year in the closing, or set for the plan's own tasks, that is not the title's."""
    period = checked.reading.document.period
    if period is None:
        return
    for part in checked.parts.closing:
        yield from _closing(part, period)
    if (
        period[0] == period[1] == document.begins(checked.reading.document)
        and checked.reading.document.kind != "report"
    ):
        for node in checked.root.walk():
            if isinstance(node.part, Para) and node.kind != "context":
                yield from _planned(node.part, period[0])


def _closing(part: Para, period: tuple[int, int]) -> Iterator[Finding]:
    match = dates.PERIOD.search(part.flat)
    if match:
        found: tuple[int, int] | None = (int(match[1]), int(match[2]))
    else:
        match = dates.YEAR.search(part.flat)
        found = (int(match[1]), int(match[1])) if match else None
    if match is not None and found is not None and found != period and _OWN.search(part.flat[: match.start()]):
        yield _contradiction(part, match.start(), match.end(), period)


def _planned(part: Para, year: int) -> Iterator[Finding]:
    for match in _YEAR.finditer(part.flat):
        if int(match[1]) >= year:
            continue
        left = part.flat[max(0, match.start() - 110) : match.start()]
        left = re.split(r"[.;]\s", left)[-1]
        if _PLANNED.search(left) and not _OTHER.search(left[-80:]) and "/" not in left:
            yield _contradiction(part, match.start(), match.end(), (year, year))


def _contradiction(part: Para, start: int, end: int, period: tuple[int, int]) -> Finding:
    right = f"năm {period[0]}" if period[0] == period[1] else f"giai đoạn {period[0]} - {period[1]}"
    wrong = part.words[start:end]
    vi = f"“{wrong}” không khớp với năm của tên văn bản ({right})."
    en = f"“{wrong}” does not go with the years of the title ({right})."
    return finding("year.contradicts-title", "warning", Span(part.begin + start, part.begin + end), (vi, en), right)
