"""People: who works where, their posts with dates, and the changes to them."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..actions.duties import has_second_step
from ..forms import AppointForm, ChangePersonForm, EndForm, NewPersonForm
from ..models import (
    Account,
    Assignment,
    Delegation,
    OpenIdSubject,
    PaySource,
    Person,
    PersonQuerySet,
    PersonStatus,
    Rating,
    Tenure,
    Unit,
)
from ..signin import provider
from .editing import FormPage, edit

UNPLACED = "chua-bo-tri"


def _unit_choices(request: HttpRequest) -> list[tuple[str, str]]:
    units = Unit.objects.visible_to(account_of(request)).filter(closed_on=None)
    return [(str(key), name) for key, name in units.values_list("pk", "name")]


def _of_unit(rows: Any, value: str) -> Any:
    return rows.filter(pk__in=Tenure.objects.main().filter(unit_id=value).values("person"))


def _by_post(rows: Any, value: str) -> Any:
    if value == UNPLACED:
        return rows.filter(pk__in=Tenure.objects.unplaced().values("person"))
    held = Q(pk__in=Tenure.objects.main().values("person"))
    return rows.filter(held if value == "co" else ~held)


def _by_pay(rows: Any, value: str) -> Any:
    return rows.filter(pay_source="" if value == "chua" else value)


PEOPLE = Listing(
    name="nguoi",
    title=gettext_lazy("Người của Sở"),
    columns=[
        Column("full_name", gettext_lazy("Họ và tên"), sort="folded"),
        Column("post", gettext_lazy("Chức vụ"), sort="post"),
        Column("unit_name", gettext_lazy("Đơn vị"), sort="unit_sort"),
        Column("status", gettext_lazy("Chế độ làm việc"), value="get_status_display", kind="short", sort="status"),
        Column("code", gettext_lazy("Mã"), kind="short", sort="code"),
    ],
    filters=[
        Filter("don-vi", gettext_lazy("Đơn vị"), choices=_unit_choices, apply=_of_unit),
        Filter("che-do", gettext_lazy("Chế độ làm việc"), choices=PersonStatus.choices, field="status"),
        Filter(
            "nguon-luong", gettext_lazy("Nguồn lương"), apply=_by_pay,
            choices=[*PaySource.choices, ("chua", gettext_lazy("chưa nêu"))],
        ),
        Filter(
            "chuc-vu", gettext_lazy("Chức vụ"), apply=_by_post,
            choices=[("co", gettext_lazy("Đang giữ chức vụ")), ("khong", gettext_lazy("Không giữ chức vụ")),
                     (UNPLACED, gettext_lazy("Giữ chức vụ, chưa bố trí vị trí việc làm"))],
        ),
    ],
    search=["folded"],
    order=["unit_sort", "-heads", "folded"],
    dress=PersonQuerySet.with_post,
    row_url=lambda person: reverse("organisation:person_detail", args=[person.pk]),
    empty_title=gettext_lazy("Chưa có ai"),
    empty_text=gettext_lazy("Thêm người, rồi bổ nhiệm vào đơn vị."),
)  # fmt: skip


def _person(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(account_of(request)), pk=pk)


def _url(person: Person) -> str:
    return reverse("organisation:person_detail", args=[person.pk])


def _crumbs(person: Person, here: str) -> tuple[tuple[str, str], ...]:
    return (_("Người"), reverse("organisation:person_list")), (person.full_name, _url(person)), (here, "")


@needs("organisation.view")
def person_list(request: HttpRequest) -> HttpResponseBase:
    """Everybody of the department."""
    account = account_of(request)
    manage = may(account, "organisation.manage")
    first = (reverse("organisation:person_new"), _("Thêm người")) if manage else None
    page = PEOPLE.page(request, Person.objects.visible_to(account), empty_action=first)
    return page.download() or render(request, "organisation/person_list.html", {"page": page, "may_manage": manage})


def _ratings(request: HttpRequest, person: Person) -> list[Rating] | None:
    """What somebody was rated at: for the person and whoever staffs positions; nothing is told to others."""
    by = account_of(request)
    if by.person_id != person.pk and not may(by, "organisation.staffing"):
        return None
    return list(person.ratings.select_related("competency"))


@needs("organisation.view")
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody: posts with dates, and, for whoever may change them, account and roles."""
    person, manage = _person(request, pk), may(request.user, "organisation.manage")
    account = Account.objects.filter(person=person).first()
    roles = Assignment.objects.filter(account=account).select_related("role", "unit") if account else []
    standing = Delegation.objects.in_force_on(timezone.localdate()).filter(Q(absent=account) | Q(stand_in=account))
    context = {"person": person, "account": account, "roles": roles, "may_manage": manage, "tenure": person.tenure,
               "standing": standing.select_related("absent__person", "stand_in__person") if account else [],
               "tenures": person.tenures.select_related("unit", "position", "person"), "today": timezone.localdate(),
               "may_staff": may(request.user, "organisation.staffing"), "ratings": _ratings(request, person),
               "shared": OpenIdSubject.objects.filter(account=account).first() if account else None,
               "shared_name": settings.OIDC_NAME if provider.is_on() else "",
               "second_step": account is not None and has_second_step(account),
               "crumbs": [(_("Người"), reverse("organisation:person_list")), (person.full_name, "")]}  # fmt: skip
    return render(request, "organisation/person_detail.html", context)


@needs("organisation.manage")
def person_new(request: HttpRequest) -> HttpResponse:
    """Take somebody in."""
    account, people = account_of(request), reverse("organisation:person_list")
    page = FormPage(_("Thêm người"), _("Thêm"), people, _("Đã thêm. Bổ nhiệm người này vào đơn vị ở trang cá nhân."),
                    ((_("Người"), people), (_("Thêm người"), "")))  # fmt: skip
    return edit(
        request,
        NewPersonForm(request.POST or None),
        lambda data: actions.add_person(by=account, at=timezone.now(), agency=account.agency, **data),
        page,
    )


@needs("organisation.manage")
def person_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is kept of somebody, or have it otherwise from a day on."""
    account, person = account_of(request), _person(request, pk)
    kept = {"full_name": person.full_name, "status": person.status, "pay_source": person.pay_source,
            "email": person.email}  # fmt: skip
    page = FormPage(_("Sửa thông tin"), _("Lưu"), _url(person), _("Đã lưu."), _crumbs(person, _("Sửa thông tin")))
    return edit(
        request,
        ChangePersonForm(request.POST or None, initial=kept),
        lambda data: actions.change_person(by=account, at=timezone.now(), person=person, **data),
        page,
    )


@needs("organisation.manage")
def person_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a post."""
    account, person = account_of(request), _person(request, pk)
    form = AppointForm(request.POST or None, account=account, initial={"ends_current": person.tenure is not None})
    page = FormPage(_("Bổ nhiệm, điều động"), _("Ghi chức vụ"), _url(person), _("Đã ghi chức vụ."),
                    _crumbs(person, _("Bổ nhiệm, điều động")))  # fmt: skip
    return edit(request, form, lambda data: actions.appoint(by=account, at=timezone.now(), person=person, **data), page)


@needs("organisation.manage")
def tenure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    account = account_of(request)
    found = Tenure.objects.select_related("person", "unit").filter(person__in=Person.objects.visible_to(account))
    tenure = get_object_or_404(found, pk=pk)
    page = FormPage(_("Thôi giữ chức vụ"), _("Ghi"), _url(tenure.person), _("Đã kết thúc chức vụ."),
                    _crumbs(tenure.person, _("Thôi giữ chức vụ")), f"{tenure.post}, {tenure.unit.name}")  # fmt: skip
    return edit(
        request,
        EndForm(request.POST or None),
        lambda data: actions.end_tenure(by=account, at=timezone.now(), tenure=tenure, **data),
        page,
    )
