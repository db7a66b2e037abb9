"""The digest of a day: at most one mail an account and day, however often the job runs."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from cchc.common import outbox
from cchc.common.almanac import almanac_of

from .. import letters
from ..models import Account, Digest, Notice
from ..notices import kind_of, shown
from ..rules.notices import Weight, digest_due, goes_today


def send_digests(*, at: datetime) -> int:
    """Write the digests that are due into the outbox; returns how many. Each account in a transaction of its own.

    Due: something waits that was not read, the hour that the person chose has come, none went out today. On a day off
    by the department's calendar only what is urgent goes. Nothing to tell, or no address: no mail.
    """
    now = timezone.localtime(at)
    waiting = Account.objects.filter(pk__in=Notice.objects.for_digest().values("account"), is_active=True)
    waiting = waiting.exclude(person__email="").exclude(pk__in=Digest.objects.filter(day=now.date()).values("account"))
    sent = 0
    for account in waiting.select_related("person__agency", "notice_setting").order_by("pk"):
        setting = getattr(account, "notice_setting", None)
        if not digest_due(now, setting.hour if setting else settings.DIGEST_HOUR):
            continue
        language = setting.language if setting else settings.LANGUAGE_CODE
        working = almanac_of(account.agency_id).calendar.is_working(now.date())
        try:
            sent += _send(account, day=now.date(), at=at, working=working, language=language)
        except IntegrityError:  # another worker was faster: his digest is the one of the day
            continue
    return sent


@transaction.atomic
def _send(account: Account, *, day: date, at: datetime, working: bool, language: str) -> bool:
    rows = Notice.objects.for_digest().filter(account=account).select_related("absent__person").order_by("at", "pk")
    due = [one for one in rows.select_for_update(of=("self",)) if goes_today(_weight(one), working=working)]
    seen = [one for one in shown(account, due) if not one.gone]
    if not seen:
        return False
    Digest.objects.create(account=account, day=day, at=at, count=len(seen))
    subject, body = letters.digest(seen, account=account, day=day, language=language)
    outbox.post(channel="mail", recipient=account.person.email, subject=subject, body=body, at=at,
                agency_id=account.agency_id)  # fmt: skip
    Notice.objects.filter(pk__in=[one.pk for one in seen]).update(told_at=at)
    return True


def _weight(notice: Notice) -> Weight:
    kind = kind_of(notice.kind)
    return kind.weight if kind else Weight.NORMAL
