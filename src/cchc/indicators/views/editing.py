"""The one way a form of this package is answered: form, one action, on to the next page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
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
    """What stands around a form. `facts`: (label, value) rows above it; `draft` keeps what was typed in the browser.

    `refusal`: why there is no form for this person, where there is none.
    """

    title: str
    submit: str
    back: str
    done: str | Promise
    crumbs: Crumbs = ()
    lede: str = ""
    confirm: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    draft: str = ""
    refusal: str = ""


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


def indicator_of(request: HttpRequest, key: str) -> Indicator:
    """The indicator of a code or key, if the person's department has it; its own goes first. Raises Http404."""
    rows = Indicator.objects.visible_to(account_of(request)).with_versions()
    if key.isdigit():
        return get_object_or_404(rows, pk=int(key))
    found = rows.filter(code=key).order_by(F("agency").asc(nulls_last=True)).first()
    if found is None:
        raise Http404(_("Không có chỉ số này."))
    return found


def observation_of(request: HttpRequest, pk: int) -> Observation:
    """The figure, if it is the person's department's. Raises Http404."""
    rows = Observation.objects.visible_to(account_of(request)).select_related(
        "indicator", "unit", "evidence", "entered_by__person", "supersedes", "run"
    )
    return get_object_or_404(rows.prefetch_related("indicator__versions"), pk=pk)


def indicator_url(indicator: Indicator) -> str:
    """Its page."""
    return reverse("indicators:indicator", args=[indicator.code])


def crumbs(indicator: Indicator, *further: tuple[str, str]) -> Crumbs:
    """The way to a page below an indicator."""
    return (_("Chỉ số"), reverse("indicators:catalogue")), (str(indicator), indicator_url(indicator)), *further
