"""The working calendar as rows: days that are not what their weekday says, office hours, rules, and versions of all.

Rows without a department hold for everybody; a department's own row for the same day or time goes before them.
"""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayKindName(models.TextChoices):
    """What a day can be that its weekday does not say; the codes are those of `calendar.DayKind`."""

    HOLIDAY = "holiday", _("nghỉ lễ, tết")
    COMPENSATORY = "compensatory", _("nghỉ bù")
    SWAPPED = "swapped", _("nghỉ hoán đổi")
    MAKE_UP = "make_up", _("làm bù")
    CLOSURE = "closure", _("đóng cửa")
    MORNING_ONLY = "morning_only", _("chỉ làm việc buổi sáng")
    AFTERNOON_ONLY = "afternoon_only", _("chỉ làm việc buổi chiều")
    WORKING = "working", _("làm việc")


class DayStatus(models.TextChoices):
    """Whether a day is settled."""

    DECIDED = "decided", _("đã quyết định")
    EXPECTED = "expected", _("dự kiến")


class CalendarDay(models.Model):
    """A day that is not what its weekday says, on whose word, and whether that is settled."""

    agency_id = models.BigIntegerField(null=True, blank=True)
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKindName.choices)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=DayStatus.choices, default=DayStatus.DECIDED)

    class Meta:
        ordering = ["day", "agency_id"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(agency_id=None), name="calendar_day_once"),
            models.UniqueConstraint(fields=["agency_id", "day"], name="calendar_day_once_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class OfficeHours(models.Model):
    """The sessions of the office day from a day on. `sessions`: [["07:00", "11:30"], …] in order."""

    agency_id = models.BigIntegerField(null=True, blank=True)
    since = models.DateField()
    sessions = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["since"], condition=Q(agency_id=None), name="office_hours_once"),
            models.UniqueConstraint(fields=["agency_id", "since"], name="office_hours_once_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.since:%d/%m/%Y}"


class DayOffRule(models.TextChoices):
    """What becomes of a fixed reporting day that falls on a day off."""

    KEEP = "keep", _("giữ nguyên ngày")
    NEXT = "next", _("dời sang ngày làm việc tiếp theo")
    PREVIOUS = "previous", _("lùi về ngày làm việc liền trước")


class CountingRule(models.Model):
    """How time is counted from a day on. `late_minutes`, `cutoff` and `resumes` mean what `worktime.StartRule` says."""

    agency_id = models.BigIntegerField(null=True, blank=True)
    since = models.DateField()
    late_minutes = models.PositiveIntegerField(default=60)
    cutoff = models.TimeField(null=True, blank=True)
    resumes = models.TimeField(null=True, blank=True)
    day_off = models.CharField(max_length=10, choices=DayOffRule.choices, default=DayOffRule.KEEP)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["since"], condition=Q(agency_id=None), name="counting_rule_once"),
            models.UniqueConstraint(fields=["agency_id", "since"], name="counting_rule_once_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.since:%d/%m/%Y} {self.source}"


def _token() -> str:
    return secrets.token_hex(8)


class CalendarVersion(models.Model):
    """One more with every change of days, hours or rules; its key is the number that certificates name."""

    agency_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    what = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    moved = models.PositiveIntegerField(default=0)  # due dates that moved with it
    token = models.CharField(max_length=16, default=_token)  # never the same twice, whatever the key

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency_id"])]

    def __str__(self) -> str:
        return f"{self.pk}: {self.what}"
