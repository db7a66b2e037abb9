"""The draft an address names, and how its pages answer a refusal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from cchc.common.errors import Refused
from cchc.organisation.access import account_of
from cchc.plans.forms.attempts import sentence
from cchc.plans.models import Draft


def draft_or_404(request: HttpRequest, pk: int) -> Draft:
    """The draft, where it is of the person's department; for everybody else there is none."""
    rows = Draft.objects.visible_to(account_of(request))
    return get_object_or_404(rows.select_related("agency", "source", "changed_by__person", "created_by__person"), pk=pk)


def refused(request: HttpRequest, why: Refused, url: str) -> HttpResponse:
    """Back to a page that says why nothing was changed."""
    messages.error(request, sentence(why))
    return redirect(url)
