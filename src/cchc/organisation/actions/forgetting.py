"""Personal data of the organisation let go when their time is over; `common.actions.forgetting` calls these."""

from cchc.common.retention import Rows

from ..models import Person, StaffFile


def let_go(rows: Rows) -> None:
    """The rows go."""
    rows.delete()


def clear_contacts(rows: Rows) -> None:
    """The people stay, with the records of their work; how to reach them goes."""
    Person.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(email="")


def clear_files(rows: Rows) -> None:
    """The files count as dropped; what they said goes."""
    dropped = StaffFile.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    dropped.update(state=StaffFile.State.DROPPED, table={}, lines=[], faults=[])
