"""Indicators, the versions of their definitions, and the units that report them."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from cchc.indicators.rules import (
    Content,
    Definition,
    Direction,
    Formula,
    OverTime,
    Source,
    Text,
    ZeroRule,
)
from cchc.indicators.rules import Unit as Measure
from cchc.indicators.rules.counting import counts_from
from cchc.indicators.words import CONTENTS, DIRECTIONS, FORMULAE, KINDS, OVER_TIME, UNITS, ZERO_RULES
from cchc.organisation.models import Account, Agency, Unit

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators as they are asked for."""

    def visible_to(self, account: Account) -> "IndicatorQuerySet":
        """Those of the common catalogue and those the account's department added."""
        return self.filter(Q(agency=None) | Q(agency_id=account.agency_id))

    def with_versions(self) -> "IndicatorQuerySet":
        """With every version of their definitions in one further query."""
        return self.prefetch_related("versions")


class Indicator(models.Model):
    """Something that is measured. `agency` None: of the common catalogue. The columns repeat the newest version."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    code = models.CharField(max_length=60)
    content = models.CharField(max_length=20, choices=list(CONTENTS.items()))
    unit = models.CharField(max_length=20, choices=list(UNITS.items()))
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    register = models.CharField(max_length=40, blank=True)
    manual = models.BooleanField(default=False)
    folded = models.TextField()
    sort = models.PositiveIntegerField(default=0)

    objects: ClassVar["Manager[Indicator]"] = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(agency=None), name="indicator_code_once_in_catalogue"),
            models.UniqueConstraint(fields=["agency", "code"], name="indicator_code_once_in_agency"),
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "vi").startswith("en") and self.name_en else self.name_vi

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every version of the definition, the oldest first; read once for this object."""
        return [version.as_rule(self) for version in self.versions.all()]

    def definition_on(self, day: date) -> Definition:
        """The definition that holds on the day: the last that had begun; before the first, the first.

        Whether it had ended by then is in its `valid_to`.
        """
        versions = self.definitions
        begun = [definition for definition in versions if definition.valid_from <= day]
        return begun[-1] if begun else versions[0]

    @property
    def definition(self) -> Definition:
        """The newest version."""
        return self.definitions[-1]


class Version(models.Model):
    """One version of an indicator's definition, valid from a day to a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    definition_vi = models.TextField()
    definition_en = models.TextField()
    numerator_vi = models.TextField(blank=True)
    numerator_en = models.TextField(blank=True)
    denominator_vi = models.TextField(blank=True)
    denominator_en = models.TextField(blank=True)
    formula = models.CharField(max_length=20, choices=list(FORMULAE.items()))
    unit = models.CharField(max_length=20, choices=list(UNITS.items()))
    noun_vi = models.CharField(max_length=60, blank=True)
    noun_en = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, choices=list(DIRECTIONS.items()))
    decimals = models.PositiveSmallIntegerField(default=0)
    zero = models.CharField(max_length=10, choices=list(ZERO_RULES.items()))
    zero_reason = models.CharField(max_length=300, blank=True)
    over_time = models.CharField(max_length=10, choices=list(OVER_TIME.items()))
    cumulative = models.BooleanField(default=False)
    may_exceed = models.BooleanField(default=False)
    phrases = models.JSONField(default=list)
    sources = models.JSONField(default=list)  # [{"title", "date", "checked"}]
    counts = models.JSONField(default=dict, blank=True)  # part → terms, where it is counted from rows

    class Meta:
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="version_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_vi} ({self.number})"

    def as_rule(self, indicator: Indicator) -> Definition:
        """The definition as the rules work with it."""
        return Definition(
            code=indicator.code,
            version=self.number,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            content=Content(indicator.content),
            name=Text(self.name_vi, self.name_en),
            definition=Text(self.definition_vi, self.definition_en),
            numerator=Text(self.numerator_vi, self.numerator_en),
            denominator=Text(self.denominator_vi, self.denominator_en),
            formula=Formula(self.formula),
            unit=Measure(self.unit),
            noun=Text(self.noun_vi, self.noun_en),
            direction=Direction(self.direction),
            decimals=self.decimals,
            zero=ZeroRule(self.zero),
            zero_reason=self.zero_reason,
            over_time=OverTime(self.over_time),
            cumulative=self.cumulative,
            may_exceed=self.may_exceed,
            phrases=tuple(self.phrases),
            sources=tuple(Source(s["title"], date.fromisoformat(s["date"]), s["checked"]) for s in self.sources),
            register=indicator.register,
            manual=indicator.manual,
            counts=counts_from(self.counts),
        )


class ReporterQuerySet(models.QuerySet["Reporter"]):
    """Who reports what, as it is asked for."""

    def visible_to(self, account: Account) -> "ReporterQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)

    def on(self, day: date) -> "ReporterQuerySet":
        """Those that hold on the day."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))


class Reporter(models.Model):
    """A unit (None: the department itself) reports an indicator every month, quarter …, from a day to a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reporters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=1, choices=list(KINDS.items()))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day it holds no more

    objects: ClassVar["Manager[Reporter]"] = ReporterQuerySet.as_manager()

    class Meta:
        ordering = ["unit__sort", "indicator__sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "indicator", "unit"], condition=Q(until=None), name="reporter_once_while_open"
            ),
            models.UniqueConstraint(
                fields=["agency", "indicator"], condition=Q(until=None, unit=None), name="department_reports_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id or '*'} {self.kind}"
