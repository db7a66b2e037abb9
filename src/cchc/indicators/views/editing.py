"""The one way a form of this package is answered: form, one action, on to the next page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.indicators.models import Indicator, Observation
from cchc.organisation.access import account_of

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormPage:
    """What stands around a form. `facts`: (label, value) rows above it; `draft` keeps what was typed in the browser."""

    title: str
    submit: str
    back: str
    done: str | Promise
    crumbs: Crumbs = ()
    lede: str = ""
    confirm: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    draft: str = ""


def edit(
    request: HttpRequest, form: forms.Form, action: Callable[[], object], page: FormPage, **more: Any
) -> HttpResponse:
    """Show the form; on a POST that holds, act and go back; a refusal lands on the form with nothing written."""
    if request.method == "POST" and form.is_valid():
        try:
            action()
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, str(page.done))
            return redirect(page.back)
    return render(request, "indicators/form.html", {"form": form, "page": page, **more})


def indicator_of(request: HttpRequest, pk: int) -> Indicator:
    """The indicator, if the person's department has it. Raises Http404."""
    return get_object_or_404(Indicator.objects.visible_to(account_of(request)).with_versions(), pk=pk)


def observation_of(request: HttpRequest, pk: int) -> Observation:
    """The figure, if it is the person's department's. Raises Http404."""
    rows = Observation.objects.visible_to(account_of(request)).select_related(
        "indicator", "unit", "evidence", "entered_by__person", "supersedes", "run"
    )
    return get_object_or_404(rows.prefetch_related("indicator__versions"), pk=pk)


def indicator_url(indicator: Indicator) -> str:
    """Its page."""
    return reverse("indicators:indicator", args=[indicator.pk])


def crumbs(indicator: Indicator, *further: tuple[str, str]) -> Crumbs:
    """The way to a page below an indicator."""
    return (_("Chỉ số"), reverse("indicators:catalogue")), (str(indicator), indicator_url(indicator)), *further
