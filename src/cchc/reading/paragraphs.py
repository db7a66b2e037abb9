"""Printed lines joined into paragraphs: wrapped lines, empty lines between all lines, page breaks, broken words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cchc.reading import markers
from cchc.reading.blocks import Line, Paragraph, Table
from cchc.reading.flat import flat, is_upper

_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?(?:(?:Trang|trang|Page)\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?$")
_ALONE = re.compile(r"\d{1,3}")
_PAGE, _PAGES = 12, 3  # lines that a page has at the least; pages whose numbers tell
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_PAGE_MARK = re.compile(r"[=*_-]{2,}\s*(?:Trang|Page|TRANG)\s*\d{1,3}\s*[=*_-]{2,}")  # set by who made a text of a scan
_RULE = re.compile(r"[\s_\-–—=*.·~]{3,}$")
_OPENING = re.compile(  # always a paragraph of its own
    r"(?:Nơi nhận|NƠI NHẬN)\s*:|Trên đây là |(?:PHỤ LỤC|CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC)\b|(?:KT|TM|TL|TUQ"
    r"|Q)\. ?[A-ZĐ]{2}"
)
_BROKEN = re.compile(r"[\w&][-/]$")  # "45-" before "NQ/TW": a word that the line end cut
# Lines of a letterhead that are whole: the motto, the place with its day.
_WHOLE = re.compile(
    r".*\b(?:Độc lập|ĐỘC LẬP)\s*[-–]\s*(?:Tự do|TỰ DO)\s*[-–]\s*(?:Hạnh phúc|HẠNH PHÚC)"
    r"|(?:(?:[Tt]hành phố|[Tt]ỉnh|[Xx]ã|[Pp]hường) |TP\. ?)?(?:[A-ZĐÀ-Ỹ][\w.]* ?){1,5}, ngày "
    r"(?:[\d….]+ tháng [\d….]+ năm|\d{1,2}[/.-]\d{1,2}[/.-])\s?20\d\d"
)
_WHOLE_ENDS = frozenset("0123456789cC")
_CLOSING = ('"', "”")  # ends a title that calls a movement by its name
_NAMES_KIND = re.compile(r"(?:ke hoach|chuong trinh|bao cao|de an|phuong an|quyet dinh|nghi quyet)(?: hanh dong)?")
_SHARE = re.compile(r"\d[\d.,]* ?%")
_DOES = re.compile(
    r"(?:Hỗ trợ|Lựa chọn|Tổ chức|Xây dựng|Rà soát|Triển khai|Thực hiện|Đẩy mạnh|Tăng cường|Nâng cao|Phối hợp|Chủ trì"
    r"|Tham mưu|Hướng dẫn|Kiểm tra|Tuyên truyền|Ban hành|Hoàn thiện|Tiếp tục|Phát triển|Ứng dụng|Theo dõi|Đôn đốc"
    r"|Bố trí|Nghiên cứu|Khảo sát|Công khai|Cập nhật|Tập trung|Chỉ đạo|Bảo đảm|Đảm bảo|Duy trì|Phấn đấu|Đề xuất) \w"
)
_OFFICE = re.compile(
    r"\b(?:Bộ|Sở|Ban|Phòng|Cục|Vụ|Viện|Chi cục|Trung tâm|Văn phòng|Đoàn|Hội|Tổ)$"
)  # what a name begins with
_LONG = 100  # letters: a heading has fewer
_SIGNS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_INNER = re.compile(r"\((i|ii|iii|iv|v|vi|vii|viii)\) ")
_NEAR = 5  # lines
_PREAMBLE = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Quán triệt)\s")  # behind an empty line: no title goes on so
_PART = re.compile(r"(?:muc tieu|chi tieu|nhiem vu|giai phap|yeu cau)(?: (?:chung|cu the|tong quat|trong tam))?")
_TERMINAL = (".", ";", ":", "!", "?", "…", ".”", '."', ";”", "/.")


def join(lines: Sequence[Line | Table]) -> list[Paragraph | Table]:
    """Paragraphs and tables, in order. Page numbers, rules and repeated addresses are dropped."""
    width = _width(lines)
    usual = _usual_gap(lines)
    addresses, numbered = _addresses(lines), _page_numbers(lines)
    found: list[Paragraph | Table] = []
    group: list[Line] = []
    for at, line in enumerate(lines):
        if isinstance(line, Table):
            _flush(group, found)
            found.append(line)
            group = []
        elif at in numbered or _is_noise(line, group, addresses):
            continue
        elif group and (
            _continues(group[-1], line, group[0], width, usual) or (width and _is_inner(group, lines[at : at + _NEAR]))
        ):
            group.append(line)
        else:
            _flush(group, found)
            group = [line]
    _flush(group, found)
    return found


def mend(blocks: Iterable[Paragraph | Table]) -> list[Paragraph | Table]:
    """Paragraphs that a format gave in two halves (a line end typed in mid-sentence) made one again."""
    found: list[Paragraph | Table] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if not text or _is_rule(text):
                continue
            last = found[-1] if found else None
            if isinstance(last, Paragraph) and not block.label and not block.centred and _runs_on(last, text):
                found[-1] = replace(last, text=_glue(last.text, text))
                continue
        found.append(block)
    return found


def _is_inner(group: Sequence[Line], after: Sequence[Line | Table]) -> bool:
    """Whether a line begins with "(ii)" or "(i)" of a list inside a sentence, whose other signs stand within lines."""
    line = after[0]
    sign = _INNER.match(line.text) if isinstance(line, Line) and line.gap == 0 else None
    if sign is None:
        return False
    at = _SIGNS.index(sign[1])
    if at == 0:
        below = " ".join(one.text for one in after if isinstance(one, Line))
        return f" ({_SIGNS[1]}) " in below and not any(
            isinstance(one, Line) and one.text.startswith(f"({_SIGNS[1]})") for one in after
        )
    return any(f" ({_SIGNS[at - 1]}) " in one.text for one in group) or group[-1].text.startswith(
        f"({_SIGNS[at - 1]}) "
    )


def _is_rule(text: str) -> bool:
    """Whether a text only draws a line."""
    return not text[:1].isalnum() and _RULE.match(text) is not None


def _runs_on(last: Paragraph, text: str) -> bool:
    return (
        text[0].islower()
        and len(last.text) > 50
        and not last.text.endswith(_TERMINAL)
        and markers.parse(text) is None
        and not is_upper(last.text)
    )


def _width(lines: Sequence[Line | Table]) -> int:
    """The usual length of a full line; 0 when lines are not wrapped (each is a paragraph of its own)."""
    lengths = sorted(len(line.text) for line in lines if isinstance(line, Line))
    if not lengths:
        return 0
    full = lengths[int(len(lengths) * 0.94)]
    long = [line.text for line in lines if isinstance(line, Line) and len(line.text) >= full * 0.8]
    ended = sum(1 for text in long if text.endswith(_TERMINAL))
    whole = len(long) >= 4 and ended >= 0.8 * len(long)  # nearly every long line ends a sentence: none was wrapped
    return 0 if whole or full > 160 or lengths[-1] > 3 * max(full, 60) else full


def _usual_gap(lines: Sequence[Line | Table]) -> int:
    """The gap between most lines: 0 in a text that is set normally, 1 where every line has an empty one above it."""
    gaps = sorted(line.gap for line in lines if isinstance(line, Line))[1:]
    if not gaps or gaps.count(0) >= 0.08 * len(gaps):
        return 0
    return gaps[len(gaps) // 2]


def _addresses(lines: Sequence[Line | Table]) -> str:
    """Web addresses inside the sentences; a PDF prints them once more, alone on a line."""
    texts = (line.text for line in lines if isinstance(line, Line) and ("http" in line.text or "www" in line.text))
    return "\n".join(text for text in texts if not _ADDRESS.fullmatch(text))


def _page_numbers(lines: Sequence[Line | Table]) -> frozenset[int]:
    """Places of lines that are a number alone, each one more than the last and a page apart: of pages, wherever they
    stand."""
    alone = [
        (at, int(line.text)) for at, line in enumerate(lines) if isinstance(line, Line) and _ALONE.fullmatch(line.text)
    ]
    found: list[tuple[int, int]] = []
    for at, number in alone:
        if not found or (number == found[-1][1] + 1 and at - found[-1][0] >= _PAGE):
            found.append((at, number))
    return frozenset(at for at, _ in found) if len(found) >= _PAGES else frozenset()


def _is_noise(line: Line, group: Sequence[Line], addresses: str) -> bool:
    text = line.text
    if _is_rule(text) or _PAGE_MARK.fullmatch(text):
        return True
    if _PAGE_NUMBER.match(text):
        return line.gap > 0 or not group or group[-1].page != line.page or len(group[-1].text) < 4
    return bool(addresses) and bool(_ADDRESS.fullmatch(text)) and text.rstrip("/") in addresses


def _continues(last: Line, line: Line, first: Line, width: int, usual: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if line.heading is not None or first.heading is not None:
        return _heading_goes_on(last, line)
    if last.text.endswith(("-", "/")) and _BROKEN.search(last.text) and line.text[0].isalnum():
        return True
    ended = last.text.endswith(_TERMINAL)
    if last.whole or _begins(last, line, first, ended=ended) or (last is first and _is_headed(last, line, width)):
        return False
    if not ended and not line.text[0].isupper() and not line.text.startswith(("(", "“", '"', "*")):
        return True
    if (
        last.text.endswith(";")
        and line.text[0].islower()
        and line.gap <= usual + 1
        and markers.parse(line.text) is None
    ):
        return True
    return width > 0 and _flows_on(last, line, first, (width, usual), ended=ended)


def _begins(last: Line, line: Line, first: Line, *, ended: bool) -> bool:
    """Whether a line begins a paragraph whatever its length: behind a line that is whole, with a sign of its own, a
    heading in capitals behind a sentence, what stands under a line that only names a part ("Mục tiêu")."""
    if last.text[-1] in _WHOLE_ENDS and _WHOLE.fullmatch(last.text) is not None:
        return True
    if ended and is_upper(line.text) and not is_upper(last.text) and " " in line.text:
        return True
    if last is first and is_upper(last.text) and _NAMES_KIND.fullmatch(flat(last.text)) is not None:
        return True  # "KẾ HOẠCH" over "thực hiện Nghị quyết …", as offices of the Party write their titles
    if line.text[0].isdigit() and last is first and _PART.fullmatch(flat(last.text)) is not None:
        return True
    if line.text[0].isdigit() and is_upper(last.text) and not is_upper(line.text) and markers.parse(last.text):
        return True  # a heading in capitals over its first item, whose number may have lost its stop
    return _starts_item(last, line) or _OPENING.match(line.text) is not None


def _is_headed(last: Line, line: Line, width: int) -> bool:
    """Whether a line stands under a heading: it begins with a share, for which the heading ("5. Tài chính công") had
    room, or with a verb that tells what to do, however full the heading's line is."""
    marker = None if last.text.endswith(_TERMINAL) else markers.parse(last.text)
    if marker is None:
        return False
    if marker.kind in ("single", "decimal", "roman", "letter") and _DOES.match(line.text):
        return len(last.text) < _LONG and _OFFICE.search(last.text) is None
    if _SHARE.match(line.text) is None:
        return False
    return len(last.text) < _LONG and (width == 0 or _had_room(last, line, width, ended=False))


def _flows_on(last: Line, line: Line, first: Line, page: tuple[int, int], *, ended: bool) -> bool:
    """Whether a line that begins like a sentence goes on with a paragraph, told by lengths and gaps."""
    width, usual = page
    if line.centred != last.centred or (is_upper(last.text) and not is_upper(line.text) and len(last.text) < width):
        return False
    if ended and line.text.endswith(":") and len(line.text) < width * 0.7:
        return False  # a lead-in of one line
    if line.gap > usual + (1 if line.page != last.page else 0):
        full = len(last.text) > width * 0.86 and first.text != last.text.upper()
        return not ended and full and not last.text.endswith(_CLOSING) and not _PREAMBLE.match(line.text)
    return not _had_room(last, line, width, ended=ended)


def _heading_goes_on(last: Line, line: Line) -> bool:
    return (
        line.heading == last.heading
        and line.gap == 0
        and markers.parse(line.text) is None
        and not last.text.endswith(_TERMINAL)
    )


def _starts_item(last: Line, line: Line) -> bool:
    marker = markers.parse(line.text)
    if marker is None:
        return False
    if marker.kind in ("dash", "bullet") and not last.text.endswith(_TERMINAL):
        if line.gap == 0 and _is_name(last.text.split()[-2:]) and _is_name(line.text[marker.end :].split()[:2]):
            return False  # "đường Thành phố Hồ Chí Minh" over "- Mộc Bài, …": a road between two places
        rest = line.text[marker.end :]
        return not rest[0].islower() or markers.parse(last.text) is not None
    return True


def _is_name(words: Sequence[str]) -> bool:
    """Whether two words begin with capitals, as in the name of a place."""
    return len(words) > 1 and all(word.rstrip(",.").istitle() for word in words)


def _had_room(last: Line, line: Line, width: int, *, ended: bool) -> bool:
    """Whether the first word of a line would have fitted on the line before: then the line end was meant."""
    word = line.text.split(" ", 1)[0]
    if last.right is not None and line.right is not None and line.x is not None and last.x is not None:
        full = max(last.right, line.right)
        letter = (last.right - last.x) / max(len(last.text), 1)
        return last.right + letter * (len(word) + 1) < full - letter * 2
    return len(last.text) + 1 + len(word) <= width * (0.98 if ended else 0.84)


def _flush(group: list[Line], found: list[Paragraph | Table]) -> None:
    if not group:
        return
    text = group[0].text
    for line in group[1:]:
        text = _glue(text, line.text)
    first = group[0]
    found.append(
        Paragraph(
            text,
            page=first.page,
            heading=first.heading,
            bold=all(line.bold for line in group),
            centred=first.centred,
            italic=all(line.italic for line in group),
        )
    )


def _glue(text: str, more: str) -> str:
    broken = _BROKEN.search(text, max(0, len(text) - 2))  # not the whole: a paragraph may have thousands of lines
    return text + more if broken and more[:1].isalnum() else f"{text} {more}"
