"""What a list is made of: columns, filters, and the listing that holds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from cchc.common.text import squeeze

from .rows import Rows, look, rows_of

if TYPE_CHECKING:
    from .page import ListingPage

Words = str | Promise
Choices = Sequence[tuple[str, Words]]
RESERVED = ("q", "sap", "trang", "xuat")
QUERY_LIMIT = 200


@dataclass(frozen=True)
class Column:
    """One column.

    `value`: where a cell comes from: a path ("unit.short_name", the column's key if left out) or a function of the row.
    `kind`: text, long (reasons and the like, given room), short (never broken), number, date, moment, state (a code of
    `common.verdicts`, or (code, word)).
    `sort`: the path to sort by, in the database's spelling ("unit__sort"); none means the column cannot be sorted.
    `total`: the path of the number to add up over all rows found, shown beneath the table.
    `template`: a template for the cell's content, given `row` and `value`; exports still take `value`.
    `personal`: the declared field of the row that the cell tells of: masked for whoever has no right to it, on the page
    and in exports, and its reading recorded where it must be (`common.personal`). Rows are then model instances.
    """

    key: str
    label: Words
    value: str | Callable[[Any], Any] | None = None
    kind: str = "text"
    sort: str = ""
    decimals: int | None = None
    total: str = ""
    template: str = ""
    help: Words = ""
    personal: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("text", "long", "short", "number", "date", "moment", "state"):
            raise ValueError(f"column {self.key}: no such kind {self.kind}")

    def of(self, row: Any) -> Any:
        """The cell's value for a row."""
        if callable(self.value):
            return self.value(row)
        return look(row, self.value or self.key)

    @property
    def css(self) -> str:
        """The class of the column's cells."""
        return {"number": "is-num", "text": "is-text", "long": "is-text is-long"}.get(self.kind, "is-short")


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the list.

    `choices`: (value, label) pairs, or a function of the request that gives them. `field`: the path compared with the
    value (the filter's key if left out). `apply(rows, value)` replaces the comparison; it gets and gives back a
    QuerySet or a list, as the rows came.
    """

    key: str
    label: Words
    choices: Choices | Callable[[HttpRequest], Choices]
    field: str = ""
    apply: Callable[[Any, str], Any] | None = None
    all_label: Words = ""

    def __post_init__(self) -> None:
        if self.key in RESERVED:
            raise ValueError(f"filter {self.key}: the name is taken by the listing itself")

    def options(self, request: HttpRequest) -> list[tuple[str, Words]]:
        """The choices for this request."""
        return [
            (str(value), label) for value, label in (self.choices(request) if callable(self.choices) else self.choices)
        ]

    def narrow(self, rows: Rows, value: str) -> Rows:
        """The rows with this value."""
        if self.apply:
            return rows_of(self.apply(rows.source, value))
        return rows.equal(self.field or self.key, value)


@dataclass(frozen=True)
class Listing:
    """A list, declared once.

    `name`: short, of letters and dashes: the list's id on the page and the file name of its exports.
    `search`: paths searched word by word; those ending in `folded` must hold `text.fold` of what they stand for.
    `order`: paths of the order when nobody chose one, "-" before a path turns it round.
    `dress`: adds to a QuerySet what columns and order read, and search and filters do not, such as joined values: rows
    are counted without it, so it must neither add rows nor drop any.
    `row_url`: the page of a row. `prepare`: turns the rows of one page (or of one batch of an export) into what the
    columns read, so that what is derived is worked out for these rows only.
    `pick`: the form name of a box before each row, for actions on many rows; the boxes belong to the form whose id is
    the list's name followed by "-chon". `keep`: names of further parameters of the page that links must not lose.
    """

    name: str
    title: Words
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    order: Sequence[str] = ()
    dress: Callable[[Any], Any] | None = None
    row_url: Callable[[Any], str] | None = None
    prepare: Callable[[list[Any]], Sequence[Any]] | None = None
    row_class: Callable[[Any], str] | None = None
    per_page: int = 50
    pick: str = ""
    keep: Sequence[str] = ()
    search_hint: Words = ""
    empty_title: Words = ""
    empty_text: Words = ""
    empty_action: tuple[str, Words] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def page(self, request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", **changes: Any) -> "ListingPage":
        """The page the request asks for; `changes` replace parts of the empty state (empty_action=…) this once."""
        from .page import ListingPage  # noqa: PLC0415  # the page knows the declaration; only this door knows the page

        return ListingPage(self, request, rows_of(rows), changes)

    def wanted(self, request: HttpRequest) -> str:
        """The text searched for, made fit to search with."""
        return squeeze(request.GET.get("q", "")[:QUERY_LIMIT].replace("\x00", ""))
