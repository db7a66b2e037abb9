import re
import unicodedata

import pytest

from cchc.reading import flat, quality
from cchc.reading.sources import letters

TEXTS = (
    "Sở Công Thương đạt 98,5% hồ sơ – “đúng hạn”; ≥ 90 %.",
    "ĐẾN NĂM 2030\tKH_01/KH-SCT\n\nPHỤ LỤC",
    "Слово và chữ Ω, ☐ ô trống\nmột dòng thường – hai",
    "".join(map(chr, range(1, 0x2FF))),
    "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in "\u0300\u0301"
    ),
)


@pytest.mark.parametrize("text", TEXTS)
def test_copies_stand_at_the_offsets_of_the_text_and_hold_its_words(text: str) -> None:
    folded = "".join(line.translate(flat._TABLE) for line in re.split("(\n)", text))
    assert flat.flat(text) == folded
    assert len(flat.bare(text)) == len(text)
    assert flat.bare(text).split() == re.findall(r"\w+", folded)
    assert flat.letters(text).split() == re.findall(r"[^\W\d_]+", text)


def test_flat_takes_case_marks_and_long_dashes_away() -> None:
    assert flat.flat("Đẩy mạnh CẢI CÁCH – “Một cửa”") == "day manh cai cach - “mot cua”"


@pytest.mark.parametrize("text", TEXTS)
def test_the_share_of_marked_words_is_that_of_counting_them(text: str) -> None:
    words = re.findall(r"[^\W\d_]{2,}", text)
    own = [word for word in words if re.search(r"[ăđơưĂĐƠƯẠ-ỹ]", word)]
    assert quality.share(text) == (len(own) / len(words) if words else 0.0, len(words))


@pytest.mark.parametrize("text", ["PHỤ LỤC", "PHỤ LỤC kèm", "Phụ lục", "AB", "ẢNH ☐ CHỤP", "Ảnh ☐ chụp"])
def test_capitals_are_told_with_and_without_rare_characters(text: str) -> None:
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    assert flat.is_upper(text) == (capitals >= 3 and capitals >= 9 * small)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Kế hoạch – 2026", True), ("Kê\u0301", False), ("a\u200bb", False), ("\0", False), ("С", False)],
)
def test_plain_text_needs_no_cleaning(text: str, plain: bool) -> None:
    assert flat.is_plain(text) is plain
    assert letters.clean(text) == unicodedata.normalize("NFC", text.replace("\u200b", "").replace("\0", ""))
