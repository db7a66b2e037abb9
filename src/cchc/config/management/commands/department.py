"""Take a real department into an empty installation, with its first administrator."""

import getpass
import os
import sys
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from cchc.common.errors import Refused
from cchc.organisation import actions
from cchc.organisation.models import Agency, Role

_FACTS = {
    "code": "electronic identifier of the department, e.g. H99.12",
    "name": "full name, e.g. Sở Công Thương tỉnh …",
    "short-name": "short name for the head of pages",
    "parent-body": "the body named above it on papers, e.g. ỦY BAN NHÂN DÂN TỈNH …",
    "place": "the place name before the date on papers",
    "symbol": "abbreviation in document numbers, e.g. SCT",
    "admin": "user name of the first administrator",
    "admin-name": "the administrator's full name",
}


class Command(BaseCommand):
    """`cchc department --code … --name … --admin …`; asks for the password, or reads it from CCHC_ADMIN_PASSWORD."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Every fact is asked for: none has a sensible default."""
        for name, meaning in _FACTS.items():
            parser.add_argument(f"--{name}", required=True, help=meaning)

    def handle(self, *args: Any, **options: Any) -> None:
        """Create department, administrator and role in one transaction."""
        if Agency.objects.filter(is_demo=True).exists():
            raise CommandError("This installation holds the demo department; use an empty data folder or database.")
        password = self._password()
        try:
            with translation.override("en"), transaction.atomic():  # as the rest of what a command says
                self._create(options, password, timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{options['name']}: sign in as {options['admin']} and bring units, positions and "
            "people in from spreadsheets at /to-chuc/nhap/, then give accounts."
        )

    @staticmethod
    def _password() -> str:
        """The password, strong enough by the rules of settings."""
        password = os.environ.get("CCHC_ADMIN_PASSWORD", "")
        if not password and sys.stdin.isatty():
            password = getpass.getpass("Password of the administrator: ")
        if not password:
            raise CommandError(
                "Set CCHC_ADMIN_PASSWORD to the administrator's first password; it is changed on signing in."
            )
        try:
            with translation.override("en"):  # as the rest of what a command says
                validate_password(password)
        except ValidationError as weak:
            raise CommandError("The administrator's password: " + " ".join(weak.messages)) from weak
        return password

    @staticmethod
    def _create(options: dict[str, Any], password: str, at: datetime) -> None:
        agency = actions.create_agency(
            by=None, at=at, code=options["code"], name=options["name"], short_name=options["short_name"],
            parent_body=options["parent_body"], place=options["place"], symbol=options["symbol"],
        )  # fmt: skip
        person = actions.add_person(
            by=None, at=at, agency=agency, code="QT01", full_name=options["admin_name"], status="civil_servant"
        )
        typed = not os.environ.get("CCHC_ADMIN_PASSWORD")
        account = actions.create_account(
            by=None, at=at, person=person, username=options["admin"], password=password, issued=not typed
        )
        admin = Role.objects.get(code="admin")
        actions.assign_role(by=None, at=at, account=account, role=admin, started_on=timezone.localdate(at))
