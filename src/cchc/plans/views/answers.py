"""What the views share: the day, the way back, and a kept file as an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from cchc.common.errors import Refused
from cchc.plans.forms.attempts import sentence


def way_back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of our own that the request came from (`next`), else to another."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(asked) if safe else redirect(otherwise)


def say_no(request: HttpRequest, refusal: Refused) -> None:
    """Tell the person why not, on the next page."""
    messages.error(request, sentence(refusal))
