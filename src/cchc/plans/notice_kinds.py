"""The notices of plans: work given, moved, returned, due; and documents that wait for a person."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.organisation.access import may
from cchc.organisation.models import Account
from cchc.organisation.notices import Kind, register, register_subject
from cchc.organisation.rules.notices import Channel, Weight
from cchc.plans.models import Draft, Plan, Target, Task

ASSIGNED, DEADLINE, RECOUNT = "plans.assigned", "plans.deadline", "plans.recount"
SUBMITTED, RETURNED, OUTCOME = "plans.submitted", "plans.returned", "plans.outcome"
DUE_SOON, OVERDUE, INTAKE, OUTLOOK = "plans.due_soon", "plans.overdue", "plans.intake", "plans.outlook"
MENTIONED = "plans.mentioned"
_GROUP = _("Nhiệm vụ, kế hoạch")
_WORK, _CHECK = "plans.task.update", "plans.task.check"


def declare() -> None:
    """Make kinds and subjects known."""
    digest, urgent = Channel.DIGEST, Weight.URGENT
    register(
        Kind(ASSIGNED, _("Giao nhiệm vụ"), _GROUP, digest, permission=_WORK,
             help=_("Kế hoạch mới, việc mới giao cho bạn hoặc đơn vị bạn")),
        Kind(DEADLINE, _("Đổi hạn nhiệm vụ"), _GROUP, digest, permission=_WORK),
        Kind(RECOUNT, _("Hạn tính lại theo lịch làm việc"), _GROUP, digest, permission=_WORK,
             help=_("Hạn dời vì lịch nghỉ, giờ làm việc thay đổi")),
        Kind(SUBMITTED, _("Nhiệm vụ chờ duyệt"), _GROUP, digest, permission=_CHECK,
             help=_("Đơn vị báo cáo hoàn thành, chờ bạn chấp nhận hoặc trả lại")),
        Kind(RETURNED, _("Nhiệm vụ bị trả lại"), _GROUP, Channel.MAIL, urgent, permission=_WORK),
        Kind(OUTCOME, _("Nhiệm vụ được chấp nhận, hủy, mở lại"), _GROUP, Channel.PAGE, permission=_WORK),
        Kind(MENTIONED, _("Có người nhắc đến bạn"), _GROUP, Channel.MAIL,
             help=_("Ai đó ghi @ và tên bạn trong ghi chú của một nhiệm vụ")),
        Kind(DUE_SOON, _("Nhiệm vụ sắp đến hạn"), _GROUP, digest, permission=_WORK),
        Kind(OVERDUE, _("Nhiệm vụ quá hạn"), _GROUP, digest, urgent, permission=_WORK),
        Kind(OUTLOOK, _("Chỉ tiêu đang đạt, dự báo không giữ được"), _GROUP, digest, permission=_WORK,
             help=_("Mỗi chỉ tiêu một lần trong tháng, khi dự báo lần đầu nói như vậy")),
        Kind(INTAKE, _("Văn bản kế hoạch chờ rà soát"), _GROUP, digest, permission="plans.import"),
    )  # fmt: skip
    register_subject("plans.task", _tasks)
    register_subject("plans.target", _targets)
    register_subject("plans.plan", _plans)
    register_subject("plans.draft", _drafts)


def _tasks(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "plans.view"):
        return {}
    seen = Task.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plans:task", args=[key]) for key in seen}


def _targets(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "plans.view"):
        return {}
    seen = Target.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plans:target", args=[key]) for key in seen}


def _plans(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "plans.view"):
        return {}
    seen = Plan.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plans:plan", args=[key]) for key in seen}


def _drafts(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "plans.draft.view"):
        return {}
    seen = Draft.objects.visible_to(account).living().filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("plans:intake_review", args=[key]) for key in seen}
