"""Pages and the links to them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLink:
    """A link to a page, the current page, or (number 0) a gap."""

    number: int
    url: str
    current: bool
    far: bool


@dataclass(frozen=True)
class Pager:
    """Where one is in a list of `found` rows, and the ways on."""

    found: int
    per_page: int
    number: int
    url_of: Callable[[int], str]

    @classmethod
    def at(cls, found: int, per_page: int, wanted: str, url_of: Callable[[int], str]) -> "Pager":
        """The page wanted, or the nearest there is: a text that is no number gives the first."""
        last = max(1, -(-found // per_page))
        digits = wanted.strip()
        asked = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1
        return cls(found, per_page, min(max(asked, 1), last), url_of)

    @property
    def last(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.found // self.per_page))

    @property
    def first_row(self) -> int:
        """The place of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.found else 0

    @property
    def last_row(self) -> int:
        """The place of the last row shown."""
        return min(self.number * self.per_page, self.found)

    @property
    def before(self) -> str:
        """The link to the page before, if there is one."""
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The link to the next page, if there is one."""
        return self.url_of(self.number + 1) if self.number < self.last else ""

    @property
    def links(self) -> list[PageLink]:
        """First, last, and those around the current page, with gaps between."""
        shown = sorted({1, self.last, *(n for n in range(self.number - 2, self.number + 3) if 1 <= n <= self.last)})
        links: list[PageLink] = []
        for number in shown:
            if links and number - links[-1].number > 1:
                links.append(PageLink(0, "", current=False, far=True))
            links.append(
                PageLink(number, self.url_of(number), current=number == self.number, far=abs(number - self.number) > 1)
            )
        return links
