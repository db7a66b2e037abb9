"""From bytes of any format to blocks or printed lines."""

from cchc.reading.blocks import PrintedLines, Source
from cchc.reading.errors import Unreadable
from cchc.reading.sources.progress import Progress

__all__ = ["Progress", "Unreadable", "load"]


def load(data: bytes, name: str, *, progress: Progress | None = None) -> Source | PrintedLines:
    """What the bytes hold; `name` is only a hint, the content decides. Raises `Unreadable` and nothing else.

    `progress(done, total)` is called with pages on long work. Look-alike letters are left as they are: `letters.mend`
    puts them right after paragraphs are joined, when their place is final.
    """
    raise Unreadable("unknown", f"Không nhận ra định dạng của tệp {name}.", f"The format of {name} is not known.")
