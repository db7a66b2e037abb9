"""The one way a form of this package is answered: form, one action, on to the next page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from cchc.common.errors import Refused
from cchc.common.forms import refuse


@dataclass(frozen=True)
class FormPage:
    """What stands around a form."""

    title: str | Promise
    submit: str | Promise
    back: str
    done: str | Promise
    crumbs: tuple[tuple[str, str], ...] = ()
    lede: str | Promise = ""
    confirm: str | Promise = ""


def edit(
    request: HttpRequest, form: forms.Form, action: Callable[[dict[str, Any]], object], page: FormPage
) -> HttpResponse:
    """Show the form; on a POST that holds, act and go back; a refusal lands on the form with nothing written."""
    if request.method == "POST" and form.is_valid():
        try:
            action(form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, str(page.done))
            return redirect(page.back)
    return render(request, "organisation/form.html", {"form": form, "page": page})
