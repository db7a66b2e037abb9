"""The door: signing in, and changing one's own password."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.text import format_date

from .. import actions
from ..access import account_of, public, signed_in
from ..actions.duties import has_second_step
from ..forms.access import ChangePasswordForm, CodeForm, SignInForm
from ..middleware import MUST_ENROL
from ..models import Account, Passkey, SecondFactor, SignInMethod
from ..signin import passkeys, provider
from ..signin.addresses import address_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF, HALF_SECONDS = "half-signed-in", 300


def onward(request: HttpRequest) -> str:
    """Where to go after signing in: to the page asked for, if it is one of ours, else to the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if own else resolve_url("home")


def proceed(request: HttpRequest, account: Account, method: str, onto: str) -> HttpResponse:
    """After the first step: to the second one, where the account has it, else in."""
    if has_second_step(account):
        request.session[HALF] = {"account": account.pk, "method": method, "onto": onto, "at": time.time()}
        return redirect("sign_in_code")
    return enter(request, account, method, onto)


def enter(request: HttpRequest, account: Account, method: str, onto: str) -> HttpResponse:
    """Begin the session of somebody who has proved who they are."""
    now = timezone.now()
    due = actions.sign_in(by=account, at=now, address=address_of(request), method=method)
    request.session.pop(HALF, None)
    login(request, account, backend=BACKEND)
    request.session["address"] = address_of(request)
    request.session["method"] = method
    request.session["agent"] = request.headers.get("User-Agent", "")[:300]
    if method == SignInMethod.OPENID_PROVIDER:
        return redirect(onto)
    if due and due <= timezone.localdate(now):
        request.session[MUST_ENROL] = True
    elif due:
        words = _("Vai trò của bạn cần xác thực hai bước. Bật trước ngày %(day)s, ở trang tài khoản của bạn.")
        messages.warning(request, words % {"day": format_date(due)})
    return redirect(onto)


def half_of(request: HttpRequest) -> tuple[Account, str, str] | None:
    """Who took the first step in this browser a few minutes ago, how, and where they want to go."""
    half = request.session.get(HALF)
    if not half or time.time() - half["at"] > HALF_SECONDS:
        return None
    account = Account.objects.filter(pk=half["account"], is_active=True).first()
    return (account, half["method"], half["onto"]) if account else None


@public
@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step: a passkey, a code of the authenticator, or one of the recovery codes."""
    half = half_of(request)
    if half is None or isinstance(request.user, Account):
        return redirect("sign_in")
    account, method, onto = half
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = actions.check_code(
            by=account, at=timezone.now(), address=address_of(request), code=form.cleaned_data["code"]
        )
        if outcome.proof:
            return enter(request, account, f"{method}+{outcome.proof}", onto)
        wrong = _("Mã không đúng, hoặc đã dùng rồi. Mỗi mã chỉ dùng được một lần.")
        form.add_error("code", actions.locked_words(outcome.locked_until) if outcome.locked_until else wrong)
    ways = {"passkey": Passkey.objects.filter(account=account, suspect_at=None).exists() and passkeys.here(request),
            "code": SecondFactor.objects.filter(account=account).exists()}  # fmt: skip
    return render(request, "organisation/sign_in_code.html", {"form": form, **ways})


def _shared(onto: str) -> dict[str, str]:
    """The link to the provider of shared accounts, under the one address that it sends people back to."""
    if not provider.is_on():
        return {}
    there = f"{settings.ADDRESS}{reverse('openid_start')}?{urlencode({'next': onto})}"
    return {"shared_url": there, "shared_name": settings.OIDC_NAME}


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; what is wrong is never said more exactly than that."""
    onto = onward(request)
    if isinstance(request.user, Account):
        return redirect(onto)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = actions.check_password(at=timezone.now(), address=address_of(request), **form.cleaned_data)
        if outcome.account:
            return proceed(request, outcome.account, SignInMethod.PASSWORD, onto)
        wrong = _("Tên đăng nhập hoặc mật khẩu không đúng.")
        form.add_error(None, actions.locked_words(outcome.locked_until) if outcome.locked_until else wrong)
    context: dict[str, Any] = {"form": form, "next": onto, "passkey": passkeys.here(request), **_shared(onto)}
    return render(request, "organisation/sign_in.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; it does not age, so nobody is asked to without a reason."""
    account = account_of(request)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password1"]
        try:
            actions.change_own_password(by=account, at=timezone.now(), old=old, new=new, address=address_of(request))
        except Refused as refused:
            refuse(form, refused)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc."))
            return redirect("home")
    return render(request, "organisation/change_password.html", {"form": form})
