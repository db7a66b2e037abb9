"""What more than one action asks before it writes."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.text import format_date, squeeze

from ..models import Account, Agency, Function, Identifier, Person, Unit


def own(by: Account | None, *records: Agency | Function | Identifier | Person | Unit | Account | None) -> None:
    """Raise Refused where a record belongs to another department than who acts."""
    agencies = {record.agency_id for record in records if record is not None}
    if by is not None:
        agencies.add(by.agency_id)
    if len(agencies) > 1:
        raise Refused(_("Các bản ghi không thuộc cùng một sở."))


def given(text: str, field: str) -> str:
    """The text, squeezed; Refused where nothing is left."""
    bare = squeeze(text)
    if not bare:
        raise Refused(_("Chưa điền nội dung."), field=field)
    return bare


def not_ahead(on: date, at: datetime, field: str = "on") -> None:
    """Raise Refused for a day that has not come: the columns say how things are now."""
    if on > timezone.localdate(at):
        message = _("Ngày %(day)s chưa đến. Chỉ ghi việc đã có hiệu lực.") % {"day": format_date(on)}
        raise Refused(message, field=field)


def is_open(unit: Unit, on: date, field: str | None = None) -> None:
    """Raise Refused for a unit that was not there on the day."""
    if on < unit.opened_on:
        message = _("%(unit)s thành lập ngày %(day)s; ngày ghi không được trước ngày đó.")
        raise Refused(message % {"unit": unit.name, "day": format_date(unit.opened_on)}, field=field)
    if unit.closed_on and on >= unit.closed_on:
        message = _("%(unit)s đã thôi hoạt động từ ngày %(day)s.")
        raise Refused(message % {"unit": unit.name, "day": format_date(unit.closed_on)}, field=field)
