"""The years that words set for what they promise: before a number, behind it, at the head of a sentence, in a label."""

import re

from cchc.reading.keyed import Keyed
from cchc.reading.promised import Context
from cchc.reading.quantities import Quantity

_BEHIND = 45  # letters behind a number in which its year may stand
_YEAR = re.compile(
    r"\b(?P<how>den (?:het |cuoi )?nam|den (?:het|cuoi)|trong nam|vao nam|het nam|cuoi nam|truoc nam"
    r"|nam|den|quy (?:i{1,3}|iv)\s?[/-]|\d{1,2}[/-])\s*(?:20\d\d va )?(?P<year>20\d\d)\b(?!\s*[-/]\s*\d)"
)
_LEADS = re.compile(
    r"\W*(?:(?:(?:trong|het) )?nam 20\d\d,"
    r"|(?:ve [^,;:.]{3,60}, )?(?:phan dau |(?:muc|chi) tieu (?:cu the )?)?"
    r"den (?:het |cuoi )?(?:nam )?20\d\d(?=,| )(?!\s*-))"
)
_LEADS_LABEL = re.compile(  # "Tầm nhìn đến năm 2045: …"
    r"\W*(?:(?:trong |den )?(?:quy (?:i{1,3}|iv)\s?[-/,]?\s?(?:va )?)*(?:nam )?(?P<label>20\d\d)\s*:"
    r"|(?:tam nhin|dinh huong|muc tieu|chi tieu|phan dau)(?: (?:cu the|tu nay))?(?: den| vao)?(?: het| cuoi)?"
    r"(?: nam)? (?P<year>20\d\d)\s*:)"
)
_LEADS_PERIOD = re.compile(
    r"\W*(?:(?:trong|binh quan|ca) )?(?:giai doan|thoi ky|nhiem ky) 20\d\d\s*-\s*(?P<last>20\d\d)\b"
)
# "2027: 30%; 2028: 45%", "năm 2027 - 40%"
_YEAR_LABEL = re.compile(r"(?<!\d)(?<!- )(?P<year>20\d\d)\s*[:-]\s*(?:tren |tu |dat |khoang |toi thieu )*$")
# "GRDP giai đoạn 2026 - 2030 tăng 8%": the last year of a period whose predicate follows
_PERIOD_HERE = Keyed(
    r"\b(?:giai doan|thoi ky) 20\d\d\s*-\s*(?P<last>20\d\d)(?: (?:binh quan|trung binh|phan dau|se|hang nam))*"
    r" (?:tang|giam|dat|la|chiem)\b[^,;.]*$"
)
# "Chương trình giai đoạn 2021 - 2025 đặt mục tiêu …": for all that the sentence promises
_PERIOD_AIMED = Keyed(r"\b(?:giai doan|thoi ky) 20\d\d\s*-\s*(?P<last>20\d\d) (?:dat|de ra)(?: ra)? (?:muc|chi) tieu\b")
_YEAR_BEHIND = re.compile(
    r"\s*(?:(?:(?:vao|trong|den)(?: het| cuoi)? )?nam (?P<year>20\d\d)\b(?!\s*[-/]\s*\d)"
    r"|(?:trong|cho) (?:toan |ca )?(?:giai doan|thoi ky) 20\d\d\s*-\s*(?P<last>20\d\d)\b)"
)
_REACHED = re.compile(r"\s*,?\s*(?:(?:phai|se|can|phan dau) )*(?:dat|la|tang|giam|con|len)\b")
_NOT_DUE = (
    "cung ky", "tong luong", "tong so", "muc", "cua", "tu", "giai doan", "nhiem ky", "ket qua", "tam nhin",
    "tam nhin den", "ngay", "ke hoach", "quyet dinh", "sau", "cao hon",
)  # fmt: skip
_AGAINST = Keyed(r"\bso voi\b[^,;.]{0,60}$")


def leading(folded: str, start: int, end: int, context: Context) -> int | None:
    """The year that a sentence opens with ("Năm 2027, …; …")."""
    period = _LEADS_PERIOD.match(folded, start, end)
    if period is not None and (context.first is None or int(period["last"]) >= context.first):
        return int(period["last"])
    label = _LEADS_LABEL.match(folded, start, end)
    if label is not None and (context.first is None or int(label["year"] or label["label"]) >= context.first):
        return int(label["year"] or label["label"])
    match = _LEADS.match(folded, start, end)
    years = _years(folded, start, match.end(), context) if match else []
    return years[-1] if years else None


def of_number(folded: str, sentence: int, clause: tuple[int, int], one: Quantity, context: Context) -> int | None:
    """The year that the words set: nearest before the number in its clause, then after it, then in the sentence."""
    start, end = clause
    if folded.find("(", start, one.start) > folded.find(")", start, one.start):
        closed = folded.find(")", one.end, end)
        end = closed if closed >= 0 else end  # "đạt 67 điểm (tăng 2 điểm), đến năm 2027 đạt 70 điểm"
    said = _said_year(folded, (start, end), one, context)
    if said is not None:
        return said
    before = _years(folded, start, one.start, context)
    after = _years(folded, one.end, end, context)
    if before:
        return before[-1]
    if after:
        return after[0]
    aimed = _PERIOD_AIMED.search(folded, sentence, start if start > sentence else one.start)
    if aimed is not None and (context.first is None or int(aimed["last"]) >= context.first):
        return int(aimed["last"])
    lead = _years(folded, sentence, start, context)
    return lead[-1] if lead else None


def _said_year(folded: str, clause: tuple[int, int], one: Quantity, context: Context) -> int | None:
    """The year that stands right behind the number, as its label, or as the end of the period that it is said of."""
    start, end = clause
    behind = _YEAR_BEHIND.match(folded, one.end, max(end, min(one.end + _BEHIND, len(folded))))
    span = _PERIOD_HERE.search(folded, start, one.start)
    label = _YEAR_LABEL.search(folded, max(start, one.start - 40), one.start)
    years = (  # "60% năm 2026, 65% năm 2027"
        int(behind["year"] or behind["last"]) if behind else None,
        int(span["last"]) if span else None,
        int(label["year"]) if label and context.first is not None else None,
    )
    return next((year for year in years if year is not None and year >= (context.first or 0)), None)


def _years(folded: str, start: int, end: int, context: Context) -> list[int]:
    found: list[int] = []
    if folded.find("20", start, end) < 0:
        return found
    for match in _YEAR.finditer(folded, start, end):
        year = int(match["year"])
        left = folded[max(0, match.start("how") - 70) : match.start("how")]
        if left.rstrip().endswith(_NOT_DUE) or _AGAINST.search(left):
            continue
        if context.first is not None and year < context.first:
            continue
        later = context.last is not None and year > context.last and not match["how"].startswith(("den", "vao"))
        if later and not _REACHED.match(folded, match.end(), end if end > match.end() else len(folded)):
            continue
        found.append(year)
    return found
