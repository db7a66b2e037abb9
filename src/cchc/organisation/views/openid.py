"""Signing in with a shared account: to the provider and back, and out again."""

import logging
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cchc.common.middleware import writes_on_get

from .. import actions
from ..access import public
from ..models import Account, SignInMethod
from ..signin import id_token, provider
from ..signin.addresses import address_of
from .sign_in import enter, onward, proceed

log = logging.getLogger("cchc.openid")
_KEPT, _SECONDS = "openid-request", 600


def _back() -> str:
    """Where the provider sends people back to: always under the one address of the installation."""
    return settings.ADDRESS + reverse("openid_callback")


def _stop(request: HttpRequest, words: str, status: int, more: str = "") -> HttpResponse:
    context = {"words": words, "more": more, "provider": settings.OIDC_NAME}
    return render(request, "organisation/openid_stopped.html", context, status=status)


def _away(request: HttpRequest, error: provider.Unreachable) -> HttpResponse:
    log.warning("the provider of shared accounts could not be asked", extra={"facts": {"reason": str(error)}})
    words = _("Nơi cấp tài khoản dùng chung đang không trả lời. Hãy thử lại sau ít phút, hoặc dùng mật khẩu.")
    return _stop(request, words, 503)


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    log.warning("an answer of the provider of shared accounts was refused", extra={"facts": {"reason": reason}})
    words = _("Lần đăng nhập này không được chấp nhận, hoặc đã quá lâu. Hãy đăng nhập lại từ đầu.")
    return _stop(request, words, 403)


@public
@never_cache
@require_GET
def openid_start(request: HttpRequest) -> HttpResponse:
    """To the provider. A link, not a form: a form may not lead to another host (form-action of the page's policy)."""
    if not provider.is_on() or isinstance(request.user, Account):
        return redirect("sign_in")
    asked = provider.new_request()
    try:
        there = provider.way_there(asked, _back())
    except provider.Unreachable as error:
        return _away(request, error)
    request.session[_KEPT] = {**asked, "onto": onward(request), "at": time.time()}
    return redirect(there)


def _answered(request: HttpRequest) -> dict[str, Any]:
    """What this browser asked the provider for, once; raises Unproven where the answer is to something else."""
    kept = request.session.pop(_KEPT, None)
    if not kept or time.time() - kept["at"] > _SECONDS or request.GET.get("state") != kept["state"]:
        raise id_token.Unproven("state")
    if not provider.is_from_it(request.GET.get("iss")):
        raise id_token.Unproven("mix-up")
    if "error" in request.GET or not request.GET.get("code"):
        raise id_token.Unproven("declined")
    return dict(kept)


@writes_on_get
@public
@never_cache
@require_GET
def openid_callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider, which can only send a browser here by GET: the one view that writes while it answers one.

    What it writes is guarded by the state, which only the browser that began knows.
    """
    if not provider.is_on() or isinstance(request.user, Account):
        return redirect("sign_in")
    at, address = timezone.now(), address_of(request)
    try:
        kept = _answered(request)
    except id_token.Unproven as error:
        return _refused(request, str(error))
    except provider.Unreachable as error:
        return _away(request, error)
    until = actions.begin_shared(at=at, address=address)
    if until:
        return _stop(request, actions.locked_words(until), 403)
    return _look(request, kept, at, address)


def _look(request: HttpRequest, kept: dict[str, Any], at: datetime, address: str) -> HttpResponse:
    """Take the code to the provider; an answer that could not be looked at counts for nobody."""
    try:
        claims = provider.claims_for(request.GET["code"], kept, _back(), at)
    except provider.Unreachable as error:
        actions.settle_shared(at=at, address=address, failed=False)
        return _away(request, error)
    except (provider.Rejected, id_token.Unproven) as error:
        actions.settle_shared(at=at, address=address, failed=True)
        return _refused(request, str(error))
    outcome = actions.admit_shared(at=at, claims=claims, address=address)
    if outcome.account is None:
        return _nobody(request, outcome, str(claims["sub"]))
    if id_token.second_step(claims, settings.OIDC_SECOND_FACTOR):
        return enter(request, outcome.account, SignInMethod.OPENID_PROVIDER, kept["onto"])
    return proceed(request, outcome.account, SignInMethod.OPENID, kept["onto"])


def _nobody(request: HttpRequest, outcome: actions.SharedOutcome, subject: str) -> HttpResponse:
    if outcome.locked_until:
        return _stop(request, actions.locked_words(outcome.locked_until), 403)
    if outcome.blocked:
        words = _("Tài khoản của bạn ở hệ thống này đang bị khóa. Hãy liên hệ người quản trị của Sở.")
        return _stop(request, words, 403)
    words = _("Tài khoản dùng chung này chưa gắn với tài khoản nào ở đây. Gửi người quản trị của Sở mã người dùng sau:")
    return _stop(request, words, 403, subject)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whoever came with a shared account is told that they may still be signed in at its provider."""
    shared = str(request.session.get("method", "")).startswith(SignInMethod.OPENID)
    logout(request)
    return redirect("signed_out" if shared else "home")


@public
@never_cache
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Signed out here; the way out at the provider is a link."""
    if not provider.is_on() or isinstance(request.user, Account):
        return redirect("home")
    context = {"provider": settings.OIDC_NAME, "way_out": provider.way_out(settings.ADDRESS + reverse("home"))}
    return render(request, "organisation/signed_out.html", context)
