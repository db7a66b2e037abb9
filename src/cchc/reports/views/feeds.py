"""The calendar that somebody subscribed to: what is to be reported and which tasks are due, in the owner's name.

The address holds a token that opens this alone; whoever has it reads what its owner may see. It is asked for every hour
or so: what has not changed is answered with 304.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cchc.common.models import JournalEntry
from cchc.organisation.access import may, public
from cchc.organisation.models import Account, ApiToken, Opens
from cchc.plans.worklist import MINE, UNIT, tasks_of

from ..rules.feed import Entry, stream
from .calendar import report_entries


@public
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:  # its account is found before, by `Tokens`
    """The stream for whoever shows a living token of the calendar; nobody else is told that there is one.

    `?nhac=0` leaves the reminders out.
    """
    token: ApiToken | None = getattr(request, "token", None)
    if token is None or token.opens != Opens.CALENDAR:
        raise Http404
    account = token.account
    now = timezone.now()
    changed = _changed(account, now)
    entries = list(entries_of(account, now))
    name, alarms = _("Hạn việc · %(who)s") % {"who": account.get_full_name()}, request.GET.get("nhac") != "0"
    # The stamp of an entry is no part of what it says: the tag is the same while nothing but the stamp moves.
    tag = quote_etag(sha256(stream(name, entries, _EPOCH, alarms=alarms).encode()).hexdigest())
    answer = HttpResponse(stream(name, entries, changed, alarms=alarms), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-cache"
    answer["Last-Modified"] = http_date(changed.timestamp())
    answer["ETag"] = tag
    seconds = int(changed.timestamp())
    return cast("HttpResponse", get_conditional_response(request, etag=tag, last_modified=seconds, response=answer))


_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def _changed(account: Account, now: datetime) -> datetime:
    """Nothing changed later than this: the last entry of the department's journal, or midnight, when days roll on."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    entries = JournalEntry.objects.filter(agency_id=account.agency_id).order_by("-seq")
    last = entries.values_list("at", flat=True).first()
    return max(midnight, min(last, now)) if last else midnight


def entries_of(account: Account, now: datetime) -> Iterable[Entry]:
    """What the account may see of it: reports that are asked for, and open tasks of its own and of its units by day."""
    base = settings.ADDRESS
    reports = report_entries(account, now, base) if may(account, "reports.view") else ()
    tasks = _tasks(account, base) if may(account, "plans.view") else ()
    return chain(reports, tasks)


def _tasks(account: Account, base: str) -> Iterable[Entry]:
    host = base.partition("://")[2]
    seen = tasks_of(account, MINE) | (tasks_of(account, UNIT) if account.units else tasks_of(account, MINE))
    for row in seen.open().exclude(due_on=None).select_related("lead", "plan").distinct().order_by("due_on", "pk"):
        said = [row.lead.name if row.lead else "", row.product, row.plan.title]
        url = base + reverse("plans:task", args=[row.pk])
        due = row.due_on or timezone.localdate()  # rows without a day are left out above
        yield Entry(f"task-{row.pk}@{host}", due, row.text[:200], "\n".join(part for part in said if part), url)
