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
    """Take a department into the system. `by` None is the operator, who has no account yet."""
    code = given(code, "code")
    if Agency.objects.filter(code=code).exists():
        raise Refused(_("Mã định danh %(code)s đã có trong hệ thống.") % {"code": code}, field="code")
    agency = Agency.objects.create(
        code=code, name=given(name, "name"), short_name=given(short_name, "short_name"),
        parent_body=given(parent_body, "parent_body"), place=given(place, "place"), symbol=given(symbol, "symbol"),
        is_demo=is_demo,
    )  # fmt: skip
    after = {"code": agency.code, "name": agency.name, "parent_body": agency.parent_body, "is_demo": agency.is_demo}
    journal.write(by=by, at=at, action="organisation.create_agency", record=agency, after=after)
    return agency
