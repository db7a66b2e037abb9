"""What the journal says of a report's pack."""

from typing import Any

from cchc.common.models import JournalEntry

from ..models import Report


def sealed_pack(report: Report) -> dict[str, Any] | None:
    """When the pack was made, its seal and what is in it, as the journal has it; None where there is no pack."""
    if report.pack_id is None:
        return None
    entries = JournalEntry.objects.filter(action="reports.pack", record_id=str(report.pk))
    entry = entries.filter(record_type=Report._meta.label_lower).order_by("seq").last()
    return {"seq": entry.seq, "at": entry.at, **(entry.after or {})} if entry else None
