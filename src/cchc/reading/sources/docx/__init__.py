"""DOCX: the parts of the package, read as Word prints them."""

from functools import partial

from lxml import etree

from cchc.reading.blocks import Source
from cchc.reading.sources.docx.body import Body
from cchc.reading.sources.docx.numbering import Numbering
from cchc.reading.sources.docx.package import Package
from cchc.reading.sources.docx.silent import W
from cchc.reading.sources.docx.styles import Styles
from cchc.reading.sources.limits import Clock


def read(data: bytes, clock: Clock) -> Source:
    """The blocks of a DOCX. Pages are those of Word's last layout, where it left them in the file."""
    package = Package(data)
    styles = Styles.read(package.part("styles"))  # first: whether fonts are kept in the text depends on them
    numbering = Numbering(partial(package.part, "numbering"), styles)
    root = package.document()
    notes = {kind: _notes(package.part(kind)) for kind in ("footnotes", "endnotes")}
    body = Body(styles, numbering, notes, clock)
    body.paged = next(root.iter(W + "lastRenderedPageBreak"), None) is not None
    blocks = []
    for part in root.iterchildren(W + "body"):
        blocks += body.blocks(part)
    warnings = list(body.warnings)
    if package.macros:
        warnings.append("Tệp có macro; macro không được chạy và không được xem đến.")
    return Source("docx", tuple(blocks), body.page if body.paged else None, tuple(warnings), tuple(body.notes))


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {str(note.get(W + "id")): note for note in root if note.get(W + "type") in (None, "normal")}
