"""Pages of the whole: the start page, the person's choices of appearance, what is shown on a refusal and a fault."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cchc.common import trace
from cchc.organisation.access import Denied, may, public

from .demo import logins

_CHOICES = {
    "theme": ("", "light", "dark"),
    "density": ("", "comfortable"),
    settings.LANGUAGE_COOKIE_NAME: ("vi", "en"),
}


@public
def home(request: HttpRequest) -> HttpResponse:
    """The board for whoever may see it, the worklist for whoever works, the start page for a stranger."""
    for permission, name in (("reports.board", "reports:board"), ("plans.view", "plans:my_work")):
        if may(request.user, permission):
            return redirect(name)
    return render(request, "config/start.html", {"logins": logins()})


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a choice of language, theme or density in a cookie, and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    for name, allowed in _CHOICES.items():
        value = request.POST.get(name)
        if value in allowed:
            response.set_cookie(name, value or "", max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """The page of a fault: it gives the code under which the log tells what happened, and asks no database."""
    return HttpResponse(render_to_string("500.html", {"code": trace.current()}), status=500)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The refusal for want of a right: it names what was asked for and who may do it."""
    known = exception if isinstance(exception, Denied) else None
    context = {"denied": known, "reason": "" if known else str(exception)}
    return render(request, "403.html", context, status=403)
