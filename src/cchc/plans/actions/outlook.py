"""Warnings of targets that are kept now and will probably not be; run by a scheduled job, each told once a month."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cchc.common.almanac import almanac_of
from cchc.organisation.actions import tell
from cchc.organisation.models import Agency
from cchc.organisation.notices import Event
from cchc.organisation.receivers import heads_of, holders
from cchc.plans.forecasts import forecasts
from cchc.plans.models import PlanState, Target
from cchc.plans.notice_kinds import OUTLOOK
from cchc.plans.rules.assess import Verdict
from cchc.plans.standing import standings

from .telling import brief, day


def warn_of_targets(*, at: datetime) -> int:
    """Tell whoever heads the unit that answers for a target, else the office, of one that is kept now while its
    forecast says that it will not be; on working days, once a month for each target. How many notices."""
    return sum(_warn(agency, at) for agency in Agency.objects.order_by("pk"))


@transaction.atomic
def _warn(agency: Agency, at: datetime) -> int:
    today = timezone.localdate(at)
    if not almanac_of(agency.pk).calendar.is_working(today):
        return 0
    rows = Target.objects.with_goal().filter(agency=agency, plan__state=PlanState.ADOPTED, withdrawn_at=None)
    rows = rows.filter(starts_on__lte=today, due_on__gte=today).select_related("indicator")
    stands = standings(list(rows), today, agency=agency)
    kept = [one for one in stands.values() if one.assessment.verdict is Verdict.ON_TRACK]
    told = forecasts(kept, today, agency=agency)
    warned = [one.target for one in kept if one.target.pk in told and told[one.target.pk].warns]
    heads = heads_of({target.owner_id for target in warned if target.owner_id}, today)
    office = holders("plans.edit", agency.pk, today) if warned else []
    sentence = gettext_noop("Chỉ tiêu “%(target)s” (hạn %(due)s) đang đạt nhưng dự báo không giữ được.")
    events = [
        Event(OUTLOOK, f"{target.pk}:{today:%Y-%m}", heads.get(target.owner_id or 0) or office, sentence,
              {"target": brief(target.text), "due": day(target.due_on)}, target, target.owner_id)
        for target in warned
    ]  # fmt: skip
    return tell(*events, at=at)
