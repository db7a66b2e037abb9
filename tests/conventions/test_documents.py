"""The documents tell the truth about what is where."""

import re
from pathlib import Path

import pytest

from cchc.config.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost, lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page):
    named = set(re.findall(r"`?make ([a-z]+)`", page.read_text(encoding="utf-8")))
    assert not {name for name in named if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)}


def test_the_readme_names_both_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_every_command_of_the_operator_is_one():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bcchc ([a-z]+)\b", text))
    assert not named - set(COMMANDS)
