"""What was typed into a form whose session ended: kept, given back, forgotten. Nothing of it is carried out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ..models import Account, TypedForm
from ..signin.sealing import Unreadable, seal, unseal

LARGEST = 256 * 1024
"""The most bytes of typed text that are kept."""
_PURPOSE = "typed"
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Typed:
    """A kept form: where it stood, where it was sent, its fields in order, and whether files were chosen."""

    page: str
    target: str
    fields: Fields
    has_files: bool
    at: datetime


@transaction.atomic
def keep_typed(
    *, account: Account, at: datetime, session: UUID, page: str, target: str, fields: Fields, has_files: bool
) -> bool:
    """Keep a form for the account; False, and nothing is kept, where it is too large."""
    text = json.dumps(list(fields), ensure_ascii=False)
    if len(text.encode()) > LARGEST or len(page) > 500 or len(target) > 300:
        return False
    facts = {"account": account, "page": page, "target": target, "sealed": seal(text, _PURPOSE), "at": at,
             "has_files": has_files}  # fmt: skip
    TypedForm.objects.update_or_create(session=session, defaults=facts)
    return True


def typed_of(*, account: Account, session: UUID, at: datetime) -> Typed | None:
    """What the account typed into the session, if that is still kept; another account gets nothing."""
    since = at - timedelta(days=settings.TYPED_DAYS_KEPT)
    row = TypedForm.objects.filter(session=session, account=account, at__gt=since).first()
    if row is None:
        return None
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(unseal(row.sealed, _PURPOSE))]
    except Unreadable:  # sealed with another key: nobody can read it any more
        return None
    return Typed(row.page, row.target, fields, row.has_files, row.at)


@transaction.atomic
def forget_typed(*, account: Account, session: UUID) -> None:
    """It was sent again, or is not wanted."""
    TypedForm.objects.filter(session=session, account=account).delete()
