"""Which contents of reform the part on carrying out, or the annex, puts on a unit."""

import re

from cchc.reading.keyed import Keyed
from cchc.reading.linter.base import Checked

_NAMES = {
    "institution": ("cải cách thể chế", "institutions"),
    "procedures": ("cải cách thủ tục hành chính", "procedures"),
    "organisation": ("tổ chức bộ máy", "organisation"),
    "civil_service": ("chế độ công vụ", "the civil service"),
    "finance": ("tài chính công", "public finance"),
    "digital": ("chính quyền điện tử, chính quyền số", "digital government"),
    "steering": ("chỉ đạo, điều hành", "steering"),
    "general": ("nội dung chung", "general matters"),
}
_AREAS = {
    "institution": r"the che|quy pham phap luat|qppl|phap luat",
    "procedures": r"thu tuc hanh chinh|tthc|mot cua",
    "organisation": r"bo may|phan cap|bien che",
    "civil_service": r"cong vu|can bo, cong chuc|ky luat|dao tao",
    "finance": r"tai chinh cong|tai san cong|ngan sach|cai cach tai chinh",
    "digital": r"dien tu|chinh quyen so|chuyen doi so|cong nghe thong tin",
    "steering": r"chi dao|dieu hanh|don doc|theo doi|kiem tra",
}
_ALL = Keyed(
    r"(?:chi tieu|muc tieu|nhiem vu|noi dung)\b.{0,60}(?:tai|cua|trong|theo) (?:ke hoach|chuong trinh)"
    r"|(?:trien khai|thuc hien|hoan thanh)[^.;]{0,60}(?:ke hoach|chuong trinh) (?:nay|cai cach)"
)


def area_names(area: str) -> tuple[str, str]:
    """A content of reform in both languages."""
    return _NAMES[area]


def owned_areas(checked: Checked) -> frozenset[str] | None:
    """The contents that have a unit in charge; None when one unit or all are charged with the whole plan."""
    reading = checked.reading
    owned = {row.area for row in reading.rows if row.lead}
    if owned and {row.area for row in reading.rows} == {"general"}:
        return None
    for duty in reading.duties:
        words = checked.flow.flat[duty.span.start : duty.span.end]
        if _ALL.search(words):
            return None
        owned |= {area for area, pattern in _AREAS.items() if re.search(pattern, words)}
    return frozenset(owned | {"general"})
