"""Promised dates held to a calendar that changed."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from cchc.common.almanac import local
from cchc.common.dues import Move
from cchc.common.journal import Actor
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, Past
from cchc.dossiers.rules.days import days_of
from cchc.indicators.actions.tallies import moving


def move_due_dates(moves: Sequence[Move], by: Actor, at: datetime, reason: str) -> None:
    """Hold open dossiers to the days that a changed calendar gives them, at the hour that was promised.

    A part of the action that changes the calendar and journals every date. What a dossier said before is kept; the next
    import takes over what the one-stop system says by then.
    """
    becomes = {move.key: move.becomes for move in moves if move.becomes is not None}
    rows = Dossier.objects.select_for_update().in_bulk(list(becomes))
    pasts = []
    with moving(SOURCE, list(rows), at=at):
        for key, row in rows.items():
            if row.due_at is None:
                continue
            pasts.append(Past(dossier=row, run=None, at=at, before={"due_at": str(row.due_at)}))
            row.due_at = timezone.make_aware(datetime.combine(becomes[key], local(row.due_at).time()))
            days = days_of(received_on=row.received_on, due_on=becomes[key], finished_on=None, was_refused=False)
            row.due_on, row.late_on, row.changed_at = days.due_on, days.late_on, at
        Dossier.objects.bulk_update(rows.values(), ["due_at", "due_on", "late_on", "changed_at"], batch_size=200)
    Past.objects.bulk_create(pasts, batch_size=200)
