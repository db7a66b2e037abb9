"""English is complete, and what is compiled is what is written."""

import ast
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cchc"
PACKAGES = [path.parent.name for path in sorted(SOURCE.glob("*/apps.py"))]


def catalogue(package: str) -> Path:
    return SOURCE / package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def messages_of(package: str, tmp_path: Path) -> set[tuple[str, str | None]]:
    """What the package's code and templates say, by Django's own extraction."""
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed (Debian: apt-get install gettext)")
    work = tmp_path / package
    shutil.copytree(
        SOURCE / package, work, ignore=shutil.ignore_patterns("tests", "migrations", "__pycache__", "locale")
    )
    (work / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "--no-obsolete", "-v", "0"],
        cwd=work, check=True, env=environment,
    )  # fmt: skip
    made = work / "locale" / "en" / "LC_MESSAGES" / "django.po"
    return {(entry.msgid, entry.msgctxt) for entry in polib.pofile(str(made))} if made.exists() else set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_message_has_its_english(package, tmp_path):
    said = messages_of(package, tmp_path)
    if not said:
        return
    entries = polib.pofile(str(catalogue(package))) if catalogue(package).exists() else []
    known = {(entry.msgid, entry.msgctxt) for entry in entries if entry.translated() and not entry.obsolete}
    assert not said - known, f"{package}: no English for {sorted(m for m, _c in said - known)[:20]}"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_english_is_kept_that_nobody_says(package, tmp_path):
    said = messages_of(package, tmp_path)
    if not catalogue(package).exists():
        return
    kept = {(e.msgid, e.msgctxt) for e in polib.pofile(str(catalogue(package))) if not e.obsolete}
    assert not kept - said, f"{package}: nobody says {sorted(m for m, _c in kept - said)[:20]}"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_compiled_catalogue_is_the_written_one(package):
    if not catalogue(package).exists():
        return
    written = {(e.msgid, e.msgctxt): e.msgstr or e.msgstr_plural for e in polib.pofile(str(catalogue(package)))}
    compiled = {
        (e.msgid, e.msgctxt): e.msgstr or e.msgstr_plural
        for e in polib.mofile(str(catalogue(package).with_suffix(".mo")))
    }
    assert {k: v for k, v in written.items() if v} == compiled


@pytest.mark.parametrize("package", PACKAGES)
def test_placeholders_are_the_same_in_both_languages(package):
    if not catalogue(package).exists():
        return
    pattern = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(catalogue(package)))
        for told in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if told and set(pattern.findall(entry.msgid)) != set(pattern.findall(told))
    ]
    assert not wrong, wrong


def test_no_message_stands_inside_of_an_f_string():
    """gettext does not look into one, so that what stands there would never get its English."""
    hidden = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("_", "gettext", "ngettext", "pgettext")
    ]
    assert not hidden


# The tone stands on the first vowel of oa, oe, uy at the end of a syllable, as official papers write: khóa, hòa, thủy.
# Not after q, whose u is no vowel (quý).
VOWELS = ("oa", "oe", "uy")
TONES = "\u0300\u0301\u0303\u0309\u0323"
LATE = re.compile(
    "(?<![qQ])(?:"
    + "|".join(unicodedata.normalize("NFC", f"{two[0]}{two[1]}{tone}") for two in VOWELS for tone in TONES)
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)


def shown_texts():
    """What is said on screen: every message, every template and the data that pages show."""
    for package in PACKAGES:
        if catalogue(package).exists():
            for entry in polib.pofile(str(catalogue(package))):
                yield f"{package}: a message", entry.msgid
    for pattern in ("*/templates/**/*.html", "*/data/**/*.yaml"):
        for path in SOURCE.glob(pattern):
            yield str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8")


def test_the_tone_stands_on_the_first_vowel_everywhere():
    late = [
        f"{where}: …{text[max(0, m.start() - 20) : m.end()]}"
        for where, text in shown_texts()
        for m in LATE.finditer(text)
    ]
    assert not late, "\n".join(late)


@pytest.mark.parametrize(
    ("word", "late"),
    [("khoá", True), ("Hoà", True), ("uỷ ban", True), ("KHOẺ", True), ("khóa", False), ("quý", False),
     ("hoàn", False), ("khoản", False), ("thuyền", False), ("Quỹ", False)],
)  # fmt: skip
def test_a_late_tone_is_told(word, late):
    assert bool(LATE.search(word)) is late


def test_one_message_has_one_english():
    """Catalogues are read into one: of two translations of a message one would be shown everywhere."""
    told: dict[tuple[str | None, str], dict[str, str]] = {}
    for package in PACKAGES:
        if catalogue(package).exists():
            for entry in polib.pofile(str(catalogue(package))):
                told.setdefault((entry.msgctxt, entry.msgid), {})[package] = str(entry.msgstr or entry.msgstr_plural)
    torn = {message: by for (_context, message), by in told.items() if len(set(by.values())) > 1}
    assert not torn, f"give them one English, or a context where they mean two things: {torn}"
