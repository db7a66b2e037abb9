"""A figure as somebody gives it, and whether it can be taken. Reads only; the actions write it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.periods import Period
from cchc.common.text import format_date, round_half_up, squeeze
from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Unit

from . import words
from .models import Indicator, Observation
from .rules import Definition, faults, figure

KEPT_DECIMALS = 6


@dataclass(frozen=True)
class Given:
    """A figure as somebody gives it. `note` says where it comes from; `evidence` is a kept file."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_estimate: bool = False
    as_of: date | None = None
    note: str = ""
    evidence: StoredFile | None = None


@dataclass(frozen=True)
class Slot:
    """What a figure is of: an indicator, a period, a unit (None: the department as a whole)."""

    indicator: Indicator
    period: Period
    unit: Unit | None = None

    @property
    def definition(self) -> Definition:
        """The definition that holds at the end of the period."""
        return self.indicator.definition_on(self.period.last)


def evidence_for(account: Account) -> QuerySet[StoredFile]:
    """The kept files that somebody may give as evidence of a figure without sending them again.

    Whoever sees a figure may open its evidence. So they are the files that the person gave, and those that figures of
    the department rest on already; no other file becomes readable by being named.
    """
    known = Observation.objects.visible_to(account).exclude(evidence=None).values("evidence")
    rows = StoredFile.objects.visible_to(account)
    return rows.filter(Q(uploaded_by=account) | Q(pk__in=known))


def check_when(slot: Slot, as_of: date | None, today: date) -> None:
    """Raise Refused for a period that cannot have a figure yet, or no more, and for a day outside of it."""
    period, unit, definition = slot.period, slot.unit, slot.definition
    if period.first > today:
        said = _("%(period)s chưa bắt đầu (từ ngày %(day)s), chưa thể có số liệu.")
        raise Refused(said % {"period": _capital(period), "day": format_date(period.first)}, field="period")
    if unit is not None and (unit.opened_on > period.last or (unit.closed_on and unit.closed_on <= period.first)):
        said = _("%(unit)s không hoạt động trong %(period)s.")
        raise Refused(said % {"unit": unit.name, "period": period.label}, field="unit")
    if definition.valid_to and definition.valid_to < period.first:
        said = _("Chỉ số này hết hiệu lực từ ngày %(day)s, không nhận số liệu của %(period)s.")
        raise Refused(said % {"day": format_date(definition.valid_to), "period": period.label}, field="period")
    if as_of and not period.first <= as_of <= today:
        said = _("Ngày chốt số liệu phải từ %(first)s đến hôm nay.")
        raise Refused(said % {"first": format_date(period.first)}, field="as_of")


def _capital(period: Period) -> str:
    return period.label[:1].upper() + period.label[1:]


def check_figure(definition: Definition, given: Given) -> None:
    """Raise Refused for a figure that cannot be, or that a manual indicator takes only with what it rests on."""
    found = faults(definition, value=given.value, numerator=given.numerator, denominator=given.denominator)
    if found:
        field, sentence = words.fault(found[0], has_parts=definition.has_parts)
        raise Refused(sentence, field=field)
    if definition.manual and not given.evidence and not squeeze(given.note):
        said = _("Chỉ số này không đếm được từ công việc: kèm tệp minh chứng, hoặc ghi căn cứ của số liệu.")
        raise Refused(said, field="note")


def worked_out(definition: Definition, given: Given) -> Decimal | None:
    """The value as it is kept beside its parts."""
    value = figure(definition, value=given.value, numerator=given.numerator, denominator=given.denominator).value
    return None if value is None else round_half_up(value, KEPT_DECIMALS)
