"""Departments and their units with history."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class UnitKind(models.TextChoices):
    """What a unit is (Nghị định 45/2025/NĐ-CP and 60/2021/NĐ-CP name the kinds)."""

    LEADERSHIP = "leadership", _("Lãnh đạo Sở")
    OFFICE = "office", _("Văn phòng Sở")
    ROOM = "room", _("Phòng chuyên môn")
    BRANCH = "branch", _("Chi cục")
    CENTRE = "centre", _("Đơn vị sự nghiệp công lập")
    TEAM = "team", _("Đội")


class UnitEventKind(models.TextChoices):
    """What can happen to a unit."""

    FOUNDED = "founded", _("thành lập")
    RENAMED = "renamed", _("đổi tên")
    MOVED = "moved", _("chuyển cấp trên")
    MERGED = "merged", _("sáp nhập")
    DISSOLVED = "dissolved", _("giải thể")


class FiguresRuleName(models.TextChoices):
    """The words of `rules.mergers.FiguresRule`, as chosen with the merger."""

    YEAR = "year", _("tính cho đơn vị nhận từ đầu năm")
    DAY = "day", _("tính cho đơn vị nhận từ ngày sáp nhập")
    STAY = "stay", _("giữ ở đơn vị cũ")


class Agency(models.Model):
    """A department (sở): the whole that its units, people, plans and figures belong to."""

    code = models.CharField(max_length=40, unique=True)  # mã định danh, e.g. H19.12
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    parent_body = models.CharField(max_length=200)  # the body named above it on every paper
    place = models.CharField(max_length=80)  # the place name in "…, ngày … tháng … năm …"
    symbol = models.CharField(max_length=20)  # in document numbers, e.g. SCT
    is_demo = models.BooleanField(default=False)
    keeps_installation = models.BooleanField(default=False)  # its administrators keep what all departments share

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["keeps_installation"], condition=Q(keeps_installation=True), name="one_keeper_of_installation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """Its own key: a department belongs to itself, as the journal asks of every record."""
        return self.pk


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as they are asked for."""

    def visible_to(self, account: "Account") -> "UnitQuerySet":
        """The units of the account's department."""
        return self.filter(agency=account.agency)

    def open_on(self, day: date) -> "UnitQuerySet":
        """Those that existed on the day."""
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))


class Unit(models.Model):
    """A room, branch or public-service unit of a department. The columns say how it is now, its events how it was."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    folded = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    sort = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once_in_agency"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="unit_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitEvent(models.Model):
    """What happened to a unit: founded, renamed, moved, merged into another, dissolved, on whose decision."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=UnitEventKind.choices)
    on = models.DateField()
    basis = models.CharField(max_length=300, blank=True)  # the decision it rests on
    name_before = models.CharField(max_length=200, blank=True)
    name_after = models.CharField(max_length=200, blank=True)
    parent_before = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    parent_after = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    figures = models.CharField(max_length=10, choices=FiguresRuleName.choices, blank=True)  # of a merger

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
