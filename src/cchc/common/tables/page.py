"""One page of a listing, as the template reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from cchc.common.personal import ledger_of, shown

from .declare import Column, Filter, Listing
from .export import csv_answer, xlsx_answer
from .paging import Pager
from .rows import Rows, rows_of

BATCH = 500


@dataclass(frozen=True)
class Cell:
    """A value in its column."""

    column: Column
    value: Any

    @property
    def is_plain(self) -> bool:
        """Whether it is one value without a template."""
        return not self.column.template and self.column.kind != "state"

    @property
    def state(self) -> tuple[str, str]:
        """Code and word of a state cell."""
        if isinstance(self.value, tuple):
            return str(self.value[0]), str(self.value[1])
        return str(self.value or ""), ""


@dataclass(frozen=True)
class Row:
    """A row with its cells; `head` is the first of them."""

    object: Any
    url: str
    css: str
    cells: tuple[Cell, ...]

    @property
    def head(self) -> Cell:
        """The cell that names the row."""
        return self.cells[0]

    @property
    def rest(self) -> tuple[Cell, ...]:
        """The other cells."""
        return self.cells[1:]


@dataclass(frozen=True)
class Header:
    """A column's head: what sorting by it would do, and whether the list is sorted by it."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True)
class FilterState:
    """A filter with its choices and the one made."""

    filter: Filter
    options: tuple[tuple[str, str | Promise], ...]
    value: str

    @property
    def label(self) -> str | Promise:
        """The label of the choice made."""
        return next((label for value, label in self.options if value == self.value), "")


class ListingPage:
    """What `common/listing.html` shows."""

    def __init__(self, listing: Listing, request: HttpRequest, rows: Rows, changes: dict[str, Any]) -> None:
        self.listing = listing
        self.request = request
        self.everything = rows
        self.changes = changes
        self.text = listing.wanted(request) if listing.search else ""
        self.filters = [self._filter(item) for item in listing.filters]
        self.sort_column, self.sort_down = self._sort()

    def _filter(self, item: Filter) -> FilterState:
        options = tuple(item.options(self.request))
        asked = self.request.GET.get(item.key, "")
        return FilterState(item, options, asked if asked in {value for value, _label in options} else "")

    def _sort(self) -> tuple[Column | None, bool]:
        """The column the request asks to sort by, and whether from the top down."""
        asked = self.request.GET.get("sap", "")
        column = next((c for c in self.listing.columns if c.sort and c.key == asked.removeprefix("-")), None)
        return column, asked.startswith("-")

    @property
    def _sort_shown(self) -> tuple[Column | None, bool]:
        """The column the list is in fact sorted by, also when nobody chose."""
        if self.sort_column or not self.listing.order:
            return self.sort_column, self.sort_down
        first = self.listing.order[0]
        return next((c for c in self.listing.columns if c.sort == first.removeprefix("-")), None), first.startswith("-")

    @cached_property
    def _left(self) -> Rows:
        """The rows that search and filters leave."""
        rows = self.everything
        for state in self.filters:
            if state.value:
                rows = state.filter.narrow(rows, state.value)
        if self.text:
            rows = rows.having(self.listing.search, self.text)
        return rows

    @cached_property
    def found_rows(self) -> Rows:
        """The rows that search and filters leave, dressed and in order."""
        rows, dress = self._left, self.listing.dress
        order = list(self.listing.order)
        if self.sort_column:
            order.insert(0, f"-{self.sort_column.sort}" if self.sort_down else self.sort_column.sort)
        return (rows_of(dress(rows.source)) if dress else rows).ordered(order)

    @cached_property
    def found(self) -> int:
        """How many rows search and filters leave."""
        return self._left.count()

    @property
    def narrowed(self) -> bool:
        """Whether search or a filter is at work."""
        return bool(self.text) or any(state.value for state in self.filters)

    @cached_property
    def pager(self) -> Pager:
        """The pages."""
        return Pager.at(
            self.found, self.listing.per_page, self.request.GET.get("trang", ""), lambda number: self.url(trang=number)
        )

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        if not self.found:
            return []
        batch = self.found_rows.cut(self.pager.first_row - 1, self.pager.last_row, self.found)
        return [self._row(row) for row in self._prepared(batch)]

    def _prepared(self, batch: list[Any]) -> list[Any]:
        return list(self.listing.prepare(batch)) if self.listing.prepare else batch

    def _row(self, row: Any) -> Row:
        listing = self.listing
        return Row(
            row,
            listing.row_url(row) if listing.row_url else "",
            listing.row_class(row) if listing.row_class else "",
            tuple(Cell(column, self._value(column, row)) for column in listing.columns),
        )

    def _value(self, column: Column, row: Any) -> Any:
        value = column.of(row)
        return shown(self.request, row, column.personal, value) if column.personal else value

    def each_row(self) -> Iterator[Row]:
        """Every row found, prepared in batches: for exports."""
        rows = self.found_rows.all()
        while batch := list(islice(rows, BATCH)):
            for row in self._prepared(batch):
                yield self._row(row)

    @property
    def headers(self) -> list[Header]:
        """The heads of the columns."""
        heads = []
        shown, down = self._sort_shown
        for column in self.listing.columns:
            here = column is shown
            url = self.url(sap=f"-{column.key}" if here and not down else column.key) if column.sort else ""
            heads.append(Header(column, url, ("descending" if down else "ascending") if here else ""))
        return heads

    @cached_property
    def totals(self) -> list[Cell]:
        """The cells of the line beneath the table, none if no column is added up."""
        columns = [column for column in self.listing.columns if column.total]
        if not columns or not self.found:
            return []
        sums = dict(zip(columns, self.found_rows.total([column.total for column in columns]), strict=True))
        return [Cell(column, sums.get(column)) for column in self.listing.columns]

    @property
    def state(self) -> dict[str, str]:
        """The parameters that make this list what it is, without the page."""
        kept = {name: self.request.GET.get(name, "") for name in self.listing.keep}
        kept |= {"q": self.text, **{state.filter.key: state.value for state in self.filters}}
        kept["sap"] = f"{'-' if self.sort_down else ''}{self.sort_column.key}" if self.sort_column else ""
        return {name: value for name, value in kept.items() if value}

    @property
    def hidden(self) -> dict[str, str]:
        """Of these, what the filter form must carry unseen."""
        seen = {"q", *(state.filter.key for state in self.filters)}
        return {name: value for name, value in self.state.items() if name not in seen}

    def url(self, **changes: object) -> str:
        """A link to this list with these parameters changed."""
        return "?" + urlencode({name: value for name, value in {**self.state, **changes}.items() if value})

    @property
    def clear_url(self) -> str:
        """The list without search and filters."""
        return "?" + urlencode(self.hidden)

    @property
    def csv_url(self) -> str:
        """The export of all rows found as CSV."""
        return self.url(xuat="csv")

    @property
    def xlsx_url(self) -> str:
        """The export of all rows found as XLSX."""
        return self.url(xuat="xlsx")

    @property
    def empty(self) -> dict[str, Any]:
        """Title, text and first step of a list that has no rows at all."""
        listing = self.listing
        action = self.changes.get("empty_action", listing.empty_action)
        return {
            "title": self.changes.get("empty_title", listing.empty_title),
            "text": self.changes.get("empty_text", listing.empty_text),
            "url": action[0] if action else "",
            "action": action[1] if action else "",
        }

    def download(self) -> HttpResponseBase | None:
        """The file, if the request asks for one: `return page.download() or render(…)`."""
        answer = {"csv": csv_answer, "xlsx": xlsx_answer}.get(self.request.GET.get("xuat", ""))
        if answer is None:
            return None
        ledger_of(self.request).is_export = True
        return answer(self)
