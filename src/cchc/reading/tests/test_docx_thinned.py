"""A DOCX says the same with and without what is taken out before it is parsed."""

from pathlib import Path

import pytest

from cchc.reading import read
from cchc.reading.sources.docx import package
from cchc.reading.testing import docx, paragraph

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.docx")), ids=lambda path: path.stem)
def test_what_is_taken_out_says_nothing(path, monkeypatch):
    thinned = read(path.read_bytes(), path.name)
    monkeypatch.setattr(package, "without_silent", lambda data, fonts: (data, fonts or True))
    assert thinned == read(path.read_bytes(), path.name)


def test_words_that_look_like_what_word_notes_are_kept():
    said = 'Thuộc tính w:rsidR="00A1B2C3" và w14:paraId="0A1B2C3D" của đoạn'
    noted = (
        '<w:p w:rsidR="00A1B2C3"><w:r w:rsidRPr="00A1B2C3"><w:rPr><w:sz w:val="28"/></w:rPr><w:t>Hai</w:t></w:r></w:p>'
    )
    assert read(docx(paragraph(said) + noted), "plan.docx").text == f"{said}\nHai"


def test_runs_without_a_look_are_joined_and_others_keep_theirs():
    looks = (("", "Một "), ("<w:rPr><w:caps/></w:rPr>", "hai"), ("", " ba"), ("", " bốn"))
    runs = "".join(f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>' for look, text in looks)
    assert read(docx(f"<w:p>{runs}</w:p>"), "plan.docx").text == "Một HAI ba bốn"
