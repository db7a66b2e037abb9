"""The record of readings: written by the request itself, once its answer is composed."""

from datetime import datetime

from django.db import transaction

from .. import trace
from ..journal import Actor
from ..models import Reading
from ..models.readings import ReadingKind
from ..personal import Ledger, Read
from ..text import fold

KEYS = 1000
"""The most keys that are kept of one reading; `count` says how many there were."""


def _kind(ledger: Ledger, read: Read) -> ReadingKind:
    if ledger.is_export:
        return ReadingKind.EXPORT
    return ReadingKind.RECORD if len(read.keys) == 1 else ReadingKind.LIST


@transaction.atomic
def record_readings(*, by: Actor, at: datetime, ledger: Ledger, page: str) -> None:
    """Write down what the ledger noted, one row for each table, in a transaction of its own."""
    name = by.get_full_name()
    Reading.objects.bulk_create(
        Reading(
            at=at, agency_id=by.agency_id, reader_id=by.pk, reader_name=name, folded=fold(name)[:200],
            record_type=read.model, fields=sorted(read.fields), kind=_kind(ledger, read), count=len(read.keys),
            keys=list(read.keys)[:KEYS], page=page[:100], trace=trace.current(),
        )
        for read in ledger.reads.values()
    )  # fmt: skip
