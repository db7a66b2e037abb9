"""What every import from files does alike."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.indicators.models.files import FileRun
from cchc.organisation.access import require
from cchc.organisation.models import Account

Run = TypeVar("Run", bound=FileRun)


def open_run(rows: QuerySet[Any], run: Run, by: Account, permission: str) -> Run:
    """A file of the account's department, locked, if it is still open. Raises Refused."""
    require(by, permission)
    held: Run = rows.select_for_update().select_related("file", "agency").get(pk=run.pk, agency=by.agency)
    if held.state in (FileRun.State.TAKEN, FileRun.State.DROPPED):
        raise Refused(_("Tệp này đã nhập xong hoặc đã bỏ. Muốn nhập nữa thì nạp lại tệp."))
    return held
