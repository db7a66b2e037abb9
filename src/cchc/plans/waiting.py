"""What waits for a person beside the tasks of plans: packages above this one tell of it, "my work" shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from cchc.organisation.models import Account


@dataclass(frozen=True)
class Waiting:
    """Something one person has to do: what it is, the way to it, how it stands (a face and a word), by when, and why.

    `why` is what was said about it, such as the reason it came back for; empty where the state says it all.
    """

    what: str
    url: str
    state: tuple[str, str | Promise]
    due: date | None = None
    why: str = ""


Teller = Callable[[Account, datetime], Iterable[Waiting]]

_tellers: dict[str, Teller] = {}


def register(code: str, teller: Teller) -> None:
    """Make known who tells of one kind of thing; a second one under the same code takes the place of the first."""
    _tellers[code] = teller


def waiting_for(account: Account, now: datetime) -> list[Waiting]:
    """All that waits for the person at a moment: what has a day by its day, then the rest."""
    found = [one for teller in _tellers.values() for one in teller(account, now)]
    return sorted(found, key=lambda one: one.due or date.max)
