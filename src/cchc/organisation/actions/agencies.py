"""Departments."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..models import Account, Agency
from .checks import given


@transaction.atomic
def create_agency(
    *,
    by: Account | None,
    at: datetime,
    code: str,
    name: str,
    short_name: str,
    parent_body: str,
    place: str,
    symbol: str,
    is_demo: bool = False,
) -> Agency:
    """Take a department into the system; the first keeps the installation.

    `by` None is the operator, who has no account yet.
    """
    code = given(code, "code")
    if Agency.objects.filter(code=code).exists():
        raise Refused(_("Mã định danh %(code)s đã có trong hệ thống.") % {"code": code}, field="code")
    agency = Agency.objects.create(
        code=code, name=given(name, "name"), short_name=given(short_name, "short_name"),
        parent_body=given(parent_body, "parent_body"), place=given(place, "place"), symbol=given(symbol, "symbol"),
        is_demo=is_demo, keeps_installation=not Agency.objects.exists(),
    )  # fmt: skip
    after = {"code": agency.code, "name": agency.name, "parent_body": agency.parent_body, "is_demo": agency.is_demo,
             "keeps_installation": agency.keeps_installation}  # fmt: skip
    journal.write(by=by, at=at, action="organisation.create_agency", record=agency, after=after)
    return agency


@transaction.atomic
def keep_installation(*, by: Account | None, at: datetime, agency: Agency) -> None:
    """Have another department keep what all of them share. `by` None is the operator, the only one who does this."""
    before = Agency.objects.select_for_update().filter(keeps_installation=True).first()
    if before == agency:
        raise Refused(_("%(agency)s đang giữ hệ thống.") % {"agency": agency.name})
    Agency.objects.filter(keeps_installation=True).update(keeps_installation=False)
    agency.keeps_installation = True
    agency.save(update_fields=["keeps_installation"])
    journal.write(
        by=by, at=at, action="organisation.keep_installation", record=agency,
        before={"name": before.name} if before else None, after={"name": agency.name},
    )  # fmt: skip
