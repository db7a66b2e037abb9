"""One's own account: how one signs in, and what keeps it safe."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cchc.common.errors import Refused
from cchc.common.forms import refuse

from .. import actions
from ..access import account_of, signed_in
from ..actions.duties import is_required
from ..forms.access import CodeForm, PasswordForm
from ..middleware import MUST_ENROL
from ..models import OpenIdSubject, Passkey, RecoveryCode, SecondFactor
from ..signin import codes
from ..signin.addresses import address_of
from ..signin.sealing import Unreadable, seal, unseal
from .editing import FormPage

# Kept in the session, sealed, until the person has confirmed: the secret to be enrolled, the codes to be copied.
_SECRET, _CODES = "enrol-secret", "recovery-codes"


def crumbs_of(here: str) -> tuple[tuple[str, str], ...]:
    """Where a page of one's own account stands."""
    return (_("Tài khoản của tôi"), reverse("my_account")), (here, "")


@signed_in
def my_account(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what one can do about it."""
    account = account_of(request)
    factor = SecondFactor.objects.filter(account=account).first()
    left = RecoveryCode.objects.filter(account=account, used_at=None).count()
    required = is_required(account, timezone.localdate())
    held = Passkey.objects.filter(account=account)
    context = {"account": account, "factor": factor, "codes_left": left, "required": required, "passkeys": held,
               "shared": OpenIdSubject.objects.filter(account=account).first(),
               "shared_name": settings.OIDC_NAME}  # fmt: skip
    return render(request, "organisation/my_account.html", context)


def _kept(request: HttpRequest, name: str) -> str:
    try:
        return unseal(request.session.get(name, ""), name)
    except Unreadable:
        return ""


@signed_in
@never_cache
@sensitive_post_parameters("code")
def second_factor_enrol(request: HttpRequest) -> HttpResponse:
    """Show a new secret as picture and text; it is taken into use by the first right code."""
    account = account_of(request)
    if SecondFactor.objects.filter(account=account).exists():
        return redirect("my_account")
    secret = _kept(request, _SECRET) or codes.new_secret()
    request.session[_SECRET] = seal(secret, _SECRET)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.enable_second_factor(by=account, at=timezone.now(), secret=secret, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            return hand_over(request, issued)
    picture = codes.picture(codes.provisioning_uri(secret, account.username, account.agency.short_name), _("Mã QR"))
    context = {"form": form, "secret": codes.spaced(secret), "picture": mark_safe(picture),  # noqa: S308  # our own SVG
               "crumbs": crumbs_of(_("Bật xác thực hai bước"))}  # fmt: skip
    return render(request, "organisation/second_factor_enrol.html", context)


def hand_over(request: HttpRequest, issued: list[str], back: str = "my_account") -> HttpResponse:
    """After a second step was set up: on to the page that shows the codes until they are copied, if there are any."""
    request.session.pop(_SECRET, None)
    request.session.pop(MUST_ENROL, None)
    if not issued:
        return redirect(back)
    request.session[_CODES] = seal("\n".join(issued), _CODES)
    return redirect("recovery_codes")


@signed_in
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The new codes, as a page and as a file, until the person says that they are kept; then never again."""
    issued = _kept(request, _CODES).split()
    if request.method == "POST":
        request.session.pop(_CODES, None)
        messages.success(request, _("Xác thực hai bước đang bật. Mã dự phòng sẽ không hiện lại."))
        return redirect("my_account")
    if not issued:
        return redirect("my_account")
    if request.GET.get("tai"):
        account = account_of(request)
        head = _("Mã dự phòng đăng nhập CCHC của %(name)s. Mỗi mã dùng một lần.") % {"name": account.username}
        file = HttpResponse("\r\n".join([head, "", *issued, ""]), content_type="text/plain; charset=utf-8")
        file["Content-Disposition"] = 'attachment; filename="ma-du-phong-cchc.txt"'
        return file
    context = {"codes": issued, "crumbs": crumbs_of(_("Mã dự phòng"))}
    return render(request, "organisation/recovery_codes.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
def recovery_renew(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes in the place of the old."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.renew_recovery_codes(
                by=account_of(request), at=timezone.now(), address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return hand_over(request, issued)
    page = FormPage(_("Cấp mã dự phòng mới"), _("Cấp mã mới"), reverse("my_account"), "",
                    crumbs_of(_("Cấp mã dự phòng mới")), _("Mã cũ hết dùng được ngay."))  # fmt: skip
    return render(request, "organisation/form.html", {"form": form, "page": page})


@signed_in
@never_cache
@sensitive_post_parameters()
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Turn the second step off; the password is asked for."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.disable_second_factor(
                by=account_of(request), at=timezone.now(), address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã tắt xác thực hai bước."))
            return redirect("my_account")
    page = FormPage(_("Tắt xác thực hai bước"), _("Tắt"), reverse("my_account"), "",
                    crumbs_of(_("Tắt xác thực hai bước")), _("Sau đó chỉ còn mật khẩu bảo vệ tài khoản."))  # fmt: skip
    return render(request, "organisation/form.html", {"form": form, "page": page})
