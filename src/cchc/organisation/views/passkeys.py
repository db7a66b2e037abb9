"""Passkeys: one's own list, a new one, one less, and signing in with one."""

import json
import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.common.forms import refuse

from .. import actions
from ..access import account_of, public, signed_in
from ..forms.access import NewPasskeyForm, PasskeyForm, PasswordForm
from ..models import Account, Passkey, SignInMethod
from ..signin import passkeys
from ..signin.addresses import address_of
from .editing import FormPage
from .my_account import crumbs_of, hand_over
from .sign_in import enter, half_of, onward

_KEPT = "passkey-challenge"
_NEW, _SIGN_IN, _SECOND = "new", "sign-in", "second"


def _give(request: HttpRequest, purpose: str, **more: str) -> str:
    """A new challenge for this session and one purpose, in the place of any before."""
    challenge = passkeys.new_challenge()
    request.session[_KEPT] = {"for": purpose, "challenge": challenge, "at": time.time(), **more}
    return challenge


def _take(request: HttpRequest, purpose: str) -> dict[str, str]:
    """The challenge given to this session for the purpose, once; nothing where it is too old."""
    kept = request.session.pop(_KEPT, None)
    if not kept or kept["for"] != purpose or time.time() - kept["at"] > passkeys.SECONDS:
        return {}
    return {name: str(value) for name, value in kept.items()}


def _crumbs(here: str) -> tuple[tuple[str, str], ...]:
    account, _self = crumbs_of(here)
    return account, (_("Khóa truy cập"), reverse("my_passkeys")), (here, "")


def _options(options: str) -> JsonResponse:
    return JsonResponse(json.loads(options))


@signed_in
def my_passkeys(request: HttpRequest) -> HttpResponse:
    """One's passkeys, each with its last use."""
    rows = Passkey.objects.filter(account=account_of(request))
    crumbs = crumbs_of(_("Khóa truy cập"))
    return render(request, "organisation/my_passkeys.html", {"rows": rows, "crumbs": crumbs})


@signed_in
@never_cache
@sensitive_post_parameters()
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey, for the password."""
    by, form = account_of(request), PasswordForm(request.POST)
    password = form.cleaned_data["password"] if form.is_valid() else ""
    try:
        actions.prove_password(by=by, at=timezone.now(), password=password, address=address_of(request))
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    held = list(Passkey.objects.filter(account=by))
    handle = held[0].handle if held else passkeys.new_handle()
    challenge = _give(request, _NEW, handle=handle)
    return _options(
        passkeys.to_make(
            challenge=challenge, handle=handle, username=by.username, full_name=by.get_full_name(),
            held=[passkey.credential_id for passkey in held],
        )
    )  # fmt: skip


@signed_in
@never_cache
@sensitive_post_parameters()
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Name a passkey and have the browser make it."""
    form = NewPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = _take(request, _NEW)
        name, answer = form.cleaned_data["name"], form.cleaned_data["credential"]
        try:
            issued = actions.add_passkey(
                by=account_of(request), at=timezone.now(), name=name, answer=answer,
                handle=kept.get("handle", ""), challenge=kept.get("challenge", ""),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã thêm khóa truy cập %(name)s.") % {"name": name})
            return hand_over(request, issued, "my_passkeys")
    context = {"form": form, "password": PasswordForm(), "here": passkeys.here(request),
               "crumbs": _crumbs(_("Thêm khóa truy cập"))}  # fmt: skip
    return render(request, "organisation/passkey_new.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a passkey away; the password is asked for."""
    by = account_of(request)
    passkey, form = get_object_or_404(Passkey, account=by, pk=pk), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_passkey(
                by=by, at=timezone.now(), passkey=passkey, address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã bỏ khóa truy cập %(name)s.") % {"name": passkey.name})
            return redirect("my_passkeys")
    lede = _("Sau đó không đăng nhập được bằng khóa này nữa. Xóa cả khóa trên thiết bị nếu không dùng thiết bị đó nữa.")
    page = FormPage(_("Bỏ khóa truy cập %(name)s") % {"name": passkey.name}, _("Bỏ"), reverse("my_passkeys"), "",
                    _crumbs(_("Bỏ khóa truy cập")), lede)  # fmt: skip
    return render(request, "organisation/form.html", {"form": form, "page": page})


@public
@never_cache
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser needs to sign in with a passkey of its own choice."""
    return _options(passkeys.to_use(challenge=_give(request, _SIGN_IN), held=[]))


@public
@never_cache
@require_POST
def passkey_second_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser needs for the second step: one of the passkeys of whoever took the first."""
    half = half_of(request)
    if half is None:
        return JsonResponse({"refused": _("Đã quá lâu kể từ bước thứ nhất. Hãy đăng nhập lại.")}, status=409)
    held = Passkey.objects.filter(account=half[0], suspect_at=None).values_list("credential_id", flat=True)
    return _options(passkeys.to_use(challenge=_give(request, _SECOND), held=list(held)))


def _answered(request: HttpRequest, purpose: str, account: Account | None) -> tuple[Account | None, str]:
    """Who the browser's answer lets in; or nobody, and the sentence that says why."""
    form, kept = PasskeyForm(request.POST), _take(request, purpose)
    if not form.is_valid() or not kept:
        return None, _("Yêu cầu đăng nhập này đã hết hạn hoặc đã dùng rồi. Hãy thử lại.")
    outcome = actions.check_passkey(
        at=timezone.now(), answer=form.cleaned_data["credential"], challenge=kept["challenge"],
        address=address_of(request), account=account,
    )  # fmt: skip
    if outcome.locked_until:
        return None, actions.locked_words(outcome.locked_until)
    return outcome.account, _("Khóa truy cập không được chấp nhận. Thử lại, hoặc đăng nhập cách khác.")


@public
@never_cache
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is two proofs in one."""
    onto = onward(request)
    account, words = _answered(request, _SIGN_IN, None)
    if account:
        return enter(request, account, SignInMethod.PASSKEY, onto)
    messages.error(request, words)
    return redirect("sign_in")


@public
@never_cache
@require_POST
def passkey_second(request: HttpRequest) -> HttpResponse:
    """The second step with a passkey."""
    half = half_of(request)
    if half is None:
        return redirect("sign_in")
    account, words = _answered(request, _SECOND, half[0])
    if account:
        return enter(request, account, f"{half[1]}+passkey", half[2])
    messages.error(request, words)
    return redirect("sign_in_code")
