"""Numbers written in words, where they are promised: "ít nhất một sáng kiến", "chín mươi lăm phần trăm"."""

from cchc.reading.keyed import Keyed

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
    rf"|(?P<num>một|hai|ba|bốn) phần (?P<whole>{'|'.join(_WHOLES)}))(?!\w)"
)
_FOLD = Keyed(r"(?<!\w)gấp (?:(?:khoảng|hơn|trên|ít nhất) )?(?P<by>đôi|rưỡi|ba|bốn)(?!\w)(?: lần)?")
_BY = {"đôi": 2.0, "rưỡi": 1.5, "ba": 3.0, "bốn": 4.0}
_SIGN = Keyed(r"một nửa|gấp |phần (?:hai|ba|tư|bốn|năm)")


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
    found += [(one.start(), one.end(), _BY[one["by"]], "other") for one in _FOLD.finditer(lowered, start, end)]
    return found
