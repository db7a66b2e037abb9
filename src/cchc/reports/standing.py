"""The targets of a department as they stood on a day, of the whole or of some units."""

from datetime import date

from cchc.organisation.models import Agency
from cchc.plans.models import PlanState, Target
from cchc.plans.rules.assess import Verdict
from cchc.plans.standing import Standing, standings

MEASURES = ("targets", *(f"targets_{verdict.value}" for verdict in Verdict))


class TargetBook:
    """The live targets of a department for some years, read once and assessed for any day."""

    def __init__(self, agency: Agency, first_year: int, last_year: int) -> None:
        self.agency = agency
        rows = Target.objects.with_goal().filter(agency=agency, plan__state=PlanState.ADOPTED)
        rows = rows.filter(starts_on__lte=date(last_year, 12, 31), due_on__gte=date(first_year, 1, 1))
        ordered = rows.select_related("owner", "scope", "section", "plan", "indicator")
        self.targets = list(ordered.order_by("plan_id", "section__sort", "sort", "pk"))
        self._known: dict[date, dict[int, Standing]] = {}

    def stands(self, day: date, units: frozenset[int] | None = None) -> list[Standing]:
        """The targets whose time holds a day of the day's year, assessed; of some units only where `units`."""
        if day not in self._known:
            wanted = [target for target in self.targets if _counts_on(target, day)]
            self._known[day] = standings(wanted, day, agency=self.agency)
        return [
            stand
            for stand in self._known[day].values()
            if units is None or {stand.target.owner_id, stand.target.scope_id} & units
        ]

    def tally(self, day: date, units: frozenset[int] | None = None) -> dict[str, tuple[int, ...]]:
        """Measure → targets: all of them, and those with each verdict."""
        found: dict[str, list[int]] = {measure: [] for measure in MEASURES}
        for stand in self.stands(day, units):
            found["targets"].append(stand.target.pk)
            found[f"targets_{stand.assessment.verdict.value}"].append(stand.target.pk)
        return {measure: tuple(targets) for measure, targets in found.items()}


def _counts_on(target: Target, day: date) -> bool:
    if not target.starts_on.year <= day.year <= target.due_on.year:
        return False
    return target.withdrawn_at is None or target.withdrawn_at.date() > day
