"""The door: signing in, and changing one's own password."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cchc.common.errors import Refused
from cchc.common.forms import refuse

from .. import actions
from ..access import account_of, public, signed_in
from ..forms_access import ChangePasswordForm, SignInForm
from ..models import Account
from ..signin.addresses import address_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


def onward(request: HttpRequest) -> str:
    """Where to go after signing in: to the page asked for, if it is one of ours, else to the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if own else resolve_url("home")


def enter(request: HttpRequest, account: Account, method: str, onto: str) -> HttpResponse:
    """Begin the session of somebody who has proved who they are."""
    address = address_of(request)
    actions.sign_in(by=account, at=timezone.now(), address=address, method=method)
    login(request, account, backend=BACKEND)
    return redirect(onto)


def locked_words(until: datetime) -> str:
    """The sentence of a lock; the same for names that somebody has and for those that nobody has."""
    message = _("Tạm chặn đăng nhập vì nhập sai nhiều lần. Thử lại sau %(time)s, hoặc nhờ người quản trị bỏ chặn.")
    return message % {"time": timezone.localtime(until).strftime("%H:%M %d/%m/%Y")}


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
            return enter(request, outcome.account, "password", onto)
        wrong = _("Tên đăng nhập hoặc mật khẩu không đúng.")
        form.add_error(None, locked_words(outcome.locked_until) if outcome.locked_until else wrong)
    context: dict[str, Any] = {"form": form, "next": onto}
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
            actions.change_own_password(by=account, at=timezone.now(), old=old, new=new)
        except Refused as refused:
            refuse(form, refused)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc."))
            return redirect("home")
    return render(request, "organisation/change_password.html", {"form": form})
