"""What every step of the intake stands on: the draft held for one person at a time, the item as that person saw it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.organisation.models import Account
from cchc.plans.models import Draft, DraftItem, DraftState

KEPT = ("kind", "decision", "quote", "span_start", "span_end", "facts", "sort")
"""The columns of an item that a step may change and that undoing brings back."""


class Stale(Refused):
    """Somebody else changed the record after the person opened it."""


def hold(draft: int, *, by: Account) -> Draft:
    """The draft, held until the end of the transaction. Raises Refused when its items can no longer be changed."""
    # No join here: PostgreSQL, having waited for the lock, checks the new row against the old joined one and drops it.
    held = Draft.objects.select_for_update().get(pk=draft, agency=by.agency_id)
    if held.state == DraftState.ADOPTED:
        raise Refused(
            _("Bản nạp này đã được %(who)s ban hành vào hệ thống lúc %(when)s; sửa tiếp ở trang kế hoạch.")
            % who_and_when(held.changed_by, held.changed_at)
        )
    if held.state == DraftState.DROPPED:
        raise Refused(
            _("Bản nạp này đã được %(who)s bỏ lúc %(when)s.") % who_and_when(held.changed_by, held.changed_at)
        )
    return held


def hold_open(draft: int, *, by: Account) -> Draft:
    """The draft, held, with items that can be settled."""
    held = hold(draft, by=by)
    if not held.open:
        raise Refused(_("Văn bản này chưa đọc xong nên chưa có mục nào để rà soát."))
    return held


def who_and_when(who: Account | None, when: datetime | None) -> dict[str, str]:
    """The two words of a sentence about somebody else's step."""
    moment = timezone.localtime(when).strftime("%H:%M %d/%m/%Y") if when else "?"
    return {"who": who.get_full_name() if who else "?", "when": moment}


def fresh(draft: Draft, item: int, version: int) -> DraftItem:
    """The item as it is now. Raises Stale when it is no longer the one that the person saw."""
    rows = DraftItem.objects.select_related("changed_by__person", "merged_into")
    found = rows.filter(draft=draft, pk=item).first()
    if found is None:
        raise Stale(_("Mục này không còn trong bản nạp: có người vừa hoàn tác bước đã tạo ra nó."))
    if found.version != version:
        raise Stale(
            _("%(who)s vừa sửa mục này lúc %(when)s. Nội dung bạn gõ vẫn còn bên dưới; hãy so với bản mới rồi ghi lại.")
            % who_and_when(found.changed_by, found.changed_at)
        )
    if found.merged_into_id:
        raise Refused(_("Mục này đã gộp vào mục khác; hoàn tác việc gộp trước khi sửa."))
    return found


def snapshot(item: DraftItem) -> dict[str, Any]:
    """What undoing brings back."""
    return {name: getattr(item, name) for name in KEPT}


def write(
    item: DraftItem, values: dict[str, Any], *, step: str, by: Account, at: datetime, made: int | None = None,
    gone: int | None = None,
) -> DraftItem:  # fmt: skip
    """Change an item, keep what takes the step back, tell the journal. `made`, `gone`: the item it made or took in."""
    before = snapshot(item)
    for name, value in values.items():
        setattr(item, name, value)
    item.undo = {"step": step, "before": before, "made": made, "gone": gone}
    sign(item, by=by, at=at)
    after = snapshot(item)
    changed = [name for name in KEPT if before[name] != after[name]]
    journal.write(
        by=by, at=at, action=f"plans.intake.{step}", record=item,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return item


def sign(item: DraftItem, *, by: Account, at: datetime) -> None:
    """Save an item as changed by somebody."""
    item.version += 1
    item.changed_by, item.changed_at = by, at
    item.save()
