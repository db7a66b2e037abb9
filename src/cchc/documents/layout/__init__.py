"""One layout engine for official papers: a `Paper` gives DOCX to edit, PDF to sign and XLSX of its annexes.

The measures are those of Nghị định 30/2020/NĐ-CP, Phụ lục I. Pure: no Django, no clock; the same paper gives the same
bytes.
"""

from .paper import (
    Annex,
    Block,
    Bullet,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    attached_to,
    cells,
    plain,
    runs,
)
from .pdf import to_pdf
from .word import to_docx
from .xlsx import to_xlsx

__all__ = [
    "Annex",
    "Block",
    "Bullet",
    "Cell",
    "Column",
    "Heading",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Run",
    "Signature",
    "Table",
    "attached_to",
    "cells",
    "plain",
    "runs",
    "to_docx",
    "to_pdf",
    "to_xlsx",
]
