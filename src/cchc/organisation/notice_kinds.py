"""The notices of this package: what is lent and taken back, and what touches the safety of one's own account."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .access import may
from .models import Account, Delegation
from .notices import Kind, register, register_subject
from .rules.notices import Channel, Weight

DELEGATED, SECURITY, WEBHOOK = "organisation.delegated", "organisation.security", "organisation.webhook"
GROUP = _("Tài khoản và bảo mật")


def declare() -> None:
    """Make kinds and subjects known."""
    register(
        Kind(
            DELEGATED, _("Ủy quyền, thay khi nghỉ"), GROUP, Channel.MAIL,
            help=_("Được giao làm thay, bị thu hồi, hết hạn"),
        ),
        Kind(WEBHOOK, _("Webhook tạm dừng"), GROUP, Channel.MAIL,
             help=_("Nơi nhận không trả lời nhiều ngày nên hệ thống thôi gửi")),
        Kind(
            SECURITY, _("Bảo mật tài khoản"), GROUP, Channel.MAIL, Weight.SECURITY,
            help=_("Bị chặn đăng nhập, tắt xác thực hai bước, thêm bớt khóa truy cập, dùng mã dự phòng, mật khẩu do"
                   " người khác cấp; loại này không tắt được"),
        ),
    )  # fmt: skip
    register_subject("organisation.account", _own_account)
    register_subject("organisation.delegation", _delegations)


def _own_account(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    return {account.pk: reverse("my_account")} if account.pk in keys else {}


def _delegations(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "organisation.view"):
        return {}
    seen = Delegation.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("organisation:delegation", args=[key]) for key in seen}
