"""Letters, spelling and words written twice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from operator import eq

from cchc.reading import quality
from cchc.reading.flow import Grid
from cchc.reading.items import Finding, Span
from cchc.reading.linter.base import Checked, finding

_SMALL = (
    "với", "của", "và", "các", "được", "trong", "cho", "về", "theo", "để", "những", "tại", "là", "có", "từ", "đến",
    "do", "bởi", "khi", "nhằm", "thuộc",
)  # fmt: skip
# Bodies are called by what they do: "đoàn kiểm tra kiểm tra đột xuất" says nothing twice.
_BODIES = frozenset(
    ("kiểm tra", "thanh tra", "quản lý", "giám sát", "kiểm toán", "điều tra", "thẩm định", "tư vấn", "tổ chức")
)
_FROM_THERE = re.compile(r" (?:ngày|tháng|năm|quý|đó|đây|khi|\d)")
_MARKED = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
_TONES = str.maketrans(
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:(?:o|u)?(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)|iê|ia|yê|ya|ưa|ươ|uô|ua|uâ|uê|uơ|uy|uyê|uya|oa|oă|oe|oo|oai"
    r"|uây|ươi|ươu|uôi|iêu|yêu|oay|oeo|uyu)"
    r"(?:ng|nh|ch|[cmnptiouy])?"
)
_NEVER = re.compile(r"iê$|yê$|uô$|ươ$|ă[iuoy]?$|â[io]?$")
# Words that are words, but not in these phrases.
_PHRASES = (
    ("nghị dịnh", "nghị định"),
    ("uy ban nhân dân", "ủy ban nhân dân"),
    ("tối thiếu", "tối thiểu"),
    ("chuyển đồi số", "chuyển đổi số"),
    ("bố sung", "bổ sung"),
    ("chông lãng phí", "chống lãng phí"),
    ("đời sông", "đời sống"),
    ("dữ liệu dung chung", "dữ liệu dùng chung"),
    ("điện đử", "điện tử"),
    ("những nhiễu", "nhũng nhiễu"),
    ("đầy mạnh", "đẩy mạnh"),
    ("có chế một cửa", "cơ chế một cửa"),
    ("hướng dẫn chủ", "hướng dân chủ"),
    ("cải cách hành theo", "cải cách hành chính theo"),
    ("sát nhập", "sáp nhập"),
    ("tránh nhiệm", "trách nhiệm"),
    ("thủ tục hành chinh", "thủ tục hành chính"),
    ("cải cách hành chinh", "cải cách hành chính"),
    ("qui định", "quy định"),
    ("kỷ cương, kỹ luật", "kỷ cương, kỷ luật"),
    ("kỹ luật", "kỷ luật"),
    ("tổng báo cáo kết quả", "tổng hợp báo cáo kết quả"),
    ("bổ xung", "bổ sung"),
    ("xử lí", "xử lý"),
)
_IN_PHRASE = {wrong: wrong.replace(",", "").split(" ") for wrong, _ in _PHRASES}
# What makes them right after all: "hướng dẫn chủ đầu tư", "né tránh nhiệm vụ".
_RIGHT_BEFORE = {
    "hướng dẫn chủ": re.compile(r" \w"),
    "tránh nhiệm": re.compile(r" vụ"),
    "những nhiễu": re.compile(r" (?:loạn|động)"),
    "đầy mạnh": re.compile(r" mẽ"),
}
_SOFT = frozenset(("qui định", "xử lí"))


def marks(checked: Checked) -> Iterator[Finding]:
    """text.marks-lost: a text, or a page of it, without Vietnamese marks."""
    trust = checked.reading.quality
    if not trust.readable:
        span = Span(0, min(200, len(checked.reading.text)))
        yield finding("text.marks-lost", "error", span, (trust.advice_vi or "", trust.advice_en or ""))
    for page in quality.lost_pages(trust, checked.flow):
        part = next(part for part in checked.flow.parts if (part.page or 1) == page)
        vi = f"Trang {page} mất dấu tiếng Việt; hãy quét lại trang này bằng OCR tiếng Việt."
        en = f"Page {page} has lost its Vietnamese marks; scan it again with Vietnamese OCR."
        yield finding("text.marks-lost", "error", Span(part.start, part.end), (vi, en))


def look_alikes(checked: Checked) -> Iterator[Finding]:
    """text.look-alike: letters of another alphabet that print like Latin ones; already mended in the text."""
    for mend in checked.mends:
        part = checked.flow.parts[mend.block]
        if mend.cell is not None and isinstance(part, Grid):
            base = part.cells.get(mend.cell, (part.start, part.end))[0]
        else:
            base = checked.flow.places[mend.block]
        vi = f"“{mend.found}” có chữ cái của bảng chữ khác trông giống chữ Latinh; tìm kiếm sẽ bỏ sót từ này."
        en = f"“{mend.found}” holds letters of another alphabet that look Latin; searches will miss the word."
        yield finding("text.look-alike", "warning", Span(base + mend.start, base + mend.end), (vi, en), mend.mended)


def spelling(checked: Checked) -> Iterator[Finding]:
    """text.misspelling: a word that is no Vietnamese syllable, or a known slip."""
    text = checked.reading.text
    lowered = checked.lowered
    vocabulary = set(checked.words)
    for wrong, right in _PHRASES:
        at = lowered.find(wrong) if vocabulary.issuperset(_IN_PHRASE[wrong]) else -1
        while at >= 0:
            end = at + len(wrong)
            fine = _RIGHT_BEFORE.get(wrong)
            whole = not (lowered[at - 1 : at].isalpha() or lowered[end : end + 1].isalpha())
            if whole and not (fine and fine.match(lowered, end)):
                yield _misspelt(text[at:end], Span(at, end), right, soft=wrong in _SOFT)
            at = lowered.find(wrong, at + 1)
    typed = checked.reading.quality.layer == "typed"
    for word in sorted(_wrong(vocabulary)):
        if word not in text or (not typed and _is_glued(word)):
            continue
        for match in re.finditer(rf"(?<!\w){word}(?!\w)", text):
            yield _misspelt(word, Span(match.start(), match.end()), None, soft=False)


def _wrong(words: Iterable[str]) -> list[str]:
    """Those of the words, in small letters, that have Vietnamese marks and are no Vietnamese syllables."""
    marked = [word for word in words if not word.isascii() and 1 < len(word) < 9]
    bare = " ".join(marked).translate(_TONES).split(" ")  # the tone makes no difference: fewer are left to be looked at
    wrong = {word for word in set(bare) if not _is_bare_syllable(word)} - {""}
    return [word for word, plain in zip(marked, bare, strict=False) if plain in wrong and _MARKED.search(word)]


def _is_glued(word: str) -> bool:
    """Whether a word may be two that a PDF or a scan set without their space ("vịsự"): no slip of the writer."""
    return any(is_syllable(word[:at]) and is_syllable(word[at:]) for at in range(2, len(word) - 1))


def _misspelt(word: str, span: Span, right: str | None, *, soft: bool) -> Finding:
    vi = f"“{word}” có thể viết sai chính tả."
    return finding("text.misspelling", "info" if soft else "warning", span, (vi, f"“{word}” may be misspelt."), right)


def is_syllable(word: str) -> bool:
    """Whether a word in small letters can be a Vietnamese syllable."""
    return _is_bare_syllable(word.translate(_TONES))


def _is_bare_syllable(bare: str) -> bool:
    return _SYLLABLE.fullmatch(bare) is not None and _NEVER.search(bare) is None


def _said_twice(words: Sequence[str]) -> list[str]:
    """Pairs of different words that stand twice in a row, each pair once; the names of bodies are let pass."""
    alike = bytes(map(eq, words, islice(words, 2, None)))  # 1 where a word is that of two places on
    pairs: dict[str, None] = {}
    at = alike.find(b"\1\1")
    while at >= 0:
        one, other = words[at : at + 2]
        if one and other and one not in (other, "từng"):
            pairs[f"{one} {other}"] = None
        at = alike.find(b"\1\1", at + (4 if one and other else 1))
    return [pair for pair in pairs if pair not in _BODIES]


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words stand whole in a text."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at, end
        at = text.find(words, end)


def repeated(checked: Checked) -> Iterator[Finding]:
    """text.word-repeated: the same small word, or the same word of two syllables, twice in a row."""
    text, lowered = checked.reading.text, checked.lowered
    for pair in _said_twice(checked.words):
        for start, end in _places(f"{pair} {pair}", lowered):
            if text[end - len(pair) : end].islower():
                vi, en = f"Từ “{pair}” bị lặp.", f"The word “{pair}” is there twice."
                yield finding("text.word-repeated", "warning", Span(start, end), (vi, en), pair)
    at_once = set(compress(checked.words, map(eq, checked.words, islice(checked.words, 1, None))))
    for twice in (f"{word} {word}" for word in _SMALL if word in at_once):
        for at, end in _places(twice, lowered):
            if twice == "từ từ" and not _FROM_THERE.match(lowered, end):
                continue  # "từ từ": slowly
            word = text[at : at + len(twice) // 2]
            vi, en = f"Từ “{word}” bị lặp.", f"The word “{word}” is there twice."
            yield finding("text.word-repeated", "warning", Span(at, end), (vi, en), word)
