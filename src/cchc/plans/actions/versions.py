"""Two people on one target or task: whoever comes second is told who was first, instead of overwriting the work."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.plans.models import Target, Task


class Overtaken(Refused):
    """Somebody else changed the row after the person had seen it."""


_ONLY_ADDS = ("plans.task.note", "plans.evidence.attach", "plans.evidence.withdraw")


def require_unchanged(row: Target | Task, seen: int | None) -> None:
    """Raise Overtaken, with who changed it and when, unless a locked row is at the version that the person saw.

    Without a version nothing is asked: the caller has just read the row.
    """
    if seen is None or seen == row.version:
        return
    entries = JournalEntry.objects.filter(record_type=row._meta.label_lower, record_id=str(row.pk))
    last = entries.exclude(action__in=_ONLY_ADDS).order_by("-seq").first()
    if last is None:
        raise Overtaken(
            _("Mục này đã được thay đổi sau khi bạn mở trang; hãy xem lại rồi ghi. Những gì bạn gõ vẫn còn.")
        )
    raise Overtaken(
        _("%(who)s đã thay đổi mục này lúc %(when)s, sau khi bạn mở trang. Hãy xem lại số liệu, trạng thái hiện nay "
          "rồi ghi lần nữa; những gì bạn gõ vẫn còn.")
        % {"who": last.actor_name, "when": f"{timezone.localtime(last.at):%H:%M %d/%m/%Y}"}
    )  # fmt: skip
