"""Accounts and roles: who can sign in, with which rights, and the printed matrix."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..actions.accounts import first_password
from ..forms import AccountForm, AssignForm, EndForm
from ..forms.access import SubjectForm
from ..models import Account, Assignment, Passkey, Permission, Person, Role, SecondFactor, SignInGuard, Tenure
from .editing import FormPage, edit


def _roles_now(account: Account) -> str:
    today = timezone.localdate()
    held = [a.role.name for a in account.assignments.all() if a.started_on <= today and not _over(a)]
    return ", ".join(dict.fromkeys(held))


def _over(assignment: Assignment) -> bool:
    return assignment.ended_on is not None and assignment.ended_on <= timezone.localdate()


def _state(account: Account) -> tuple[str, str]:
    return ("done", _("dùng được")) if account.is_active else ("stopped", _("đã khóa"))


def _second_factor(account: Account) -> str:
    return _("bật") if account.has_second_factor else "–"  # type: ignore[attr-defined]  # annotated below


ACCOUNTS = Listing(
    name="tai-khoan",
    title=gettext_lazy("Tài khoản"),
    columns=[
        Column("username", gettext_lazy("Tên đăng nhập"), sort="username"),
        Column("person", gettext_lazy("Của"), value="person.full_name", sort="person__folded"),
        Column("roles", gettext_lazy("Vai trò"), value=_roles_now),
        Column("state", gettext_lazy("Trạng thái"), value=_state, kind="state", sort="is_active"),
        Column("second", gettext_lazy("Hai bước"), value=_second_factor, kind="short"),
        Column("last_login", gettext_lazy("Đăng nhập lần cuối"), kind="moment", sort="last_login"),
    ],
    filters=[
        Filter(
            "trang-thai", gettext_lazy("Trạng thái"), field="is_active",
            choices=[("True", gettext_lazy("dùng được")), ("False", gettext_lazy("đã khóa"))],
        )
    ],
    search=["username", "person__folded"],
    order=["username"],
    row_url=lambda account: reverse("organisation:person_detail", args=[account.person_id]),
    empty_title=gettext_lazy("Chưa có tài khoản nào"),
)  # fmt: skip


def _account(request: HttpRequest, pk: int) -> Account:
    found = Account.objects.select_related("person").filter(person__agency=account_of(request).agency)
    return get_object_or_404(found, pk=pk)


def _url(account: Account) -> str:
    return reverse("organisation:person_detail", args=[account.person_id])


def _crumbs(person: Person, here: str) -> tuple[tuple[str, str], ...]:
    home = reverse("organisation:person_detail", args=[person.pk])
    return (_("Người"), reverse("organisation:person_list")), (person.full_name, home), (here, "")


@needs("organisation.manage")
def account_list(request: HttpRequest) -> HttpResponseBase:
    """Everybody who can sign in."""
    rows = Account.objects.filter(person__agency=account_of(request).agency).select_related("person")
    held = [Exists(kind.objects.filter(account=OuterRef("pk"))) for kind in (SecondFactor, Passkey)]
    second = rows.annotate(has_second_factor=held[0] | held[1])
    page = ACCOUNTS.page(request, second.prefetch_related("assignments__role"))
    posts = Tenure.objects.filter(person__agency=account_of(request).agency, person__account=None, ended_on=None,
                                   concurrent=False)  # fmt: skip
    without = posts.select_related("person", "unit").order_by("unit__sort", "person__folded")
    locks = SignInGuard.objects.visible_to(account_of(request)).locked(timezone.now()).select_related("account__person")
    context = {"page": page, "blocked": rows.filter(is_active=False), "without": without, "locks": locks}
    return page.download() or render(request, "organisation/account_list.html", context)


@needs("organisation.manage")
@never_cache
def account_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody an account; its first password is shown on the answer and kept nowhere."""
    by = account_of(request)
    person = get_object_or_404(Person.objects.visible_to(by), pk=pk)
    form, back = AccountForm(request.POST or None), reverse("organisation:person_detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        password = first_password()
        try:
            account = actions.create_account(
                by=by, at=timezone.now(), person=person, password=password, **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _show_once(request, account, password)
    lede = _("Mật khẩu đầu tiên do hệ thống đặt và hiện một lần.")
    page = FormPage(_("Cấp tài khoản"), _("Cấp tài khoản"), back, "", _crumbs(person, _("Cấp tài khoản")), lede)
    return render(request, "organisation/form.html", {"form": form, "page": page})


def _show_once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    context = {"account": account, "password": password, "back": _url(account)}
    return render(request, "organisation/password_once.html", context)


@needs("organisation.manage")
@never_cache
@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account another password, shown once."""
    account, password = _account(request, pk), first_password()
    actions.set_password(by=account_of(request), at=timezone.now(), account=account, password=password)
    return _show_once(request, account, password)


def _act(request: HttpRequest, account: Account, action: Callable[..., object], done: str) -> HttpResponse:
    """Do something to an account and go back to its person."""
    by, at = account_of(request), timezone.now()
    return act(request, lambda: action(by=by, at=at, account=account), done, _url(account))


@needs("organisation.manage")
@require_POST
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Block an account."""
    return _act(request, _account(request, pk), actions.deactivate_account, _("Đã khóa tài khoản."))


@needs("organisation.manage")
@require_POST
def account_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a blocked account sign in again."""
    return _act(request, _account(request, pk), actions.reactivate_account, _("Đã mở lại tài khoản."))


@needs("organisation.manage")
@require_POST
def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the lost authenticator and passkeys of an account out of use."""
    return _act(
        request,
        _account(request, pk),
        actions.reset_second_factor,
        _("Đã đặt lại xác thực hai bước. Người này đăng nhập bằng mật khẩu rồi bật lại."),
    )


@needs("organisation.manage")
def account_bind(request: HttpRequest, pk: int) -> HttpResponse:
    """Bind an account to somebody's account at the provider of shared accounts."""
    by, account = account_of(request), _account(request, pk)
    lede = _("Người này thử đăng nhập bằng tài khoản dùng chung: trang báo chưa gắn cho biết mã người dùng.")
    page = FormPage(_("Gắn tài khoản dùng chung"), _("Gắn"), _url(account), _("Đã gắn."),
                    _crumbs(account.person, _("Gắn tài khoản dùng chung")), lede)  # fmt: skip
    return edit(
        request,
        SubjectForm(request.POST or None),
        lambda data: actions.bind_subject(by=by, at=timezone.now(), account=account, **data),
        page,
    )


@needs("organisation.manage")
@require_POST
def account_unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo such a binding."""
    return _act(request, _account(request, pk), actions.unbind_subject, _("Đã bỏ gắn tài khoản dùng chung."))


@needs("organisation.manage")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account or an address that was locked for too many failures try again."""
    guard = get_object_or_404(SignInGuard.objects.visible_to(account_of(request)), pk=pk)
    by, at = account_of(request), timezone.now()
    return act(
        request, lambda: actions.unlock(by=by, at=at, guard=guard), _("Đã bỏ chặn."), "organisation:account_list"
    )


@needs("organisation.manage")
def assignment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a role."""
    by, account = account_of(request), _account(request, pk)
    start = {"unit": account.person.unit, "started_on": timezone.localdate()}
    page = FormPage(_("Giao vai trò"), _("Giao"), _url(account), _("Đã giao vai trò."),
                    _crumbs(account.person, _("Giao vai trò")))  # fmt: skip
    return edit(
        request,
        AssignForm(request.POST or None, account=by, initial=start),
        lambda data: actions.assign_role(by=by, at=timezone.now(), account=account, **data),
        page,
    )


@needs("organisation.manage")
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    by = account_of(request)
    found = Assignment.objects.filter(account__person__agency=by.agency).select_related("account__person", "role")
    assignment = get_object_or_404(found, pk=pk)
    page = FormPage(_("Thôi vai trò"), _("Ghi"), _url(assignment.account), _("Đã kết thúc vai trò."),
                    _crumbs(assignment.account.person, _("Thôi vai trò")), assignment.role.name)  # fmt: skip
    return edit(
        request,
        EndForm(request.POST or None, initial={"on": timezone.localdate()}),
        lambda data: actions.end_assignment(by=by, at=timezone.now(), assignment=assignment, **data),
        page,
    )


@needs("organisation.view")
def role_matrix(request: HttpRequest) -> HttpResponse:
    """Roles and what each may do, as the system enforces it, for printing and signing."""
    roles = list(Role.objects.all())
    rows = []
    for permission in Permission.objects.prefetch_related("grants"):
        scopes = {grant.role_id: grant for grant in permission.grants.all()}
        rows.append({"permission": permission, "grants": [scopes.get(role.pk) for role in roles]})
    manage = may(request.user, "organisation.manage")
    context = {"roles": roles, "rows": rows, "today": timezone.localdate(), "may_manage": manage}
    return render(request, "organisation/role_matrix.html", context)
