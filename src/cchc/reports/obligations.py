"""What has to be reported between two days, by whom, and how far it is: read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from cchc.common.almanac import almanac_of
from cchc.common.periods import Period
from cchc.common.text import fold
from cchc.organisation.access import units_for
from cchc.organisation.history import mergers_of
from cchc.organisation.models import Account, Agency, Unit, UnitKind

from .models import Filing, Obligation, ObligationQuerySet, Report, ReportState, Step, StepKind, Who
from .rules.bodies import Body, Life, bodies
from .rules.progress import Done, Stage, stage
from .rules.schedule import Occurrence, occurrences
from .rules.wording import to_date


@dataclass(frozen=True)
class Asked:
    """One report that is asked for: the obligation at one of its times, of one body.

    `unit` is whose return it is (None: the department's), `writer` the unit that writes it: its successor where it was
    merged. `report` is the latest version, `filing` the note that it was sent where it is not written here.
    """

    obligation: Obligation
    occurrence: Occurrence
    unit: Unit | None
    writer: Unit | None
    stage: Stage
    report: Report | None = None
    filing: Filing | None = None
    sent_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The moment after which it is late."""
        return timezone.make_aware(self.occurrence.moment)

    @property
    def settled(self) -> bool:
        """Whether nothing is to be sent any more."""
        return not self.stage.progress.is_open

    @property
    def key(self) -> str:
        """Names it among all that is asked for, for good."""
        unit = f"-{self.unit.pk}" if self.unit else ""
        return f"{self.obligation.pk}-{self.occurrence.code}{unit}"

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(
            "reports:asked", args=[self.obligation.pk, self.occurrence.code, self.unit.pk if self.unit else 0]
        )

    @property
    def folded(self) -> str:
        """What a search looks through."""
        return fold(f"{self.obligation.title} {self.body} {self.obligation.to}")

    @property
    def body(self) -> str:
        """Whose it is, in words."""
        return self.unit.name if self.unit else self.obligation.agency.name

    @property
    def short_body(self) -> str:
        """Whose it is, in a table."""
        return self.unit.short_name if self.unit else self.obligation.agency.short_name


def period_of(code: str) -> Period | None:
    """The period of an occurrence; None for a week and for a report that was asked for once."""
    try:
        return Period.parse(code)
    except ValueError:
        return None


def answering(code: str) -> tuple[str, ...]:
    """The codes of the reports that answer an occurrence: of its period, and of the year up to its end."""
    period = period_of(code)
    if period is None or period.last.month % 3:
        return (code,)
    return code, to_date(period).code


class Round:
    """The obligations of a department with what was done about them, for many questions at once."""

    def __init__(self, agency: Agency, now: datetime, rows: ObligationQuerySet | None = None) -> None:
        self.agency, self.now = agency, now
        self.accepted: set[int] = set()
        self.almanac = almanac_of(agency.pk)
        found = Obligation.objects.filter(agency=agency).living() if rows is None else rows
        self.rows = list(found.select_related("agency", "unit", "duty__plan"))
        self.units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency)}
        self.mergers = mergers_of(agency)
        self.lives = [Life(unit.pk, unit.opened_on, unit.closed_on) for unit in self.units.values()
                      if unit.kind != UnitKind.LEADERSHIP and unit.parent_id is None]  # fmt: skip

    def between(self, first: date, last: date, units: frozenset[int] | None = None) -> list[Asked]:
        """Everything due between two days, the earliest first; `units`: only their returns, and the department's."""
        times = [(one, at) for one in self.rows for at in occurrences(one.schedule, first, last, self.almanac.settled)]
        if not times:
            return []
        codes = {code for _one, at in times for code in answering(at.code)}
        reports, filings = self._reports(codes), self._filings({at.code for _one, at in times})
        self.accepted = self._accepted(codes)
        found = []
        for one, at in times:
            for body in self._bodies(one, at):
                if units is not None and body and not {body.unit, body.asked} & units:
                    continue
                found.append(self._asked(one, at, body, reports, filings))
        return sorted(
            found, key=lambda row: (row.occurrence.moment, row.obligation.pk, row.unit.sort if row.unit else -1)
        )

    def _bodies(self, one: Obligation, at: Occurrence) -> list[Body | None]:
        if one.who == Who.AGENCY:
            return [None]
        lives = self.lives
        if one.who == Who.UNIT and one.unit is not None:
            lives = [Life(one.unit.pk, one.unit.opened_on, one.unit.closed_on)]
            heir = self.mergers.get(one.unit.pk)
            lives += [life for life in self.lives if heir and life.unit == heir.into]
        return list(bodies(lives, self.mergers, at.first, at.last, at.due))

    def _reports(self, codes: set[str]) -> dict[tuple[int | None, str], list[Report]]:
        rows = Report.objects.filter(agency=self.agency, period_code__in=codes).order_by("version")
        found: dict[tuple[int | None, str], list[Report]] = {}
        for row in rows.select_related("unit", "agency"):
            found.setdefault((row.unit_id, row.period_code), []).append(row)
        return found

    def _accepted(self, codes: set[str]) -> set[int]:
        """The returns whose last step is that the office took them in."""
        steps = Step.objects.filter(report__agency=self.agency, report__period_code__in=codes).order_by("pk")
        last = dict(steps.values_list("report", "kind"))
        return {report for report, kind in last.items() if kind == StepKind.ACCEPTED}

    def _filings(self, codes: set[str]) -> dict[tuple[int, str, int | None], Filing]:
        rows = Filing.objects.filter(obligation__agency=self.agency, period_code__in=codes)
        return {(row.obligation_id, row.period_code, row.unit_id): row for row in rows}

    def _asked(
        self, one: Obligation, at: Occurrence, body: Body | None,
        reports: dict[tuple[int | None, str], list[Report]], filings: dict[tuple[int, str, int | None], Filing],
    ) -> Asked:  # fmt: skip
        unit, moment = body.unit if body else None, timezone.make_aware(at.moment)
        filing = filings.get((one.pk, at.code, unit))
        versions = next((found for code in answering(at.code) if (found := reports.get((unit, code)))), [])
        versions = [row for row in versions if row.obligation_id in (None, one.pk)] if one.in_system else []
        done = _done(versions, filing, self.accepted)
        writer = self.units[body.asked] if body else None
        return Asked(one, at, self.units[unit] if unit else None, writer, stage(done, moment, self.now),
                     versions[-1] if versions else None, filing, done.sent_at)  # fmt: skip


def _done(versions: list[Report], filing: Filing | None, accepted: set[int]) -> Done:
    """What was done: told by the note of sending, or by the versions of the report, the earliest first.

    A draft after a version that was sent is one that was returned, or its correction.
    """
    if filing is not None:
        return Done(sent_at=filing.sent_at)
    sent = [one for one in versions if one.state == ReportState.SUBMITTED]
    if not sent:
        return Done(drafted=bool(versions))
    again = versions[-1].is_draft
    return Done(again, sent[0].submitted_at, returned=again, accepted=not again and versions[-1].pk in accepted)


def units_of(account: Account) -> frozenset[int] | None:
    """The units whose returns the person may see; None is every unit."""
    units = units_for(account, "reports.returns")
    return None if units is None else frozenset(units)


def asked_of(account: Account, first: date, last: date, now: datetime) -> list[Asked]:
    """What is asked for between two days, as far as the person may see it."""
    rows = Obligation.objects.visible_to(account).living()
    return Round(account.agency, now, rows).between(first, last, units_of(account))
