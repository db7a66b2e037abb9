"""The documents tell the truth about what is where."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

from cchc.config.cli import COMMANDS
from tests.commands import refusal

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


GUIDE = ROOT / "docs" / "operators.md"


def test_every_command_of_the_operators_guide_is_taken_with_its_options():
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)^    (cchc [a-z].*)$", text)
    inline = re.findall(r"`(cchc [a-z][^`]*)`", text)
    assert len(blocks) > 6
    assert len(inline) > 5
    refused = [refusal(line) for line in blocks] + [refusal(line) for line in inline if " " in line[5:]]
    assert not [why for why in refused if why], refused
    assert not {line.split()[1] for line in inline} - set(COMMANDS)


def test_every_address_and_measurement_of_the_operators_guide_is_one():
    text = GUIDE.read_text(encoding="utf-8")
    for path in set(re.findall(r"`(/[a-z-]+/(?:[a-z-]+/)?)`", text)):
        assert resolve(path)
    source = (ROOT / "src" / "cchc" / "config" / "metrics.py").read_text(encoding="utf-8")
    named = {re.sub(r"_(total|bucket)$", "", name) for name in re.findall(r"\bcchc_[a-z_]+", text)}
    assert len(named) > 4
    assert not {name for name in named if f'"{name}"' not in source}


def test_every_file_of_the_operators_guide_is_in_the_repository():
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:/opt/cchc-src/|`)((?:deploy|requirements)[A-Za-z0-9_./-]*)", text))
    assert len(named) > 4
    assert not {name for name in named if not (ROOT / name).exists()}
