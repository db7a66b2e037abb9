"""Many people taken in at once, as a file brings them: by the same rules as one by one, with a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..access import require
from ..models import Account, Agency, Person, Position, Tenure, Unit
from .checks import given, is_open, not_ahead, own
from .people import folded_of, tell_added, tell_appointed
from .positions import STAFFING, fits

BATCH = 500


@dataclass(frozen=True)
class FirstPost:
    """The main post that somebody comes to hold, which heads no unit, and the position that goes with it."""

    unit: Unit
    post: str
    on: date
    basis: str = ""
    position: Position | None = None


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be taken in, with the first post or none yet."""

    code: str
    full_name: str
    status: str
    email: str = ""
    pay_source: str = ""
    first: FirstPost | None = None

    def person(self, agency: Agency) -> Person:
        """The row of the person, not stored yet. Raises Refused for one without a code or a name."""
        code, full_name = given(self.code, "code"), given(self.full_name, "full_name")
        return Person(
            agency=agency, code=code, full_name=full_name, folded=folded_of(full_name, code), email=self.email,
            status=self.status, pay_source=self.pay_source,
        )  # fmt: skip

    def check(self, by: Account, at: datetime) -> Person:
        """The row of the person. Raises Refused for one who cannot be taken in or hold the post; asks no database."""
        person = self.person(by.agency)
        if self.first:
            own(by, self.first.unit)
            given(self.first.post, "post")
            not_ahead(self.first.on, at)
            is_open(self.first.unit, self.first.on, "unit")
        if self.first and self.first.position:
            require(by, STAFFING, self.first.unit)
            fits(person, self.first.unit, self.first.position)
        return person


@transaction.atomic
def take_in(*, by: Account, at: datetime, newcomers: Sequence[Newcomer]) -> list[Person]:
    """Take people into the department of the account, each with the first post; nobody where one of them is refused.

    The journal has an entry for each person and each post, the position beside it, as if they were taken in one by one.
    """
    people = [one.check(by, at) for one in newcomers]
    _free_codes(by.agency, people)
    Person.objects.bulk_create(people, batch_size=BATCH)
    posts = [
        Tenure(person=person, unit=one.first.unit, post=given(one.first.post, "post"), started_on=one.first.on,
               basis=one.first.basis, position=one.first.position)
        for person, one in zip(people, newcomers, strict=True) if one.first
    ]  # fmt: skip
    Tenure.objects.bulk_create(posts, batch_size=BATCH)
    held = {tenure.person_id: tenure for tenure in posts}
    with journal.together():
        for person in people:
            tell_added(person, by, at)
            if person.pk in held:
                tell_appointed(held[person.pk], None, by, at)
    return people


def _free_codes(agency: Agency, people: Sequence[Person]) -> None:
    """Raise Refused for a code that somebody has, here or among those who come."""
    by_code: dict[str, Person] = {}
    for at in range(0, len(people), BATCH):
        codes = [person.code for person in people[at : at + BATCH]]
        by_code |= {person.code: person for person in Person.objects.filter(agency=agency, code__in=codes)}
    for person in people:
        taken = by_code.setdefault(person.code, person)
        if taken is not person:
            message = _("Mã %(code)s đã dùng cho %(person)s.")
            raise Refused(message % {"code": person.code, "person": taken.full_name}, field="code")
