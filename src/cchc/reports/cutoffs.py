"""By which day a department's report of a quarter is due: as its plans say."""

from datetime import date
from functools import cached_property

from cchc.common.almanac import almanac_of
from cchc.common.periods import Period
from cchc.organisation.models import Agency
from cchc.plans.dues import next_reporting
from cchc.plans.models import PlanState, ReportingDuty


class Cutoffs:
    """The days named by the living plans of a department, read with one query."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.almanac = almanac_of(agency.pk)

    @cached_property
    def duties(self) -> list[ReportingDuty]:
        """The duties to report each quarter that name a day."""
        rows = ReportingDuty.objects.filter(agency=self.agency, plan__state=PlanState.ADOPTED, day__isnull=False)
        return [duty for duty in rows.select_related("plan") if duty.day and "quarterly" in duty.cadence]

    def due(self, quarter: Period) -> date:
        """The day in the last month of a quarter that is named first, its last day where none is; off days off."""
        named = [duty.day for duty in self.duties if duty.day]
        return self.almanac.settled(quarter.last.replace(day=min([quarter.last.day, *named])))

    def proof(self, due: date, today: date) -> int | None:
        """The duty whose next day is this one, for its certificate; None where the day is named by no plan."""
        proved = (one.pk for one in self.duties if (next_reporting(one, self.almanac, today) or (due, None))[1] == due)
        return next(proved, None)
