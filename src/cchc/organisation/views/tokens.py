"""Tokens for other software: one's own, a new one, one less; for the administrator those of the department."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, needs, signed_in
from ..forms.access import TokenForm
from ..models import ApiToken, ApiTokenQuerySet, Opens
from ..signin.addresses import address_of
from ..webhooks import absolute
from .editing import FormPage
from .my_account import crumbs_of


def _state(token: ApiToken) -> tuple[str, str]:
    if token.revoked_at:
        return "stopped", _("đã thu hồi")
    return ("done", _("dùng được")) if token.expires_at > timezone.now() else ("none", _("hết hạn"))


def _alive(rows: ApiTokenQuerySet, _value: str) -> ApiTokenQuerySet:
    return rows.alive(timezone.now())


TOKENS = Listing(
    name="ma-ket-noi",
    title=gettext_lazy("Mã kết nối"),
    columns=[
        Column("name", gettext_lazy("Tên mã")),
        Column("opens", gettext_lazy("Dùng để"), value=lambda token: token.get_opens_display(), kind="short"),
        Column("person", gettext_lazy("Của"), value="account.person.full_name", sort="account__person__folded"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=_state),
        Column("created", gettext_lazy("Tạo lúc"), value="created_at", kind="moment", sort="created_at"),
        Column("expires", gettext_lazy("Hết hạn"), value="expires_at", kind="moment", sort="expires_at"),
        Column("used", gettext_lazy("Dùng lần cuối"), value="used_at", kind="moment", sort="used_at"),
    ],
    filters=[Filter("con", gettext_lazy("Trạng thái"), choices=[("dung", gettext_lazy("dùng được"))], apply=_alive)],
    search=["account__person__folded", "name__folded"],
    order=["-created_at"],
    row_url=lambda token: reverse("organisation:person_detail", args=[token.account.person_id]),
    empty_title=gettext_lazy("Chưa có mã kết nối nào"),
    empty_text=gettext_lazy("Mỗi người tạo mã cho phần mềm của mình ở trang Tài khoản của tôi."),
)  # fmt: skip


@signed_in
def my_tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, each with its end and last use."""
    rows = [{"token": row, "state": _state(row)} for row in ApiToken.objects.filter(account=account_of(request))]
    return render(request, "organisation/my_tokens.html", {"rows": rows, "crumbs": crumbs_of(_("Mã kết nối"))})


@signed_in
@never_cache
@sensitive_post_parameters()
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown once."""
    wanted = Opens.CALENDAR if request.GET.get("dung-de") == "lich" else Opens.API
    form = TokenForm(request.POST or None, initial={"opens": wanted, "days": 365 if wanted == Opens.CALENDAR else 90})
    crumbs = (*crumbs_of("")[:1], (_("Mã kết nối"), reverse("my_tokens")), (_("Tạo mã kết nối"), ""))
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.make_token(
                by=account_of(request), at=timezone.now(), address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            feed = absolute(reverse("calendar_feed", args=[secret])) if token.opens == Opens.CALENDAR else ""
            context = {"token": token, "secret": secret, "feed": feed, "crumbs": crumbs}
            return render(request, "organisation/token_once.html", context)
    lede = _("Phần mềm giữ mã này đọc được đúng những gì bạn đọc được; mã chỉ đọc không sửa được gì."
             " Đổi mật khẩu là mọi mã hết dùng.")  # fmt: skip
    page = FormPage(_("Tạo mã kết nối"), _("Tạo mã"), reverse("my_tokens"), "", crumbs, lede)
    return render(request, "organisation/form.html", {"form": form, "page": page})


@signed_in
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    by = account_of(request)
    token = get_object_or_404(ApiToken, account=by, pk=pk)
    done = _("Đã thu hồi mã kết nối %(name)s.") % {"name": token.name}
    return act(request, lambda: actions.revoke_token(by=by, at=timezone.now(), token=token), done, "my_tokens")


@needs("organisation.manage")
def token_list(request: HttpRequest) -> HttpResponseBase:
    """Whose software reads here."""
    page = TOKENS.page(request, ApiToken.objects.visible_to(account_of(request)).select_related("account__person"))
    return page.download() or render(request, "organisation/token_list.html", {"page": page})
