"""Sessions ended by people."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, AccountSession
from .checks import own

_OVER = {"session_data": ""}


@transaction.atomic
def end_session(*, by: Account, at: datetime, session: AccountSession) -> None:
    """End one session, one's own or, as administrator, another person's."""
    own(by, session.account)
    if not AccountSession.objects.alive(at).filter(pk=session.pk).update(ended_at=at, **_OVER):
        raise Refused(_("Phiên này đã kết thúc."))
    after = {"address": session.address, "started_on": session.started_at}
    journal.write(by=by, at=at, action="organisation.end_session", record=session.account, after=after)


@transaction.atomic
def end_sessions(*, by: Account, at: datetime, account: Account, besides: str = "") -> int:
    """End every session of an account, `besides` the one with this key; returns how many."""
    own(by, account)
    rows = AccountSession.objects.alive(at).filter(account=account)
    ended = rows.exclude(session_key=besides).update(ended_at=at, **_OVER)
    if not ended:
        raise Refused(_("Không có phiên nào khác đang mở."))
    journal.write(by=by, at=at, action="organisation.end_sessions", record=account, after={"count": ended})
    return ended


def touch(*, key: str, at: datetime) -> None:
    """Note that a session is in use."""
    AccountSession.objects.filter(session_key=key, ended_at=None).update(seen_at=at)
