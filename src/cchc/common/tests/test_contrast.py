"""The style sheet's colours pass WCAG 2.2 AA in both themes, computed from its tokens."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static" / "cchc" / "cchc.css").read_text()
TEXT, GRAPHIC = 4.5, 3.0

# (ink, ground, least ratio): every pair that the style sheet sets side by side
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "muted", "accent", "accent-strong")
      for ground in ("ground", "surface", "sunken", "accent-tint")],
    *[(state, ground, TEXT) for state in ("good", "risk", "bad", "none")
      for ground in ("ground", "surface", "accent-tint", f"{state}-tint")],
    ("bad", "sunken", TEXT),
    ("ink", "good-tint", TEXT), ("ink", "risk-tint", TEXT), ("ink", "bad-tint", TEXT), ("ink", "none-tint", TEXT),
    ("ink", "mark", TEXT), ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("on-demo", "demo", TEXT),
    *[("edge", ground, GRAPHIC) for ground in ("ground", "surface", "sunken")],
    *[("accent", ground, GRAPHIC) for ground in ("ground", "surface", "line")],
]  # fmt: skip


def tokens(opening: str) -> dict[str, str]:
    start = CSS.index(opening)
    block = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


LIGHT = tokens(":root {\n  color-scheme: light")
DARK = tokens(':root[data-theme="dark"] {')
DARK_BY_MACHINE = tokens(':root:not([data-theme="light"]) {')


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_the_one_of_the_standard():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_the_pair_can_be_read(theme, ink, ground, least):
    assert ratio(theme[ink], theme[ground]) >= least


def test_dark_by_choice_is_dark_by_machine():
    assert DARK == DARK_BY_MACHINE
    assert DARK.keys() == LIGHT.keys()


def test_every_colour_outside_the_tokens_is_named_by_token():
    rules = CSS[CSS.index("/* ---------- base") : CSS.index("/* ---------- print")]
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])", rules)


def test_every_token_used_exists():
    known = set(re.findall(r"--([\w-]+):", CSS))
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= known
