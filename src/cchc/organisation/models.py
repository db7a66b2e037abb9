"""Departments, their units with history, people and posts, accounts, roles and grants."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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


class Agency(models.Model):
    """A department (sở): the whole that its units, people, plans and figures belong to."""

    code = models.CharField(max_length=40, unique=True)  # mã định danh, e.g. H19.12
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    parent_body = models.CharField(max_length=200)  # the body named above it on every paper
    place = models.CharField(max_length=80)  # the place name in "…, ngày … tháng … năm …"
    symbol = models.CharField(max_length=20)  # in document numbers, e.g. SCT
    is_demo = models.BooleanField(default=False)

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

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class PersonStatus(models.TextChoices):
    """How somebody is employed (Luật Cán bộ, công chức; Luật Viên chức; Nghị định 111/2022/NĐ-CP)."""

    CIVIL_SERVANT = "civil_servant", _("công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("viên chức")
    CONTRACT = "contract", _("người lao động hợp đồng")


class PersonQuerySet(models.QuerySet["Person"]):
    """People as they are asked for."""

    def visible_to(self, account: "Account") -> "PersonQuerySet":
        """The people of the account's department."""
        return self.filter(agency=account.agency)

    def with_post(self) -> "PersonQuerySet":
        """Each with the post held now, its unit, and whether there is an account, in the same query."""
        return self.annotate(
            held=FilteredRelation("tenures", condition=Q(tenures__ended_on=None)),
            post=F("held__post"),
            heads=F("held__heads"),
            unit_key=F("held__unit_id"),
            unit_name=F("held__unit__name"),
            unit_sort=F("held__unit__sort"),
            username=F("account__username"),
        )


class Person(models.Model):
    """Somebody who works, or worked, in a department."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    full_name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=20, choices=PersonStatus.choices)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="person_code_once_in_agency")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def tenure(self) -> "Tenure | None":
        """The main post held now: the one that began last and has not ended."""
        return self.tenures.filter(ended_on=None).order_by("-started_on", "-pk").select_related("unit").first()

    @property
    def unit(self) -> Unit | None:
        """The unit of the main post."""
        tenure = self.tenure
        return tenure.unit if tenure else None


class Tenure(models.Model):
    """Who held which post, where, from when to when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tenures")
    post = models.CharField(max_length=120)  # the title as appointed, e.g. Trưởng phòng
    heads = models.BooleanField(default=False)  # whether the post heads the unit
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day without the post
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")), name="tenure_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.unit}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, as Django's sign-in asks for it."""


class Account(AbstractBaseUser):
    """A way to sign in. Every account belongs to a person, and through the person to a department."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar["AccountManager"] = AccountManager()

    def __str__(self) -> str:
        return self.username

    @property
    def agency(self) -> Agency:
        """The department the account belongs to."""
        return self.person.agency

    @property
    def agency_id(self) -> int:
        """Its key."""
        return self.person.agency_id

    @property
    def unit(self) -> Unit | None:
        """The unit the person works in."""
        return self.person.unit

    def get_full_name(self) -> str:
        """The person's name."""
        return self.person.full_name


class Named(models.Model):
    """Reference data with a name in both languages."""

    code = models.CharField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_vi


class Role(Named):
    """What somebody is in the system (officer, head of unit, office …): a bundle of grants, kept as data."""


class Permission(Named):
    """One thing that can be allowed, with what it means."""


class Grant(models.Model):
    """A role may do a thing: in its own unit and the units below it, or in the whole department."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="grants")
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="grants")
    scope = models.CharField(max_length=20, choices=[("unit", _("đơn vị mình")), ("agency", _("toàn sở"))])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.permission_id} {self.scope}"


class Assignment(models.Model):
    """Who has which role, for which unit, from when to when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["role__sort", "pk"]

    def __str__(self) -> str:
        return f"{self.account} {self.role}"
