"""The Vietnamese code pages of before Unicode: TCVN3 (ABC fonts), VNI and windows-1258, told apart by what they spell.

TCVN3 and VNI texts usually come as if they were Western text: "Céng hoµ", "Coäng hoøa". Both tables are one to one, so
the conversion is exact, but for TCVN3 capitals with a tone, which only the font (".VnTimeH") tells from small letters.
"""

import re
import unicodedata
from typing import Literal

Code = Literal["tcvn3", "vni"]

_TCVN3 = dict(zip(
    (*range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), 0xC6, *range(0xC7, 0xCD), *range(0xCE, 0xD9),
     *range(0xDC, 0xE0), *range(0xE1, 0xF0), *range(0xF1, 0xFF)),
    "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạ" "ằẳẵắ" "ặ" "ầẩẫấậè" "ẻẽéẹềểễếệìỉ" "ĩíịò" "ỏõóọồổỗốộờởỡớợù" "ủũúụừửữứựỳỷỹýỵ",
    strict=True,
))  # fmt: skip
# VNI writes a letter and then its mark; these are the marks of the two letters that take them, and the single letters.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_MARKS |= {mark.upper(): marks for mark, marks in _VNI_MARKS.items()}
_VNI_SINGLE |= {one.upper(): other.upper() for one, other in _VNI_SINGLE.items()}
_VNI_PAIR = re.compile(f"([aeouyAEOUYôöÔÖ])([{''.join(_VNI_MARKS)}])")
_VNI_LETTER = re.compile(f"[{''.join(_VNI_SINGLE)}]")

_WORD = re.compile(r"[^\W\d_]+")
_HINT = re.compile("[\u00a1-\u00ff]")
_UNICODE = re.compile("[\u1ea0-\u1ef9]")  # letters that no text of before Unicode can hold
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:oai|oay|oao|oeo|uai|uay|uây|uôi|uya|uyê|uyu|ươi|ươu|iêu|yêu|ia|iê|yê|ya|ua|uô|ưa|ươ|oa|oă|oe|oo|uâ|uê|uơ|uy"
    "|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 letters as Unicode; `capitals` for the fonts that print capitals only."""
    text = text.translate(_TCVN3)
    return text.upper() if capitals else text


def from_vni(text: str) -> str:
    """VNI letters and marks as Unicode."""
    text = _VNI_PAIR.sub(lambda pair: _VNI_SINGLE.get(pair[1], pair[1]) + _VNI_MARKS[pair[2]], text)
    return unicodedata.normalize("NFC", _VNI_LETTER.sub(lambda letter: _VNI_SINGLE[letter[0]], text))


def convert(text: str, code: Code) -> str:
    """`text` from `code`."""
    return from_tcvn3(text) if code == "tcvn3" else from_vni(text)


def detect(text: str) -> Code | None:
    """The old code page a text is in, or None where it reads well as it stands. A sample of the text decides."""
    sample = text[:40_000]
    if len(_UNICODE.findall(sample, 0, 4_000)) >= 5 or len(_HINT.findall(sample)) < 6:
        return None
    plain = spelling(sample)
    if plain > 0.6:
        return None
    scores: dict[Code, float] = {"tcvn3": spelling(from_tcvn3(sample)), "vni": spelling(from_vni(sample))}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 0.6 and scores[best] > plain + 0.2 else None


def spelling(text: str) -> float:
    """Share of the words with a letter beyond ASCII that are well-formed Vietnamese syllables; 0 if there are none."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable (tone marks are not checked against the ending)."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return _SYLLABLE.fullmatch(bare) is not None
