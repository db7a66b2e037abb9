"""Numbers written in words, where they are promised: "ít nhất một sáng kiến", "chín mươi lăm phần trăm"."""

from cchc.reading.keyed import Keyed

TIMES = "times"  # the unit of a multiple
_ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
         "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}  # fmt: skip
_WORD = rf"(?:{'|'.join((*_ONES, 'mười', 'mươi', 'trăm', 'linh', 'lẻ'))})"
# In small letters with their marks: without them "năm" (five, year) and "nam", "tư" and "tự" are one.
PERCENT = Keyed(rf"(?<!\w)(?P<num>{_WORD}(?: {_WORD}){{0,4}}) (?P<unit>phần trăm)(?!\w)")
COUNT = Keyed(
    rf"(?<!\w)(?:tối thiểu|ít nhất|tối đa|không quá|không dưới)(?: là| có| được)? (?P<num>{_WORD}(?: {_WORD}){{0,4}})"
    r" (?P<unit>\w+(?: \w+)?)"
)

_WHOLES = {"hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5}
_SHARE = Keyed(
    rf"(?<!\w)(?:(?P<half>một nửa)(?![^,;.()]{{0,60}}\(\d)"
    rf"|(?P<num>một|hai|ba|bốn) phần (?P<whole>{'|'.join(_WHOLES)}))(?!\w)(?! 20\d\d)"
)
# "gấp đôi", "tăng hơn hai lần", "nhân đôi"; "gấp 3 so với …" without the word for times.
_FOLD = Keyed(
    r"(?<!\w)(?:gấp (?:(?:khoảng|hơn|trên|ít nhất|tối thiểu) )*(?P<by>đôi|rưỡi|hai|ba|bốn|(?:năm|sáu|mười)(?= lần)"
    r"|\d{1,2}(?:,\d)?(?= so với| năm 20))"
    r"|tăng (?:lên |thêm |khoảng |hơn |trên |ít nhất |tối thiểu )*(?P<times>hai|ba|bốn|năm|sáu|mười)(?= lần)"
    r"|nhân (?P<twice>đôi))(?!\w)(?: lần(?!\w))?"
)
_BY = {"đôi": 2.0, "rưỡi": 1.5, "mười": 10.0}
_SIGN = Keyed(r"một nửa|gấp |nhân đôi|(?:hai|ba|bốn|năm|sáu|mười) lần|phần (?:hai|ba|tư|bốn|năm)")


def value(words: str) -> int | None:
    """The number that the words say, up to 999; None where they say none ("linh", "trăm mươi")."""
    total, ones = 0, None
    for word in words.split():
        if word == "trăm":
            total, ones = (1 if ones is None else ones) * 100 + total, None
        elif word == "mươi":
            if ones is None:
                return None
            total, ones = total + ones * 10, None
        elif word == "mười":
            total += 10
        elif word in _ONES:
            if ones is not None:
                return None
            ones = _ONES[word]
    if ones is None and not total:
        return None
    return total + (ones or 0)


def shares(lowered: str, start: int, end: int) -> list[tuple[int, int, float, str]]:
    """Shares and multiples in words: where each stands, its value and unit ("hai phần ba" is 66.67 percent)."""
    if not _SIGN.search(lowered, start, end):
        return []
    found = []
    for match in _SHARE.finditer(lowered, start, end):
        share = 0.5 if match["half"] else _ONES[match["num"]] / _WHOLES[match["whole"]]
        if share < 1:
            found.append((match.start(), match.end(), round(100 * share, 2), "percent"))
    for match in _FOLD.finditer(lowered, start, end):
        name = next(name for name in ("by", "times", "twice") if match[name])
        found.append((match.start(name), match.end(), _times(match[name]), TIMES))
    return found


def _times(word: str) -> float:
    return float(word.replace(",", ".")) if word[0].isdigit() else _BY.get(word) or float(_ONES[word])
