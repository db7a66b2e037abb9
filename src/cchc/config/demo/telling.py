"""Notices of the demo: what the clock does every morning, and what people have read."""

from datetime import datetime, timedelta

from django.conf import settings

from cchc.common import channels, outbox
from cchc.organisation import actions as people
from cchc.organisation.models import Account
from cchc.plans import actions as plans
from cchc.reports import actions as reports

from .timeline import Timeline

MORNINGS = 25
"""Days before the last on which reminders are run: what is older was read long ago."""


def tell(timeline: Timeline) -> None:
    """Remind every morning, deliver digests to the stand-in for mail, and have people read what is some days old."""
    last = timeline.until.date()
    for back in range(MORNINGS, -1, -1):
        timeline.on(last - timedelta(days=back), _morning, hour=7, minute=5)
    timeline.on(last - timedelta(days=9), _read, hour=17)
    timeline.add(timeline.until, _deliver)  # a worker would have: nothing waits when the demo is looked at


def _morning(at: datetime) -> None:
    plans.remind_of_tasks(at=at)
    reports.remind_of_obligations(at=at)
    people.tell_of_ended_delegations(at=at)
    if not settings.MAIL_URL:
        people.send_digests(at=at)
    _deliver(at)


def _deliver(at: datetime) -> None:
    if not settings.MAIL_URL:  # nothing of the demo leaves
        outbox.deliver(channels.send, clock=lambda: at, size=1000)


def _read(at: datetime) -> None:
    for account in Account.objects.order_by("pk"):
        people.mark_read(by=account, at=at)
