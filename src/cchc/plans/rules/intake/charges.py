"""Which unit the document puts in charge of which content: "Văn phòng Sở chủ trì … nội dung cải cách thể chế"."""

import re
from collections.abc import Iterable

from cchc.common.text import fold
from cchc.plans.rules.contents import Content

_WORDS: tuple[tuple[Content, str], ...] = (
    (Content.INSTITUTION, r"cai cach the che|\bthe che\b"),
    (Content.PROCEDURES, r"(?:cai cach|ve|kiem soat) thu tuc hanh chinh|(?:cai cach|kiem soat) tthc"),
    (Content.ORGANISATION, r"to chuc bo may"),
    (Content.CIVIL_SERVICE, r"cong vu(?! quoc gia)"),
    (Content.FINANCE, r"tai chinh cong"),
    (Content.DIGITAL, r"chinh quyen dien tu|chinh quyen so|chuyen doi so|chinh phu so|chinh phu dien tu"),
    (Content.STEERING, r"chi dao,? dieu hanh"),
)
_CHARGE = re.compile(r"\b(?:chu tri|dau moi|phu trach|chiu trach nhiem|tham muu)\b")


def contents_in(words: str) -> list[Content]:
    """The contents of reform that a text names."""
    folded = fold(words)
    return [content for content, pattern in _WORDS if re.search(pattern, folded)]


def charges(duties: Iterable[tuple[str, tuple[int, ...]]]) -> dict[Content, int]:
    """The one unit that the duties (sentence, units) put in charge of a content; where several claim it, none."""
    claims: dict[Content, set[int]] = {}
    for sentence, units in duties:
        if len(units) != 1 or not _CHARGE.search(fold(sentence)):
            continue
        for content in contents_in(sentence):
            claims.setdefault(content, set()).add(units[0])
    return {content: next(iter(units)) for content, units in claims.items() if len(units) == 1}
