"""Load reference data: roles, the working calendar, the catalogue of indicators; recount what now counts otherwise."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cchc.common.reference import load_calendar
from cchc.indicators.actions import load_catalogue, recount_outdated
from cchc.organisation.reference import load_roles


class Command(BaseCommand):
    """Brings reference data to what this version of CCHC carries; run at every start."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything, each part in its own transaction."""
        load_roles()
        load_calendar(at=timezone.now())
        load_catalogue(by=None, at=timezone.now())
        recount_outdated(at=timezone.now())
