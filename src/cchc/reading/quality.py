"""How far a text can be trusted: whether it kept its Vietnamese marks, page by page."""

from collections.abc import Sequence

from cchc.reading.flat import shape
from cchc.reading.flow import Flow, Grid
from cchc.reading.items import Quality

ENOUGH = 0.25  # share of words with such a letter; a sound text has about 0.6
_TOO_SHORT = 25
_ANY_LETTER = bytes.maketrans(b"x", b"a")
_ADVICE_VI = (
    "Văn bản mất dấu tiếng Việt nên không đọc chắc được. Hãy quét lại (300 dpi) và nhận dạng bằng OCR tiếng Việt,"
    " hoặc dùng tệp gốc. Những gì còn tìm thấy dưới đây phải có người xem lại."
)
_ADVICE_EN = (
    "The text has lost its Vietnamese marks and cannot be read reliably. Scan it again (300 dpi) with Vietnamese OCR,"
    " or use the original file. What could still be found needs a person."
)


def share(text: str) -> tuple[float, int]:
    """Share of words with a letter that only Vietnamese has, and the number of words; both of two letters or more."""
    return _share(shape(text))


def _share(shaped: bytes) -> tuple[float, int]:
    """The same, of a text of which nothing is left but what kind of letters it has."""
    words = b" " + shaped.replace(b"\n", b" ") + b" "
    if b" x x " in words:  # each word with white of its own, or of two words of one letter one is counted
        words = words.replace(b" ", b"  ")
    total = words.translate(_ANY_LETTER).count(b" aa")
    own = words.translate(None, b"a").count(b" x") - words.count(b" x ")
    return (own / total if total else 0.0), total


def assess(flow: Flow, layer: str, confidence: float | None) -> Quality:
    """The trust that a text deserves as a whole and on each page."""
    pages: dict[int, list[bytes]] = {}
    shaped = shape(flow.text)
    for part in flow.parts:
        pages.setdefault(part.page or 1, []).append(shaped[part.start : part.end])
    shares = [(page, *_share(b"\n".join(texts))) for page, texts in sorted(pages.items())]
    total = sum(count for _, _, count in shares)
    marks = sum(value * count for _, value, count in shares) / total if total else 0.0
    readable = (marks >= ENOUGH or total < _TOO_SHORT) and (confidence is None or confidence >= 0.5)
    return Quality(
        readable=readable,
        marks=round(marks, 3),
        layer=layer,
        confidence=confidence,
        pages=tuple((page, round(value, 3)) for page, value, _ in shares),
        advice_vi=None if readable else _ADVICE_VI,
        advice_en=None if readable else _ADVICE_EN,
    )


def lost_pages(quality: Quality, flow: Flow) -> Sequence[int]:
    """Pages without marks in a text that is sound as a whole."""
    if not quality.readable or all(value >= ENOUGH / 2 for _, value in quality.pages):
        return ()
    words: dict[int, int] = {}
    for part in flow.parts:
        if not isinstance(part, Grid):
            words[part.page or 1] = words.get(part.page or 1, 0) + share(part.text)[1]
    return [page for page, value in quality.pages if value < ENOUGH / 2 and words.get(page, 0) > _TOO_SHORT]
