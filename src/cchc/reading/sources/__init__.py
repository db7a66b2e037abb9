"""From bytes of any format to blocks or printed lines."""

from cchc.reading.blocks import PrintedLines, Source
from cchc.reading.errors import Unreadable
from cchc.reading.sources import docx, html, legacy_doc, ocr, pdf, plain
from cchc.reading.sources.detect import damaged, detect
from cchc.reading.sources.limits import MAX_BYTES, Clock, too_big
from cchc.reading.sources.progress import Progress

__all__ = ["Progress", "Unreadable", "load"]


def load(data: bytes, name: str, *, progress: Progress | None = None) -> Source | PrintedLines:
    """What the bytes hold; `name` is only a hint, the content decides. Raises `Unreadable` and nothing else.

    `progress(done, total)` is called with pages on long work. Look-alike letters are left as they are: `letters.mend`
    puts them right after paragraphs are joined, when their place is final.
    """
    if len(data) > MAX_BYTES:
        raise too_big(len(data))
    kind = detect(data, name)
    try:
        source = _read(kind, data, name, progress)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as error:
        raise Unreadable(
            "too_long", "Tệp quá lớn hoặc lồng quá sâu.", "The file is too large or nested too deep."
        ) from error
    except Exception as error:  # whatever a damaged file makes a parser do, the person gets a sentence
        raise damaged(kind.upper(), type(error).__name__) from error
    if not (source.blocks if isinstance(source, Source) else source.lines):
        raise Unreadable("no_text", "Tệp không có chữ nào.", "The file holds no text.")
    return source


def _read(kind: str, data: bytes, name: str, progress: Progress | None) -> Source | PrintedLines:
    clock = Clock()
    if kind in ("txt", "md"):
        return plain.read(data, name, clock)
    if kind == "html":
        return html.read(data, clock)
    if kind == "pdf":
        return pdf.read(data, clock, progress)
    if kind == "doc":
        return legacy_doc.read(data, clock)
    if kind == "image":
        return ocr.read_image(data, clock, progress)
    return docx.read(data, clock)
