"""Pages of the whole: the start page, the person's choices of appearance, health, the journal."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

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


@public
def health(request: HttpRequest) -> JsonResponse:
    """Whether the service and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The refusal for want of a right: it names what was asked for and who may do it."""
    known = exception if isinstance(exception, Denied) else None
    context = {"denied": known, "reason": "" if known else str(exception)}
    return render(request, "403.html", context, status=403)
