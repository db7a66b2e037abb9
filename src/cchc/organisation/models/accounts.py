"""Accounts, roles, and who may do what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.people import Person, Tenure
from cchc.organisation.models.units import Agency, Unit


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, as Django's sign-in asks for it."""


class Account(AbstractBaseUser):
    """A way to sign in. Every account belongs to a person, and through the person to a department."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)  # somebody else knows it: it was issued
    second_factor_due_on = models.DateField(null=True)  # from this day on nothing is done without a second step

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar["AccountManager"] = AccountManager()
    # In whose place the thing last required is done; `access` keeps it, the journal writes it down.
    on_behalf: str = ""

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

    @property
    def units(self) -> list[Unit]:
        """The units of every post the person holds, that of the main post first."""
        held = self.person.tenures.filter(ended_on=None).order_by("concurrent", "-started_on", "-pk")
        return list(dict.fromkeys(tenure.unit for tenure in held.select_related("unit")))

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

    second_factor = models.BooleanField(default=False)  # whether the role asks for a second step of signing in


class Permission(Named):
    """One thing that can be allowed, with what it means; what could outlive a delegation cannot be delegated."""

    delegable = models.BooleanField(default=True)


SCOPES = [("unit", _("đơn vị mình")), ("agency", _("toàn sở")), ("installation", _("chung, ở sở giữ hệ thống"))]


class Grant(models.Model):
    """A role may do a thing: in its own unit and those below it, in the whole department, or for all departments.

    The last only in the department that keeps the installation.
    """

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="grants")
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="grants")
    scope = models.CharField(max_length=20, choices=SCOPES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.permission_id} {self.scope}"


class Assignment(models.Model):
    """Who has which role, for which unit, from when to when; one that comes with a post ends with it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, null=True, related_name="assignments")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["role__sort", "pk"]

    def __str__(self) -> str:
        return f"{self.account} {self.role}"
