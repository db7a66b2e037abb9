"""Taking out of a part what says nothing to a reader, before it is parsed: half of the elements that Word writes.

Most properties of runs, paragraphs and cells only set sizes, colours and distances, and a document has some dozens of
sets of them, written out thousands of times. Each set is looked at once, here and, by the name it is given (`NAME`),
wherever it is used. What tells who typed when goes too, and with it the border between two runs that look alike. A part
that Word did not write (with another prefix, with comments) is left as it is and says the same.
"""

import re
from collections.abc import Callable, Sequence

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_FONTS = (b".Vn", b"VNI", b"\x00")
_CODED = re.compile(rb"&#0*(?:4[68]|[5-9]\d|1[012]\d);|&#x0*[2-7][\da-fA-F];")  # a plain letter as a number
_HASH = 2**64 - 1
NAME = W + "set"  # what has the same name says the same, in all parts of a file
_TYPED = re.compile(rb" w(?::rsid|14:(?:para|text)Id)\w*=\"[\dA-F]{8}\"[\w:\" =]*(?=>)")
_PLAIN_RUNS = re.compile(rb"<w:r><w:t>[^<]*</w:t></w:r>(?:<w:r><w:t>[^<]*</w:t></w:r>)+")
_BETWEEN = b"</w:t></w:r><w:r><w:t>"
_SET = rb"(?: [\w:]+=\"[^\"<&]*\")* ?/>"
_OF_RUNS = re.compile(rb"<w\d*:(?!(?:b|i|caps|vanish|rStyle|del|rFonts)[ /])\w+" + _SET)
_FONTS = re.compile(rb"<w:rFonts" + _SET)
_OF_LAYOUT = re.compile(
    rb"<w:(?:spacing|ind|widowControl|autoSpaceD[EN]|keepNext|keepLines|contextualSpacing|adjustRightInd|snapToGrid|shd"
    rb"|tcW|vAlign|hideMark|noWrap)" + _SET
)
_BORDERS = re.compile(rb"<w:tcBorders>.*?</w:tcBorders>", re.DOTALL)
_DRAWN = re.compile(rb"<w:\w+ w:val=\"(?!nil\"|none\")[^\"<&]*\"[^<>]*/>")


def without_silent(data: bytes, *, fonts: bool) -> tuple[bytes, bool]:
    """The part without what says nothing, and whether fonts say something.

    They do where one is of before Unicode: in this part or, as `fonts` tells, in one that was read before.
    """
    if (b"!" in data and b"<!" in data) or b"<w:rPr>" not in data:
        return data, fonts or _names_old_font(data)
    before, names, rest = data.partition(b"<w:latentStyles ")  # the names of all styles there could be
    data = before + rest.partition(b"</w:latentStyles>")[2] if names and b"</w:latentStyles>" in rest else data
    first, sets = _parted(data, b"rPr>")
    fonts = fonts or any(map(_names_old_font, {said for said, _, _ in sets}))

    def spoken(properties: bytes) -> bytes:
        properties = _OF_RUNS.sub(b"", properties)
        return properties if fonts else _FONTS.sub(b"", properties)

    data = _thinned(first, sets, b"rPr>", spoken)
    for kind in (b"pPr>", b"tcPr>"):
        data = _thinned(*_parted(data, kind), kind, _spoken_of_layout)
    data = _TYPED.sub(b"", data).replace(b'<w:t xml:space="preserve">', b"<w:t>")  # white is kept at any rate
    return _PLAIN_RUNS.sub(lambda runs: runs.group().replace(_BETWEEN, b""), data), fonts


def _spoken_of_layout(properties: bytes) -> bytes:
    """What properties of a paragraph or a cell say; of the borders of a cell one is enough."""
    return _BORDERS.sub(_one_border, _OF_LAYOUT.sub(b"", properties))


def _one_border(borders: re.Match[bytes]) -> bytes:
    drawn = _DRAWN.search(borders.group())
    return b"<w:tcBorders>" + drawn.group() + b"</w:tcBorders>" if drawn else borders.group()


Set = tuple[bytes, bytes, bytes]  # what it says, its end, and what stands behind it up to the next


def _parted(data: bytes, kind: bytes) -> tuple[bytes, list[Set]]:
    """What stands before the first set of properties of a kind, and the sets."""
    first, *pieces = data.split(b"<w:" + kind)
    end = b"</w:" + kind
    return first, [piece.partition(end) for piece in pieces]


def _thinned(first: bytes, sets: Sequence[Set], kind: bytes, spoken: Callable[[bytes], bytes]) -> bytes:
    """The part with only what each set of properties says; a set that says nothing is left out."""
    known: dict[bytes, bytes] = {}
    kept = [first]
    start = b"<w:" + kind[:-1]
    for said, end, rest in sets:
        left = known.get(said)
        if left is None:
            left = spoken(said)
            left = known[said] = b'%b w:set="%x">%b' % (start, hash(left) & _HASH, left) if left or not end else b""
        kept += (left, end, rest) if left else (rest,)
    return b"".join(kept)


def _names_old_font(data: bytes) -> bool:
    """Whether a part may name a font of before Unicode."""
    return any(mark in data for mark in _OLD_FONTS) or (b"&#" in data and _CODED.search(data) is not None)
