import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc.reading import read
from cchc.reading.flat import flat
from cchc.reading.keyed import Keyed

FIXTURES = Path(__file__).parent / "fixtures"


def rules(name: str, value: object) -> Iterator[tuple[str, Keyed]]:
    if isinstance(value, Keyed):
        yield name, value
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from rules(f"{name}[{place}]", each)


MODULES = [module for name, module in list(sys.modules.items()) if name.startswith("cchc.reading")]
RULES = dict(
    rule
    for module in MODULES
    for name, value in vars(module).items()
    for rule in rules(f"{module.__name__}.{name}", value)
)


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        (r"\b(?:so voi|cung ky)\s+nam truoc", {" nam truoc", "nam truoc"}),
        (r"tai chinh|ngan sach nha nuoc|ngan sach", {"tai chinh", "ngan sach"}),
        (r"(?<!thuong mai )dien tu|\bcntt\b", {"dien tu", "cntt"}),
        (r"(?:khoang )?\d+ ngay(?: lam viec)?", {" ngay"}),
        (r"\d+|phan tram", set()),
        (r"ab(?:cd)*", {"ab"}),
        (r"thoi (?:gian|han|diem) nay", {"thoi gian", "thoi han", "thoi diem"}),
        (r"quy (?:iv|\d)", {"quy "}),
    ],
)
def test_keys_are_words_of_which_every_match_holds_one(pattern: str, keys: set[str]) -> None:
    assert set(Keyed(pattern).keys) <= keys
    assert bool(Keyed(pattern).keys) == bool(keys)


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"\b(?:so voi|cung ky)\s+nam truoc", {"so voi", "cung ky"}),
        (r"(?<!thuong mai )dien tu|\bcntt\b", {"dien tu", "cntt"}),
        (r"(?:trong )?(?:quy \d|thang)", {"trong ", "quy ", "thang"}),
        (r"\d+ ngay", set()),
        (r"\w* ngay|thang", set()),
    ],
)
def test_starts_are_words_with_which_every_match_begins(pattern: str, starts: set[str]) -> None:
    assert set(Keyed(pattern).starts) == starts


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_with_its_keys_what_its_pattern_finds(name: str) -> None:
    rule = RULES[name]
    for text in texts():
        for line in text.split("\n"):
            expected = [match.span() for match in rule.pattern.finditer(line)]
            assert [match.span() for match in rule.finditer(line)] == expected
            first = rule.search(line, len(line) // 3, len(line) - 5)
            plain = rule.pattern.search(line, len(line) // 3, len(line) - 5)
            assert (first and first.span()) == (plain and plain.span())


def texts() -> list[str]:
    if not _TEXTS:
        files = [path for path in sorted(FIXTURES.rglob("*")) if path.suffix in (".txt", ".md", ".docx")]
        plain = [read(path.read_bytes(), path.name).text for path in files]
        _TEXTS.extend([*map(flat, plain), *map(str.lower, plain)])
    return _TEXTS


_TEXTS: list[str] = []


def test_the_rules_of_all_parts_are_looked_at() -> None:
    assert {name.rsplit(".", 1)[0] for name in RULES} >= {
        f"cchc.reading.{part}" for part in ("areas", "deadlines", "measures", "promised", "quantities", "reporting")
    }
