"""How a number in a sentence is compared: at least, at most, by so much less or more."""

import re

from cchc.reading.keyed import Keyed

_GE = Keyed(
    r"(?:t.i thi.u|it nhat|khong (?:duoi|thap hon|it hon|kem hon)|dat tren|\btren|\bhon|\bvuot(?: muc| moc)?"
    r"|>=?|≥|\btu|thap nhat)"
    r"\s*(?:dat |la |muc |t[yi] le |khoang |duoc |co |phai |du )*$"
    r"|(?:t.i thi.u|it nhat) (?:tiet kiem|hoan thanh|ho tro|to chuc|xay dung|thuc hien|trien khai|giai quyet|xu ly)"
    r"(?: duoc)? $"
    r"|(?:t.i thi.u|it nhat) (?:0?1|mot|moi) (?:nam|quy|thang|tuan) $"
)
_LE = Keyed(
    r"(?:t.i da|khong (?:(?:\w+ ){0,5}qua|vuot|cao hon|nhieu hon|lon hon)|(?<!khong )\bduoi|nhieu nhat|cao nhat|<=?"
    r"|≤|(?<!khong )it hon|(?<!khong )\bthap hon|xuong con|\bcon|\bxuong|giam den)"
    r"\s*(?:la |muc |con |duoi |toi da |khong qua |khoang )*$"
)
# "80% hoàn thành tốt nhiệm vụ trở lên": a grade and those above it, no floor of the share.
_GRADE = r"(?:nhiem vu|tot|kha|chuan|xuat sac|trung binh|dai hoc|cao dang|trung cap|sao|loai \w|hang \w|cap \w|bac \w) "
AFTER_GE = re.compile(
    rf"(?![^,;.\d]{{0,28}}?{_GRADE}tro len)[^,;.\d]{{0,28}}?\b(?:tro len|hoac cao hon|hoac hon)\b|\s*tro\s+len"
)
_NEVER_UNDER = Keyed(r"\b(?:khong|chua bao gio) (?:de )?(?:\w+ ){0,2}?(?:tut |giam |xuong )+duoi\s*$")
# "ít nhất một nửa số hồ sơ (50%)": the figure repeats what the words promise.
_SAID_BEFORE = Keyed(
    r"\b(?:tren|it nhat|toi thieu|khong duoi|hon) (?:mot nua|[a-z\d]+ phan (?!tram)[a-z\d]+)\b[^,;.()%]{0,60}\($"
)
_AFTER_LE = re.compile(r"[^,;.\d]{0,28}?\btro xuong\b")
_REDUCE = Keyed(
    r"\b(?:cắt giảm|giảm|thu hẹp|rút ngắn|tinh giản|tinh giảm|cắt bỏ|cắt(?! băng| cử| cỏ| tỉa| đặt| điện)|bớt"
    r"|hạ(?! tầng| lưu| nguồn| viện| long)"
    r"|(?<!không )thấp hơn(?= [^,;:.\d]{0,40}năm \d{4}))\b"
)
_LOWER = Keyed(r"(?<!khong )\bthap hon (?:it nhat |toi thieu |tu |tren )*$")  # "thấp hơn 8% so với …"
_OVER = Keyed(r"\bvuot (?:it nhat |toi thieu |tu |tren )*$")  # "vượt 5% kế hoạch"
_PLANNED = re.compile(r"\s*(?:tro len )?(?:so voi|(?:muc )?(?:du toan|ke hoach|chi tieu))\b")
_AGAINST = re.compile(r"\s*(?:tro len )?so voi\b")
_INCREASE = Keyed(
    r"\b(?:(?<!vào )tăng(?! cường)(?!(?<=giá trị tăng) thêm)|nâng thêm|bổ sung thêm|cao hơn"
    r"|(?<!không )vượt(?=\W+(?:[\w.%]+\W+){0,5}?(?:so với|dự toán|kế hoạch|chỉ tiêu)\b))\b"
)
_REDUCE_STOP = Keyed(r"\b(?:đạt|còn|xuống|bảo đảm|đảm bảo|hoàn thành|tăng|lên|có|không|phấn đấu)\b|;|:")
# "cắt giảm bảo đảm tối thiểu 70%", "cắt giảm ít nhất: 30% …, 20% …"
_ASSURED = re.compile(r"^ (?:bảo đảm|đảm bảo)(?= )|(?<=ít nhất):(?= $)|(?<=tối thiểu):(?= $)")
_INCREASE_STOP = Keyed(
    r"\b(?:đạt|lên(?! (?:\w+ ){0,2}gấp\b)|bảo đảm|đảm bảo|hoàn thành|giảm|có|còn|phấn đấu"
    r"|(?<!^ )(?<!lên )(?<!nhất )(?<!thiểu )(?<!hơn )(?<!trên )(?<!khoảng )gấp)\b|;|:"
)
# "Số vụ cháy tăng dưới 5%", "giảm tổn thất điện năng dưới 6%": a ceiling, no amount.
_CEILED = Keyed(r"\b(?:tang (?:duoi|khong qua|toi da)|giam [^,;:]{3,90} duoi|khong de [^;:.]{3,90} qua) (?:muc )?$")
# "Bãi bỏ 30% giấy tờ" makes fewer of them; "bãi bỏ 03 thủ tục" counts what is abolished.
_ABOLISHED = Keyed(r"\bbai bo (?:it nhat |toi thieu |khoang |tren )*$")
# "Giảm tỷ lệ hộ nghèo so với năm trước … đạt 1,5%": an amount, though "đạt" stands before it.
_LESS_EACH = re.compile(r"\W*giam (?:t[yi] le|so)\b[^;:]*\b(?:so voi|hang nam|moi nam|binh quan)\b[^;:]*\bdat $")
_SHARE = re.compile(r"[\d.,]+\s?%")
# "Tốc độ tăng trưởng đạt 8%": the number is an amount of change whatever stands between.
_GROWTH = Keyed(
    r"\b(?:(?:toc do|nhip do|muc|t[yi] le) tang(?: truong)?|(?<!vao )tang (?:truong|binh quan|trung binh))\b"
    r"(?:[^;:,]|,(?= che tao\b))*"
    r"(?::\s*(?:dat |tren |tu |khoang |toi thieu |binh quan |trung binh )*)?$"
)
# "Tốc độ tăng năng suất gấp 1,2 lần …"
_MULTIPLE = Keyed(r"(?<!tang )\bgap (?:it nhat |toi thieu |tren |hon |khoang )*$")
_CLIMBS = Keyed(r"\b(?:cai thien|nang|thang) (?:them |it nhat |toi thieu |tu |tren |duoc )*$")
_STEPS = re.compile(r"\d+\s+(?:bac|vi tri|hang)\b")
_PREDICATE = Keyed(
    r"\b(?:duoc|dat|phai|(?<!chi phi )(?<!thoi gian )(?<!kinh phi )thuc hien|hoan thanh|co|khong|la|su dung|trien khai"
    r"|bao dam|dam bao|theo hinh thuc|bang hinh thuc)\b"
)
_STOP = re.compile(r"[,;.]")
# "tốc độ tăng … 50%/năm và giá trị giao dịch đạt 80%/năm": both are growth.
_YEARLY = re.compile(r"\s*(?:/|mot |moi )\s*nam\b")
_ANOTHER = re.compile(r"[^,;]{0,12}(?:,|\bva\b)(?:[^,;]|,(?= che tao\b))*\bdat (?:tu |tren |khoang |binh quan )*$")
# "ít nhất 27% vào năm 2025 và 30% vào năm 2030"
_BY_YEAR = re.compile(r"\s*(?:vao |den )?nam 20\d\d\b")
_BY_YEARS = re.compile(r"\s*(?:vao |den )?nam 20\d\d(?: va|,) (?:dat )?")
_LATER = re.compile(r"(?:/nam)?(?:,|;| va) (?:den |vao )?nam 20\d\d (?:dat |la |khoang |tren |tu )*")
_WITH = re.compile(r"(?<=%) [^,;.%\d]{3,60} va ")  # "ít nhất 80% trường và 60% trạm được …"
_OTHER_SHARE = re.compile(r"(?<=%) (?P<noun>[a-z]+ [a-z]+)\b[^,;.%\d]{0,60}(?:,|,? va) ")
_JOINS = re.compile(r"(?:,|\bva|;)\s*(?:it nhat |toi thieu |tren )?$")


def compare(lowered: str, folded: str, window: tuple[int, int], after: str, upper: float | None) -> str:
    """How a number is compared: "eq", "ge", "le", "reduce" or "increase".

    `lowered` and `folded` are the paragraph in small letters and flat, `window` encloses the words before the number,
    `after` is what follows it, `upper` the end of a range.
    """
    left_from, at = window
    left = folded[left_from:at]
    near = left[-40:]
    if _NEVER_UNDER.search(near) or (near.endswith("(") and _SAID_BEFORE.search(left)):
        return "ge"
    change = _change(lowered, folded, window, after)
    if change is not None:
        return change
    if _LE.search(near) or ("tro xuong" in after and _AFTER_LE.match(after)):
        return "le"
    if _at_least(near, lowered[at - len(near) : at]) or AFTER_GE.match(after) or upper is not None:
        return "ge"
    return "eq"


def _change(lowered: str, folded: str, window: tuple[int, int], after: str) -> str | None:
    """How a number changes something: "reduce", "increase", "le" for a rate of growth and its ceiling, "eq" where all
    is abolished; else None."""
    left_from, at = window
    left = folded[left_from:at]
    near = left[-40:]
    if _CEILED.search(left):
        return "le"
    if _ABOLISHED.search(near) and _SHARE.match(folded, at):
        return "eq" if folded.startswith("100%", at) else "reduce"  # all of them: none is left
    if _LESS_EACH.match(left):
        return "reduce"
    lower = _LOWER.search(near) is not None and _AGAINST.match(after) is not None
    if lower or _governed(lowered, left_from, at, _REDUCE, _REDUCE_STOP):
        return "reduce"
    if _GROWTH.search(left) and not _MULTIPLE.search(near):
        return "le" if _LE.search(near) else "increase"
    climbs = _CLIMBS.search(near) is not None and _STEPS.match(folded, at) is not None
    climbs = climbs or (_OVER.search(near) is not None and _PLANNED.match(after) is not None)
    return "increase" if climbs or _governed(lowered, left_from, at, _INCREASE, _INCREASE_STOP) else None


def _at_least(near: str, printed: str) -> bool:
    """Whether the words before a number make it a floor; "từ" does, the "tử" of "điện tử" does not."""
    match = _GE.search(near)
    return match is not None and (not near.startswith("tu", match.start()) or printed.startswith("từ", match.start()))


def _governed(lowered: str, start: int, at: int, verb: Keyed, stop: Keyed) -> bool:
    """Whether a verb of change stands before the number and nothing between takes the number for itself."""
    verbs = list(verb.finditer(lowered, start, at))
    if not verbs:
        return False
    between = _ASSURED.sub("", lowered[verbs[-1].end() : at])
    if stop.search(between) or len(between) > 110:
        return False
    bare = between.rstrip()
    return not bare.endswith((",", ";")) and between.count(",") <= 2


def _same_thing(folded: str, before: int, at: int, end: int) -> bool:
    """Whether two shares are of one thing: "ít nhất 80% hồ sơ cấp tỉnh, 60% hồ sơ cấp xã được …"."""
    if folded[end - 1] != "%" or folded.startswith("100%", at) or _PREDICATE.search(folded, before, at):
        return False
    listed = _OTHER_SHARE.fullmatch(folded, before, at)
    same = listed is not None and folded.startswith(f" {listed['noun']} ", end)
    return same or _WITH.fullmatch(folded, before, at) is not None


def _is_later_growth(folded: str, before: int, at: int, end: int) -> bool:
    """Whether a number is of the growth before it, in another year or for another thing ("…, đến năm 2030 đạt 7%")."""
    if all(_YEARLY.match(folded, place) for place in (before, end)):
        return _ANOTHER.match(folded, before, at) is not None
    return _LATER.fullmatch(folded, before, at) is not None


def inherits(folded: str, previous: tuple[str, int], at: int, end: int, limit: int) -> bool:
    """Whether a number stands under the verb of the one before ("Giảm 15% …, 10% …"), given by comparison and end."""
    comparator, before = previous
    if comparator in ("ge", "le"):
        by_year = _BY_YEARS.fullmatch(folded, before, at) is not None and _BY_YEAR.match(folded, end) is not None
        return by_year or _same_thing(folded, before, at, end)
    if comparator == "increase" and _is_later_growth(folded, before, at, end):
        return True
    if comparator not in ("reduce", "increase") or not _JOINS.search(folded[before:at]):
        return False
    if folded.startswith("100%", at):
        return False  # "giảm 3% xã có tụ điểm, 100% xã được kiểm tra"
    stop = _STOP.search(folded, end, limit)
    return not _PREDICATE.search(folded, end, stop.start() if stop else limit)
