"""Where Django keeps sessions: one row each, which is also what the list of sessions shows."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ..models import AccountSession, AccountSessionQuerySet


class SessionStore(DatabaseStore):
    """Sessions in the database with a limit of idle time and one of age; what has ended lets nobody in."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return AccountSession

    def _get_session_from_db(self) -> AccountSession | None:
        found: AccountSession | None = None
        if self.session_key:
            found = AccountSession.objects.alive(timezone.now()).filter(session_key=self.session_key).first()
        if found is None:
            self._session_key = None
        self.seen_at = found.seen_at if found else None
        self.row = found  # what others may ask of it without a query more
        return found

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # the signature is Django's
        """Write the session; its age counts from its creation, whatever is written later."""
        if self.session_key is None:
            self.create()
            return
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # Django's own hook
        now = timezone.now()
        facts = {"session_data": self.encode(data), "account_id": data.get("_auth_user_id"), "seen_at": now,
                 "address": data.get("address", ""), "agent": data.get("agent", "")}  # fmt: skip
        if must_create:
            expires = now + timedelta(hours=settings.SESSION_HOURS)
            try:
                with transaction.atomic():
                    AccountSession.objects.create(
                        session_key=self.session_key, started_at=now, expire_date=expires, **facts
                    )
            except IntegrityError as error:
                raise CreateError from error
        elif not AccountSession.objects.filter(session_key=self.session_key, ended_at=None).update(**facts):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End the session; the row of somebody's session stays for a while, one that was nobody's goes."""
        rows = AccountSession.objects.filter(session_key=session_key or self.session_key)
        rows.filter(account=None).delete()
        rows.filter(ended_at=None).update(ended_at=timezone.now(), session_data="")

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what has been over for CCHC_SESSION_DAYS_KEPT days; part of `clearsessions`."""
        ended_before(timezone.now() - timedelta(days=settings.SESSION_DAYS_KEPT)).delete()


def ended_before(moment: datetime) -> AccountSessionQuerySet:
    """Sessions that ended, by whatever limit or person, before a moment."""
    return AccountSession.objects.filter(Q(ended_at__lt=moment) | Q(expire_date__lt=moment))
