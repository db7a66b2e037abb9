"""What signing in leaves behind: counted failures and locks."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account


class SignInMethod(models.TextChoices):
    """How somebody proved who they are, as the journal keeps it."""

    PASSWORD = "password", _("mật khẩu")
    PASSWORD_CODE = "password+code", _("mật khẩu và mã xác thực")
    PASSWORD_RECOVERY = "password+recovery", _("mật khẩu và mã dự phòng")
    PASSWORD_PASSKEY = "password+passkey", _("mật khẩu và khóa truy cập")
    PASSKEY = "passkey", _("khóa truy cập")
    OPENID = "openid", _("tài khoản dùng chung (OpenID Connect)")
    OPENID_PROVIDER = "openid+provider", _("tài khoản dùng chung, hai bước ở nơi cấp")
    OPENID_PASSKEY = "openid+passkey", _("tài khoản dùng chung và khóa truy cập")
    OPENID_CODE = "openid+code", _("tài khoản dùng chung và mã xác thực")
    OPENID_RECOVERY = "openid+recovery", _("tài khoản dùng chung và mã dự phòng")


class SignInGuardQuerySet(models.QuerySet["SignInGuard"]):
    """Locks as they are asked for."""

    def locked(self, at: datetime) -> "SignInGuardQuerySet":
        """Those that hold at the moment."""
        return self.filter(locked_until__gt=at)

    def visible_to(self, account: Account) -> "SignInGuardQuerySet":
        """The locks of the department's accounts, and those of addresses, which belong to the installation."""
        return self.filter(Q(account__person__agency_id=account.agency_id) | ~Q(address=""))


class SignInGuard(models.Model):
    """Failed attempts of one user name or from one address. The name is not kept: it may be a mistyped secret."""

    key = models.CharField(max_length=80, unique=True)  # "name:" or "address:" and a keyed digest
    account = models.OneToOneField(Account, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    objects = SignInGuardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key

    @property
    def agency_id(self) -> int | None:
        """The department of the account, where the name is one's."""
        return self.account.agency_id if self.account else None
