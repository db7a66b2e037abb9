"""The catalogue: loaded as it ships, added to by a department; and who reports what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.periods import Kind
from cchc.common.text import fold, format_date
from cchc.indicators.catalogue import CatalogueError, shipped
from cchc.indicators.models import Indicator, Reporter, Version
from cchc.indicators.rules import Definition
from cchc.indicators.rules.counting import counts_plain
from cchc.organisation.access import require
from cchc.organisation.models import Account, Unit

# What a figure means: it may not change under the same version number.
_MEANING = ("formula", "unit", "zero", "over_time", "cumulative")


@dataclass(frozen=True)
class Loaded:
    """What a load did: definitions that were new, that changed, that were there as they are."""

    new: int
    changed: int
    same: int


def _head(definition: Definition, sort: int) -> dict[str, Any]:
    texts = (definition.code, definition.name.vi, definition.name.en, *definition.phrases)
    return {
        "content": definition.content.value,
        "unit": definition.unit.value,
        "name_vi": definition.name.vi,
        "name_en": definition.name.en,
        "register": definition.register,
        "manual": definition.manual,
        "folded": fold(" | ".join(texts)),
        "sort": sort,
    }


def _body(definition: Definition) -> dict[str, Any]:
    return {
        "valid_from": definition.valid_from,
        "valid_to": definition.valid_to,
        "name_vi": definition.name.vi,
        "name_en": definition.name.en,
        "definition_vi": definition.definition.vi,
        "definition_en": definition.definition.en,
        "numerator_vi": definition.numerator.vi,
        "numerator_en": definition.numerator.en,
        "denominator_vi": definition.denominator.vi,
        "denominator_en": definition.denominator.en,
        "formula": definition.formula.value,
        "unit": definition.unit.value,
        "noun_vi": definition.noun.vi,
        "noun_en": definition.noun.en,
        "direction": definition.direction.value,
        "decimals": definition.decimals,
        "zero": definition.zero.value,
        "zero_reason": definition.zero_reason,
        "over_time": definition.over_time.value,
        "cumulative": definition.cumulative,
        "may_exceed": definition.may_exceed,
        "phrases": list(definition.phrases),
        "sources": [{"title": s.title, "date": s.date.isoformat(), "checked": s.checked} for s in definition.sources],
        "counts": counts_plain(definition.counts),
    }


def _bring_up(row: Any, values: dict[str, Any]) -> bool:
    """Make the row what the values say; whether it was something else."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        row.save(update_fields=list(different))
    return bool(different)


@transaction.atomic
def load_catalogue(*, by: Account | None, at: datetime, definitions: Iterable[Definition] | None = None) -> Loaded:
    """Make the common catalogue what ships with this version; loading it again changes nothing.

    Raises CatalogueError when a version that is already there would come to mean something else.
    """
    wanted = tuple(shipped() if definitions is None else definitions)
    heads = {indicator.code: indicator for indicator in Indicator.objects.filter(agency=None)}
    newest = {definition.code: definition for definition in sorted(wanted, key=lambda d: d.version)}
    order = {code: place for place, code in enumerate(dict.fromkeys(d.code for d in wanted))}
    made = [Indicator(code=c, **_head(newest[c], order[c])) for c in newest if c not in heads]
    Indicator.objects.bulk_create(made)
    touched = {c for c in newest if c in heads and _bring_up(heads[c], _head(newest[c], order[c]))}
    heads |= {indicator.code: indicator for indicator in made}
    found = _load_versions(wanted, heads, touched)
    if found.new or found.changed:
        after = {"new": found.new, "changed": found.changed, "same": found.same}
        journal.write(by=by, at=at, action="indicators.load_catalogue", record=None, after=after)
    return found


def _load_versions(wanted: tuple[Definition, ...], heads: dict[str, Indicator], touched: set[str]) -> Loaded:
    rows = Version.objects.filter(indicator__agency=None)
    there = {(row.indicator_id, row.number): row for row in rows}
    new: list[Version] = []
    changed = 0
    for definition in wanted:
        indicator = heads[definition.code]
        row = there.get((indicator.pk, definition.version))
        body = _body(definition)
        if row is None:
            new.append(Version(indicator=indicator, number=definition.version, **body))
            continue
        meant = [name for name in _MEANING if getattr(row, name) != body[name]]
        if meant:
            raise CatalogueError(f"{definition.code}: {', '.join(meant)} changed; give it a new version")
        changed += _bring_up(row, body) or definition.code in touched
    Version.objects.bulk_create(new)
    return Loaded(len(new), changed, len(wanted) - len(new) - changed)


@transaction.atomic
def add_indicator(*, definition: Definition, by: Account, at: datetime) -> Indicator:
    """Add an indicator of the department's own. Raises Refused when its code or its name is taken."""
    require(by, "indicators.manage")
    known = Indicator.objects.visible_to(by)
    if known.filter(code=definition.code).exists():
        raise Refused(_("Mã “%(code)s” đã có trong danh mục. Chọn mã khác.") % {"code": definition.code}, field="code")
    if any(fold(name) == fold(definition.name.vi) for name in known.values_list("name_vi", flat=True)):
        raise Refused(_("Danh mục đã có chỉ số cùng tên. Dùng chỉ số đó, hoặc đặt tên khác."), field="name_vi")
    last = Indicator.objects.order_by("-sort").values_list("sort", flat=True).first() or 0
    indicator = Indicator.objects.create(agency=by.agency, code=definition.code, **_head(definition, last + 1))
    Version.objects.create(indicator=indicator, number=1, **_body(definition))
    journal.write(by=by, at=at, action="indicators.add", record=indicator, after=_body(definition))
    return indicator


@transaction.atomic
def revise_indicator(*, indicator: Indicator, definition: Definition, by: Account, at: datetime) -> Version:
    """Give an indicator of the department's own a new version of its definition from a day on.

    Figures of periods before that day keep the definition they were entered under. Raises Refused for an indicator of
    the common catalogue, and for a day that is not after the start of the version in force.
    """
    require(by, "indicators.manage")
    if indicator.agency_id != by.agency_id:
        raise Refused(_("Chỉ số này thuộc danh mục chung, Sở không sửa được. Hãy thêm chỉ số riêng của Sở."))
    last = Version.objects.select_for_update().filter(indicator=indicator).order_by("-number")[0]
    if definition.valid_from <= last.valid_from:
        said = _("Ngày hiệu lực phải sau ngày hiệu lực của phiên bản đang dùng (%(day)s).")
        raise Refused(said % {"day": format_date(last.valid_from)}, field="valid_from")
    last.valid_to = definition.valid_from - timedelta(days=1)
    last.save(update_fields=["valid_to"])
    version = Version.objects.create(indicator=indicator, number=last.number + 1, **_body(definition))
    _bring_up(indicator, _head(replace(definition, code=indicator.code), indicator.sort))
    journal.write(by=by, at=at, action="indicators.revise", record=indicator, after=_body(definition))
    return version


@transaction.atomic
def assign_reporter(
    *, indicator: Indicator, unit: Unit | None, kind: Kind, since: date, by: Account, at: datetime
) -> Reporter:
    """From a day on the unit (None: the department itself) reports the indicator every month, quarter …

    Raises Refused when it already does.
    """
    require(by, "indicators.manage")
    open_ones = Reporter.objects.filter(agency=by.agency, indicator=indicator, unit=unit, until=None)
    if open_ones.exists():
        said = _("%(unit)s đang báo cáo chỉ số này. Kết thúc phân công cũ trước khi phân công lại.")
        raise Refused(said % {"unit": unit.name if unit else _("Toàn sở")}, field="unit")
    reporter = Reporter.objects.create(agency=by.agency, indicator=indicator, unit=unit, kind=kind.value, since=since)
    after = {"indicator": indicator.code, "unit": unit.code if unit else None, "kind": kind.value, "since": since}
    journal.write(by=by, at=at, action="indicators.assign_reporter", record=reporter, after=after)
    return reporter


@transaction.atomic
def end_reporter(*, reporter: Reporter, until: date, by: Account, at: datetime) -> None:
    """The unit reports the indicator no more from a day on. Raises Refused when the day lies before the start."""
    require(by, "indicators.manage")
    if until < reporter.since:
        said = _("Ngày thôi báo cáo không được trước ngày bắt đầu (%(day)s).")
        raise Refused(said % {"day": format_date(reporter.since)}, field="until")
    reporter.until = until
    reporter.save(update_fields=["until"])
    after = {"indicator": reporter.indicator.code, "until": until}
    journal.write(by=by, at=at, action="indicators.end_reporter", record=reporter, after=after)
