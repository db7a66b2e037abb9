"""Telling webhooks that a target stands otherwise than when it was last looked at; run by a scheduled job."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cchc.organisation.actions import publish
from cchc.organisation.models import Agency, Webhook
from cchc.organisation.webhooks import Happening
from cchc.plans.forecasts import forecasts
from cchc.plans.models import LastStanding, PlanState, Target
from cchc.plans.rules.assess import Verdict
from cchc.plans.standing import standings
from cchc.plans.webhook_events import VERDICT

AFTER_DUE = timedelta(days=31)
"""How long after its due date a target is still looked at: its last figures come after the end."""


def tell_of_verdicts(*, at: datetime) -> int:
    """Tell the webhooks that asked for it of every target whose verdict changed since the last look, or whose forecast
    fell under what was promised. The first look at a target tells nothing. How many messages."""
    asking = [
        hook.agency_id for hook in Webhook.objects.alive().select_related("account__person") if VERDICT in hook.events
    ]
    LastStanding.objects.exclude(target__agency__in=asking).delete()  # who asks again begins anew
    return sum(_look(agency, at) for agency in Agency.objects.filter(pk__in=asking).order_by("pk"))


@transaction.atomic
def _look(agency: Agency, at: datetime) -> int:
    today = timezone.localdate(at)
    rows = Target.objects.with_goal().filter(agency=agency, plan__state=PlanState.ADOPTED, withdrawn_at=None)
    rows = rows.filter(starts_on__lte=today, due_on__gte=today - AFTER_DUE).select_related("indicator")
    stands = standings(list(rows), today, agency=agency)
    kept = [one for one in stands.values() if one.assessment.verdict is Verdict.ON_TRACK]
    told = forecasts(kept, today, agency=agency)
    now = {key: (one.assessment.verdict.value, key in told and told[key].warns) for key, one in stands.items()}
    before = {row.target_id: (row.verdict, row.warns) for row in LastStanding.objects.filter(target__in=now)}
    changed = [key for key, found in now.items() if before.get(key) != found]
    LastStanding.objects.bulk_create(
        [LastStanding(target_id=key, verdict=now[key][0], warns=now[key][1], at=at) for key in changed],
        update_conflicts=True, unique_fields=["target"], update_fields=["verdict", "warns", "at"],
    )  # fmt: skip
    moved = [key for key in changed if key in before and _tells(before[key], now[key])]
    return publish(Happening(VERDICT, f"{VERDICT}-{key}-{at:%Y%m%d%H%M}", key, at, agency.pk) for key in moved)


def _tells(before: tuple[str, bool], now: tuple[str, bool]) -> bool:
    """Another verdict, or a forecast that warns where it did not."""
    return before[0] != now[0] or (now[1] and not before[1])
