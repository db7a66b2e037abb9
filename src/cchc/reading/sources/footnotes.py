"""Footnotes at the foot of printed pages whose look does not tell them: by their running numbers and their marks.

Notes of a page are its last lines, from one that begins with the next number of the document's notes and a capital. The
first note's mark must stand in the sentences above ("năm 2026¹" printed as "năm 20261"); it is taken out of them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cchc.reading import markers
from cchc.reading.blocks import Line, Note, Table

_MOST_LINES = 12  # of the notes of one page


def take(lines: Sequence[Line | Table]) -> tuple[list[Line | Table], list[Note]]:
    """The lines without notes and marks, and the notes."""
    kept: list[Line | Table] = []
    notes: list[Note] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        on_page = list(page)
        start = _start(on_page, len(notes) + 1)
        body = on_page[:start]
        for line in on_page[start:]:
            number = len(notes) + 1
            if isinstance(line, Line) and _begins(line.text, number):
                notes.append(Note(str(number), line.text.partition(" ")[2], line.page))
                body = _unmarked(body, number)
            elif isinstance(line, Line):
                notes[-1] = replace(notes[-1], text=f"{notes[-1].text} {line.text}")
        kept += body
    return kept, notes


def _start(page: Sequence[Line | Table], number: int) -> int:
    """Where the notes of a page begin; its length where it has none."""
    for place in range(max(1, len(page) - _MOST_LINES), len(page)):
        line = page[place]
        if not isinstance(line, Line) or not _begins(line.text, number):
            continue
        below = page[place + 1 :]
        if any(isinstance(one, Table) or markers.parse(one.text) is not None for one in below):
            continue
        marked = any(isinstance(one, Line) and _mark(number).search(one.text) for one in page[:place])
        if marked or number > 1:
            return place
    return len(page)


def _begins(text: str, number: int) -> bool:
    label, _, words = text.partition(" ")
    return label == str(number) and (words[:1].isupper() or words[:1] in '“"')


def _mark(number: int) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=\b20\d\d)|(?<=[^\W\d])|(?<=[^\W\d] )|(?<=[)”\"])){number}(?=\s?[,.;:]|$)")


def _unmarked(body: Sequence[Line | Table], number: int) -> list[Line | Table]:
    """The lines without the first mark of a note."""
    for place, line in enumerate(body):
        if isinstance(line, Line) and (match := _mark(number).search(line.text)):
            text = f"{line.text[: match.start()].rstrip()}{line.text[match.end() :].lstrip()}"
            return [*body[:place], replace(line, text=text), *body[place + 1 :]]
    return list(body)
