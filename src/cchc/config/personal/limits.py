"""What is about to go: personal data whose time is over or will be within a month, before the nightly job."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cchc.common.actions import forgetting
from cchc.common.models import JournalEntry
from cchc.organisation.access import account_of, needs

AHEAD = timedelta(days=30)


def _counts(at: datetime, agency: int) -> dict[str, int]:
    """Rows by duty: the department's, and those that belong to none."""
    return {one.duty.code: one.counts.get(agency, 0) + one.counts.get(None, 0) for one in forgetting.due(at)}


@needs("personal.audit")
def personal_limits(request: HttpRequest) -> HttpResponse:
    """How many rows go with the next run of the job, how many within thirty days, and when it last let some go."""
    agency, now = account_of(request).agency_id, timezone.now()
    soon = _counts(now + AHEAD, agency)
    rows = [
        {"label": one.duty.label, "limit": one.limit, "now": one.counts.get(agency, 0) + one.counts.get(None, 0),
         "soon": soon[one.duty.code]}
        for one in forgetting.due(now)
    ]  # fmt: skip
    gone = JournalEntry.objects.filter(action="personal.forget", agency_id=agency).order_by("-seq")
    context = {"rows": rows, "here": "limits", "may_audit": True, "last": gone.first(),
               "journal": f"{reverse('journal')}?viec=personal.forget"}  # fmt: skip
    return render(request, "config/personal/limits.html", context)
