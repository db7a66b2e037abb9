"""What the package does by the clock: lets go what is over its time, sends digests, tells of what ended."""

from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.common import retention
from cchc.common.jobs import Daily, Every, Job, register
from cchc.common.retention import Duty, Rows

from . import actions
from .actions import forgetting
from .actions.session_store import ended_before
from .models import (
    Account,
    Digest,
    Notice,
    OpenIdSubject,
    Passkey,
    Person,
    RecoveryCode,
    SecondFactor,
    SignInGuard,
    StaffFile,
    TypedForm,
)


def _guards(before: datetime, _at: datetime) -> Rows:
    """Counts of failures long ago; a lock that holds, or held a short while ago, is never among them."""
    return SignInGuard.objects.exclude(locked_until__gte=before).exclude(since__gte=before)


def _notices(before: datetime, _at: datetime) -> Rows:
    """What was read long ago, and what nobody can read any more; what is unread stays."""
    return Notice.objects.filter(Q(read_at__lt=before) | Q(at__lt=before, account__is_active=False))


def leavers(before: datetime) -> "Rows":
    """Those whose last post ended before the day and who cannot sign in any more."""
    day = timezone.localdate(before)
    left = Person.objects.exclude(tenures=None).exclude(tenures__ended_on=None).exclude(tenures__ended_on__gte=day)
    return left.exclude(account__is_active=True)


def _contacts(before: datetime, _at: datetime) -> Rows:
    return leavers(before).exclude(email="")


def _waiting_files(before: datetime, _at: datetime) -> Rows:
    return StaffFile.objects.filter(given_at__lt=before, state__in=(StaffFile.State.GIVEN, StaffFile.State.CHECKED))


def _of_leavers(before: datetime) -> Q:
    return Q(account__in=Account.objects.filter(person__in=leavers(before)))


def declare() -> None:
    """Make known what goes by itself, and the jobs."""
    _declare_duties()
    ended, digests = actions.tell_of_ended_delegations, actions.send_digests
    register(
        Job("organisation.ended_delegations", _("Báo ủy quyền đã hết hạn"), Daily(time(4, 30), working=False),
            lambda at: ended(at=at))
    )  # fmt: skip
    register(Job("organisation.digests", _("Gửi thư tổng hợp thông báo"), Every(15), lambda at: digests(at=at)))


def _declare_duties() -> None:
    of_person, of_account = "agency_id", "account__person__agency_id"
    for duty in (
        Duty("typed", "typed", _("nội dung đang gõ khi phiên kết thúc"),
             lambda before, _at: TypedForm.objects.filter(at__lt=before), forgetting.let_go, of_account),
        Duty("waiting-files", "waiting-file", _("nội dung tệp tổ chức, nhân sự chưa nhập"), _waiting_files,
             forgetting.clear_files, of_person),
        Duty("sessions", "sign-in", _("phiên đăng nhập đã hết"), lambda before, _at: ended_before(before),
             forgetting.let_go, of_account),
        Duty("guards", "sign-in", _("lần nhập sai đã cũ"), _guards, forgetting.let_go, of_account),
        Duty("notices", "notice", _("thông báo đã đọc"), _notices, forgetting.let_go, of_account),
        Duty("digests", "notice", _("ngày gửi thư tổng hợp"),
             lambda before, _at: Digest.objects.filter(at__lt=before), forgetting.let_go, of_account),
        Duty("contacts", "leaver", _("địa chỉ thư của người đã thôi việc"), _contacts, forgetting.clear_contacts,
             of_person),
        Duty("second-factors", "credentials", _("xác thực hai bước của người đã thôi việc"),
             lambda before, _at: SecondFactor.objects.filter(_of_leavers(before)), forgetting.let_go, of_account),
        Duty("passkeys", "credentials", _("khóa truy cập của người đã thôi việc"),
             lambda before, _at: Passkey.objects.filter(_of_leavers(before)), forgetting.let_go, of_account),
        Duty("shared-accounts", "credentials", _("tài khoản dùng chung của người đã thôi việc"),
             lambda before, _at: OpenIdSubject.objects.filter(_of_leavers(before)), forgetting.let_go, of_account),
        Duty("recovery-codes", "credentials", _("mã dự phòng của người đã thôi việc"),
             lambda before, _at: RecoveryCode.objects.filter(_of_leavers(before)), forgetting.let_go, of_account),
    ):  # fmt: skip
        retention.register(duty)
