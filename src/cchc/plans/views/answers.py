"""What the views share: what a form was sent with, and the way back."""

from django.forms import Form
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from cchc.plans.models import Target, Task


def way_back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of our own that the request came from (`next`), else to another."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(asked) if safe else redirect(otherwise)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, an empty form included; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def seen(request: HttpRequest) -> int | None:
    """The version of the target or the task that the form was opened on; None when the request does not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def version_of(row: Target | Task, request: HttpRequest, *forms: Form | None) -> int:
    """The version that a form goes out with: the one its person saw, until the person was told of a newer one."""
    if any(getattr(form, "overtaken", False) for form in forms):
        return type(row).objects.values_list("version", flat=True).get(pk=row.pk)
    said = seen(request)
    return row.version if said is None else said
