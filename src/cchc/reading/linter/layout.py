"""Layout of an official paper (Nghị định 30/2020/NĐ-CP), and annexes that the text speaks of."""

import re
from collections.abc import Iterator

from cchc.reading.flat import flat
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Finding, Span
from cchc.reading.keyed import Keyed
from cchc.reading.linter.base import Checked, finding

_ANNEX = Keyed(
    r"\bphu luc\s+(?:(?:so )?(?:\d{1,2}|[ivx]{1,4})\s+)?(?:\w+\s+){0,3}?(?:kem theo|dinh kem)|\b(?:theo"
    r"|tai|xem)\s+(?:cac\s+)?phu luc\b"
    r"|\bdinh kem phu luc"
)
_OF_ANOTHER = re.compile(
    r"^.{0,40}\b(?:nghi dinh|quyet dinh|thong tu|nghi quyet|cong van|luat|ke hoach so|ke hoach \d+"
    r"|van ban so)\b"
)
_MOTTO = re.compile(r"cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do")
# A committee of the Party heads its papers with the Party's name and signs "T/M" (Quy định on papers of the Party).
_OF_PARTY = re.compile(
    r"\b(?:dang (?:bo|uy|doan)|(?:tinh|thanh|huyen|quan) uy|chi bo|ban (?:chap hanh|thuong vu) dang)\b"
)
_PARTY_MOTTO = re.compile(r"dang cong san viet nam")
_NATIONAL_TITLE = ("Quốc hiệu, tiêu ngữ", "The national title and motto")
_PARTY_TITLE = ("Tiêu đề “Đảng Cộng sản Việt Nam”", "The name of the Communist Party of Vietnam")
_SIGNED = re.compile(
    r"\b(?:t/m|k/t|t/l)\b|^(?:pho )?bi thu\b|^nguoi (?:bao cao|lap|viet)\b|\b(?:kt|tm|tl|tuq|q)\.\s*[a-z]"
    r"|^(?:pho )?(?:giam doc|chu tich|chanh van phong|truong ban)\b"
    r"|\b(?:giam doc|chu tich|pho giam doc|pho chu tich)\s*$"
)
_BLANK_DATE = re.compile(r"ngay\s*[.…_ ]*thang|ngay\s+\d{1,2}\s+thang\s*[.…_ ]*nam")


def annexes(checked: Checked) -> Iterator[Finding]:
    """annex.missing, annex.empty: an annex that the text speaks of and that is not there."""
    body = [part for part in checked.parts.body if isinstance(part, Para)]
    tables = any(isinstance(part, Grid) for part in checked.parts.annexes)
    words = [part for part in checked.parts.annexes if isinstance(part, Para)]
    if tables or len(words) > 6:
        return
    if words:
        span = Span(words[0].start, words[-1].end)
        vi, en = "Phụ lục chỉ có tên, không có nội dung.", "The annex has a title and nothing else."
        yield finding("annex.empty", "error", span, (vi, en))
        return
    for part in body:
        for match in _ANNEX.finditer(part.flat):
            if _OF_ANOTHER.search(part.flat[match.end() : match.end() + 60]):
                continue
            vi = "Văn bản nhắc đến phụ lục nhưng không có phụ lục kèm theo."
            en = "The text speaks of an annex that is not there."
            yield finding(
                "annex.missing", "error", Span(part.begin + match.start(), part.begin + match.end()), (vi, en)
            )
            return


def head_and_end(checked: Checked) -> Iterator[Finding]:
    """layout.…: motto, number, place, date, recipients and signature that an issued paper has."""
    about = checked.reading.document
    if about.attached_to is not None or about.kind == "other":
        return
    head = flat(" ".join(_text(part) for part in checked.parts.head))
    end = [_text(part) for part in (*checked.parts.end,)]
    top, bottom = Span(0, _end_of_line(checked.reading.text)), _last(checked)
    missing = []
    if not (_PARTY_MOTTO if _OF_PARTY.search(head) else _MOTTO).search(head):
        missing.append(("motto", top, *(_PARTY_TITLE if _OF_PARTY.search(head) else _NATIONAL_TITLE)))
    if about.number is None:
        missing.append(("number", top, "Số, ký hiệu", "The number"))
    if about.place is None and not _BLANK_DATE.search(head):
        missing.append(("place", top, "Địa danh", "The place"))
    if about.issued_on is None:
        missing.append(("date", top, "Ngày ban hành", "The date"))
    folded_end = flat("\n".join(end))
    if "noi nhan" not in folded_end:
        missing.append(("recipients", bottom, "Nơi nhận", "The list of recipients"))
    if not any(_SIGNED.search(flat(line.strip())) for text in end for line in text.split("\n")):
        missing.append(("signature", bottom, "Phần ký (quyền hạn, chức vụ người ký)", "The signature block"))
    for name, span, vi, en in missing:
        texts = (f"{vi} không có hoặc để trống.", f"{en} is missing or blank.")
        yield finding(f"layout.{name}-missing", "warning", span, texts)


def _end_of_line(text: str) -> int:
    """Where the first line with words ends."""
    return len(text) - len(text.lstrip()) + len(text.lstrip().split("\n", 1)[0])


def _text(part: Para | Grid) -> str:
    if isinstance(part, Para):
        return part.text
    return "\n".join(cell for row in part.table.rows for cell in row if cell)


def _last(checked: Checked) -> Span:
    body = checked.parts.closing or checked.parts.body
    part = body[-1] if body else None
    return Span(part.start, part.end) if part is not None else Span(0, 0)


def preamble(checked: Checked) -> Iterator[Finding]:
    """layout.preamble-stop: grounds end with semicolons, the last one with a full stop or a comma."""
    grounds: list[Para] = []
    for part in checked.parts.body:
        if not isinstance(part, Para) or part.marker is not None or not part.flat.startswith("can cu "):
            if grounds:
                break
            continue
        grounds.append(part)
    for part in grounds[:-1]:
        last = part.words.rstrip()[-1:]
        if last != ";":
            span = Span(part.end - 1, part.end)
            vi = "Giữa các căn cứ dùng dấu chấm phẩy; chỉ căn cứ cuối cùng kết thúc bằng dấu chấm."
            en = "Grounds are parted by semicolons; only the last one ends with a full stop."
            yield finding("layout.preamble-stop", "info", span, (vi, en), ";")
