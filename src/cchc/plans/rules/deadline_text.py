"""A deadline as a plan words it ("chậm nhất ngày 15/4/2026", "hằng quý", "theo kế hoạch của UBND tỉnh"), understood."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cchc.common.text import fold, squeeze
from cchc.plans.rules.deadlines import Deadline, DeadlineKind, due_date

K = DeadlineKind
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY_OF_WEEK = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tu": 2,
    "4": 2,
    "nam": 3,
    "5": 3,
    "sau": 4,
    "6": 4,
    "bay": 5,
    "7": 5,
}
_EVERY = r"(?:hang|moi|tung|dinh ky(?: hang)?)"
_DAY = r"(?:ngay\s+)?(?P<day>\d{1,2})"


def parse_deadline(text: str, plan_year: int, *, last_year: int | None = None) -> Deadline:
    """The first deadline that a text states; `UNKNOWN` with the text kept when it states none.

    `plan_year` is the plan's first year, for dates that name none; `last_year` its last, where it has several.
    """
    found = parse_deadlines(text, plan_year, last_year=last_year)
    return found[0] if found else Deadline(K.UNKNOWN, text=squeeze(text))


def parse_deadlines(text: str, plan_year: int, *, last_year: int | None = None) -> tuple[Deadline, ...]:
    """Every deadline that a text states, in its order: one clause ("…; …", "… và …") may state several."""
    whole = squeeze(text)
    found: list[Deadline] = []
    for clause in re.split(
        r"\s*;\s*|,\s*(?=(?:quý|tháng) [\dIV])|,?\s+và\s+(?=báo cáo|tổ chức|thực hiện|giai đoạn|hoàn thành|trình)",
        whole,
    ):
        deadline = _clause(clause, plan_year, last_year or plan_year)
        if deadline is not None and _key(deadline) not in {_key(one) for one in found}:
            found.append(deadline)
    return tuple(found)


def _key(deadline: Deadline) -> tuple[object, ...]:
    return (deadline.kind, due_date(deadline, date(deadline.year or 2000, 1, 1)), deadline.year, deadline.reference)


def _clause(clause: str, year: int, last_year: int) -> Deadline | None:
    folded = fold(clause)
    for pattern, make in _FORMS:
        match = re.search(pattern, folded)
        deadline = make(match, year, last_year) if match else None
        if match and deadline is not None:
            start = folded[: match.start()]
            before = bool(re.search(r"truoc\s*(?:ngay\s*)?$", start) or re.match(r"truoc\b", match.group()))
            return _dressed(deadline, clause, folded, before=before and deadline.kind in _STRICT)
    return None


_STRICT = frozenset({K.DATE, K.MONTHLY, K.QUARTERLY, K.HALF_YEARLY, K.YEARLY_DATE, K.MONTH})


def _dressed(deadline: Deadline, clause: str, folded: str, *, before: bool) -> Deadline:
    """The deadline with the words it was read from, and whether its day is already too late."""
    elsewhere = deadline.kind in {K.BY_REFERENCE, K.ON_REQUEST, K.PERIODIC_REPORTS}
    trigger = clause if deadline.kind is K.RELATIVE else ""
    shift = _shift(folded) if deadline.kind in {K.MONTHLY, K.QUARTERLY, K.YEARLY_DATE, K.YEARLY_MONTH} else 0
    strict = before and (deadline.day is not None or deadline.on is not None)
    reference = clause if elsewhere else ""
    return replace(deadline, text=clause, before=strict, reference=reference, trigger=trigger, shift=shift)


def _shift(folded: str) -> int:
    """Whether the day lies in the period before or after the one that the work is of."""
    if re.search(r"(?:thang|quy|nam) (?:truoc|lien truoc)\b", folded):
        return -1
    return 1 if re.search(r"(?:thang|quy|nam) (?:sau|lien ke|tiep theo|ke tiep)", folded) else 0


Maker = Callable[[re.Match[str], int, int], Deadline | None]


def _date(match: re.Match[str], year: int, _last: int) -> Deadline | None:
    named = match.groupdict()
    try:
        on = date(int(named.get("year") or year), int(named["month"]), int(named["day"]))
    except ValueError:
        return None
    return Deadline(K.DATE, on=on)


def _yearly_date(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
    day, month = int(match["day"]), int(match["month"])
    return Deadline(K.YEARLY_DATE, day=day, month=month) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _month(match: re.Match[str], year: int, _last: int) -> Deadline | None:
    month = int(match["month"])
    return Deadline(K.MONTH, year=int(match["year"] or year), month=month) if 1 <= month <= 12 else None


def _yearly_month(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
    month = int(match["month"])
    return Deadline(K.YEARLY_MONTH, month=month) if 1 <= month <= 12 else None


def _quarter(match: re.Match[str], year: int, _last: int) -> Deadline | None:
    return Deadline(K.QUARTER, year=int(match["year"] or year), quarter=_ROMAN[match["quarter"]])


def _half(match: re.Match[str], year: int, _last: int) -> Deadline | None:
    return Deadline(K.HALF, year=int(match["year"] or year), half=2 if match["half"] == "cuoi" else 1)


def _nine(match: re.Match[str], year: int, _last: int) -> Deadline | None:
    return Deadline(K.NINE_MONTHS, year=int(match["year"] or year))


def _year(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
    return Deadline(K.YEAR, year=int(match["year"]))


def _this_year(_match: re.Match[str], year: int, _last: int) -> Deadline | None:
    return Deadline(K.YEAR, year=year)


def _from_year(match: re.Match[str], _year: int, last: int) -> Deadline | None:
    return Deadline(K.FROM_YEAR, year=int(match["year"] or match["then"]), last_year=last)


def _period_end(match: re.Match[str], _year: int, last: int) -> Deadline | None:
    return Deadline(K.PERIOD_END, last_year=int(match.groupdict().get("last") or last))


def _each(kind: DeadlineKind) -> Maker:
    def make(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
        day = match.groupdict().get("day")
        return Deadline(kind, day=int(day)) if day and 1 <= int(day) <= 31 else Deadline(kind)

    return make


def _weekly(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
    name = match.groupdict().get("weekday")
    return Deadline(K.WEEKLY, weekday=_DAY_OF_WEEK[name] if name else None)


def _relative(match: re.Match[str], _year: int, _last: int) -> Deadline | None:
    per = {"thang": "months", "ngay lam viec": "working_days"}.get(match["per"], "days")
    return Deadline(K.RELATIVE, count=int(match["count"]), per=per)


def _plain(kind: DeadlineKind) -> Maker:
    return lambda _match, _year, _last: Deadline(kind)


_FORMS: tuple[tuple[str, Maker], ...] = (
    (
        r"(?:sau|trong(?: thoi (?:han|gian))?|khong qua|cham nhat)\s+(?P<count>\d+)\s+(?P<per>thang|ngay lam viec|ngay)"
        r"\s*,?\s*(?:ke )?(?:tu|sau) (?:khi|ngay|thoi diem)",
        _relative,
    ),
    (r"^(?:thuc hien )?theo\b(?!.*\bhang (?:thang|quy)\b.*\bngay \d)", _plain(K.BY_REFERENCE)),
    (r"khi co (?:yeu cau|van ban|chi dao)|theo yeu cau", _plain(K.ON_REQUEST)),
    (r"ngay (?P<day>\d{1,2}) (?:cua )?thang cuoi(?: cung)?(?: cua)? (?:ky bao cao )?quy", _each(K.QUARTERLY)),
    (
        r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*(?:hang nam|moi nam|nam (?:truoc|lien|sau|tiep|ke))",
        _yearly_date,
    ),
    (r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>20\d\d)", _date),
    (r"(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\b(?!\s*[/.-]?\s*\d)", _date),
    (r"ngay (?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?: nam (?P<year>20\d\d))", _date),
    (r"ngay (?P<day>\d{1,2}) thang (?P<month>\d{1,2}) (?:hang nam|moi nam)", _yearly_date),
    (r"thang (?P<month>\d{1,2})(?: hang nam| moi nam)", _yearly_month),
    (rf"{_DAY} (?:{_EVERY} thang|cua thang|thang (?:lien|sau|ke|tiep))", _each(K.MONTHLY)),
    (rf"{_EVERY} thang[^;]*?ngay (?P<day>\d{{1,2}})\b(?!/)", _each(K.MONTHLY)),
    (rf"{_DAY} (?:thang (?:dau|cuoi)(?: cung)? (?:{_EVERY} |cua )?quy|{_EVERY} quy)", _each(K.QUARTERLY)),
    (r"\bquy (?P<quarter>iv|iii|ii|i|[1-4])\b(?:\s*[/,-]?\s*(?:nam )?(?P<year>20\d\d))?", _quarter),
    (r"thang (?P<month>\d{1,2})(?:\s*[/-]\s*|\s+nam\s+)(?P<year>20\d\d)", _month),
    (r"thang (?P<month>\d{1,2})\b(?P<year>)", _month),
    (r"6 thang (?P<half>dau|cuoi) nam(?: (?P<year>20\d\d))?", _half),
    (r"9 thang(?: dau)?(?: nam)?(?: (?P<year>20\d\d))?", _nine),
    (r"\btu nam (?P<year>20\d\d)|nam (?P<then>20\d\d) va (?:cac|nhung) nam", _from_year),
    (r"nam 20\d\d\s*[-–]\s*(?P<last>20\d\d)", _period_end),
    (r"giai doan(?: 20\d\d\s*[-–]\s*(?P<last>20\d\d))?", _period_end),
    (rf"(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7]) )?{_EVERY} tuan", _weekly),
    (r"bao cao dinh ky|dinh ky theo quy dinh|theo dinh ky", _plain(K.PERIODIC_REPORTS)),
    (rf"{_EVERY} thang|trong thang", _each(K.MONTHLY)),
    (rf"{_EVERY} quy", _each(K.QUARTERLY)),
    (r"(?:hang|moi|dinh ky) (?:6|sau) thang|6 thang(?:,| va) (?:hang )?nam|6 thang(?: mot)? lan", _each(K.HALF_YEARLY)),
    (rf"{_EVERY} nam", _each(K.YEARLY)),
    (r"nam (?P<year>20\d\d)", _year),
    (r"trong nam|cuoi nam|het nam", _this_year),
    (r"thuong xuyen|lien tuc|suot nam", _plain(K.STANDING)),
    (r"\btheo\b.*(?:ke hoach|huong dan|quy dinh|quyet dinh|lo trinh|chi dao|cac moc)", _plain(K.BY_REFERENCE)),
)
