"""What the views share: what a form was sent with, and the way back."""

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of our own that the request came from (`next`), else to another."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(asked) if safe else redirect(otherwise)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, an empty form included; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None
