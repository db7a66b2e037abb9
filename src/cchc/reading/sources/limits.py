"""How much one document may cost: every format reads under these, and says so when it stops."""

import time
from dataclasses import dataclass, field

from cchc.reading.errors import Unreadable

MAX_BYTES = 100 * 2**20  # a scanned plan of 300 pages has about 60 MB
MAX_PART = 48 * 2**20  # one XML part of a DOCX, unpacked: about 1,000 pages
MAX_UNPACKED = 128 * 2**20  # all parts that are read
MAX_RATIO = 200  # unpacked to packed; Word's own XML stays under 60
RATIO_FROM = 4 * 2**20  # below this size a high ratio harms nobody
MAX_MEMBERS = 10_000
MAX_TEXT = 2_000_000  # characters; a plan of 300 pages has about 900,000, and reading that takes some seconds
MAX_PAGES = 2_000
MAX_OCR_PAGES = 300
MAX_DEPTH = 200  # nested elements of a DOCX or HTML body
MAX_COLUMNS = 200
MAX_PIXELS = 150_000_000  # an A3 page at 600 dpi has 70 million
SECONDS = 60.0  # without recognition
OCR_SECONDS_A_PAGE = 60.0
CONVERT_SECONDS = 60.0
CHILD_KILOBYTES = 2 * 2**20  # address space of a program that is started, 2 GB


@dataclass
class Clock:
    """Time that is left. `check` is called often and raises when it has run out."""

    seconds: float = SECONDS
    started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise `Unreadable` when the time is over."""
        if time.monotonic() - self.started > self.seconds:
            raise too_slow(self.seconds)

    def pause_free(self, seconds: float) -> None:
        """Allow `seconds` more, for a piece of work that has a limit of its own."""
        self.seconds += seconds


def too_slow(seconds: float) -> Unreadable:
    """The error for work that ran out of time."""
    return Unreadable(
        "timeout",
        f"Đọc tệp quá {seconds:.0f} giây nên đã dừng. Hãy tách tệp thành nhiều phần hoặc lưu lại ở dạng DOCX.",
        f"Reading took more than {seconds:.0f} seconds and was stopped. Split the file or save it as DOCX.",
    )


def too_big(size: int) -> Unreadable:
    """The error for a file over the size limit."""
    return Unreadable(
        "too_big",
        f"Tệp lớn {size / 2**20:.0f} MB, quá mức {MAX_BYTES // 2**20} MB. Hãy tách tệp hoặc quét ở 300 dpi đen trắng.",
        f"The file has {size / 2**20:.0f} MB, the limit is {MAX_BYTES // 2**20} MB. Split it or scan it in grey.",
    )


def check_text(length: int) -> None:
    """Raise when a document holds more text than any plan does."""
    if length > MAX_TEXT:
        raise Unreadable(
            "too_long",
            f"Tệp có {length:,} ký tự, nhiều hơn mọi kế hoạch có thể có ({MAX_TEXT:,}).".replace(",", "."),
            f"The file has {length:,} characters, more than any plan can have ({MAX_TEXT:,}).",
        )


def check_pages(pages: int, limit: int = MAX_PAGES) -> None:
    """Raise when a document has more pages than are read."""
    if pages > limit:
        raise Unreadable(
            "too_long",
            f"Tệp có {pages} trang, nhiều hơn mức {limit} trang. Hãy tách tệp.",
            f"The file has {pages} pages; {limit} is the limit. Split it.",
        )
