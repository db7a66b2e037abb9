"""How the rows of a report's annex are filled: counted, entered, worked out of others, or by another body."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules.outline import FormRow, ReportForm, SourceKind, Whose
from .rules.values import Value, Values


class Feed(StrEnum):
    """What fills a row of the annex."""

    PLAN = "plan"
    COUNTED = "counted"
    ENTERED = "entered"
    WORKED_OUT = "worked_out"
    AWAY = "away"


FEEDS: Mapping[Feed, str | Promise] = {
    Feed.PLAN: _("đếm từ kế hoạch"),
    Feed.COUNTED: _("đếm từ sổ"),
    Feed.ENTERED: _("nhập, kèm căn cứ"),
    Feed.WORKED_OUT: _("tính từ dòng khác"),
    Feed.AWAY: _("ngoài thẩm quyền của Sở"),
}
BODIES: Mapping[Whose, str | Promise] = {
    Whose.PROVINCE: _("do cấp tỉnh báo cáo"),
    Whose.COMMUNE: _("do cấp xã báo cáo"),
    Whose.VERTICAL: _("do cơ quan ngành dọc báo cáo"),
}


@dataclass(frozen=True)
class Coverage:
    """How many rows the annex has, how each is fed, and how many of those in the department's power have a figure."""

    rows: int
    headings: int
    by_feed: Mapping[Feed, int]
    filled: int

    @property
    def own(self) -> int:
        """The rows that the department is to fill in."""
        return sum(self.by_feed.values()) - self.by_feed.get(Feed.AWAY, 0)


def feed_of(form: ReportForm, row: FormRow, values: Values) -> Feed | None:
    """What fills a row; None for a heading."""
    if row.away is not None:
        return Feed.AWAY
    if not row.figure:
        return None
    kind = form.figure(row.figure).kind
    if kind is SourceKind.PLAN:
        return Feed.PLAN
    if kind is not SourceKind.INDICATOR:
        return Feed.WORKED_OUT
    return Feed.COUNTED if values.get(row.figure, Value()).counted else Feed.ENTERED


def coverage(form: ReportForm, values: Values) -> Coverage:
    """The coverage of a report's annex as its figures are."""
    rows = [row for annex in form.forms for row in annex.rows]
    feeds = Counter(feed for feed in (feed_of(form, row, values) for row in rows) if feed)
    filled = sum(1 for row in rows if row.figure and values.get(row.figure, Value()).value is not None)
    return Coverage(len(rows), len(rows) - feeds.total(), feeds, filled)
