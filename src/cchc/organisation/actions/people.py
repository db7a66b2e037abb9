"""People and the posts they hold: one main post at a time and concurrent ones beside it; a unit has one head."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, format_date

from ..models import Account, Agency, Person, Role, Tenure, Unit
from ..rules import Span
from .accounts import assign_role, end_roles
from .checks import given, is_open, not_ahead, own


def folded_of(full_name: str, code: str) -> str:
    """What somebody is found by."""
    return fold(f"{full_name} {code}")[:200]


@transaction.atomic
def add_person(
    *, by: Account | None, at: datetime, agency: Agency, code: str, full_name: str, status: str, email: str = "",
    pay_source: str = "",
) -> Person:  # fmt: skip
    """Take somebody into the department; the post is given by `appoint`."""
    code, full_name = given(code, "code"), given(full_name, "full_name")
    taken = Person.objects.filter(agency=agency, code=code).first()
    if taken:
        message = _("Mã %(code)s đã dùng cho %(person)s.")
        raise Refused(message % {"code": code, "person": taken.full_name}, field="code")
    person = Person.objects.create(
        agency=agency, code=code, full_name=full_name, folded=folded_of(full_name, code), email=email, status=status,
        pay_source=pay_source,
    )  # fmt: skip
    tell_added(person, by, at)
    return person


def tell_added(person: Person, by: Account | None, at: datetime) -> None:
    """The entry of somebody who was taken in."""
    after = {"code": person.code, "full_name": person.full_name, "status": person.status,
             "pay_source": person.pay_source, "email": person.email}  # fmt: skip
    journal.write(by=by, at=at, action="organisation.add_person", record=person, after=after)


@transaction.atomic
def change_person(
    *, by: Account, at: datetime, person: Person, full_name: str, status: str, email: str = "", pay_source: str = "",
    since: date | None = None,
) -> Person:  # fmt: skip
    """Correct what is kept of somebody; with `since`, status and source of pay are other ones from that day on.

    The main post is then held anew from the day on, so that figures of days before stay what they were.
    """
    own(by, person)
    before = {"full_name": person.full_name, "status": person.status, "pay_source": person.pay_source,
              "email": person.email}  # fmt: skip
    person.full_name, person.status, person.email = given(full_name, "full_name"), status, email
    person.pay_source, person.folded = pay_source, folded_of(person.full_name, person.code)
    after = {"full_name": person.full_name, "status": status, "pay_source": pay_source, "email": email}
    if before == after:
        raise Refused(_("Chưa có gì thay đổi."))
    if since is not None:
        _employ_anew(person, before, since, at)
    person.save(update_fields=["full_name", "status", "pay_source", "email", "folded"])
    journal.write(by=by, at=at, action="organisation.change_person", record=person, before=before,
                  after=after | ({"since": since} if since else {}))  # fmt: skip
    return person


def _employ_anew(person: Person, before: Mapping[str, Any], since: date, at: datetime) -> None:
    """Note in every post so far how it was held, and go on with the main one from the day on."""
    if (person.status, person.pay_source) == (before["status"], before["pay_source"]):
        raise Refused(_("Chỉ ghi ngày khi chế độ làm việc hoặc nguồn lương thay đổi."), field="since")
    not_ahead(since, at, "since")
    last = person.tenures.filter(concurrent=False).first()
    if last and since < (last.ended_on or last.started_on):
        message = _("Ngày thay đổi không được trước chức vụ chính gần nhất; sửa chỗ ghi sai thì để trống ngày.")
        raise Refused(message, field="since")
    going_on = Q(concurrent=True, ended_on=None) | Q(concurrent=False, ended_on=None, started_on=since)
    earlier = person.tenures.filter(status_then="").exclude(going_on)
    earlier.update(status_then=before["status"], pay_then=before["pay_source"])
    if last and last.ended_on is None and last.started_on < since:
        _go_on(last, since)


def _go_on(held: Tenure, since: date) -> None:
    """The same post once more from a day on, with the roles that came with it."""
    Tenure.objects.filter(pk=held.pk).update(ended_on=since)
    anew = Tenure.objects.create(
        person=held.person, unit_id=held.unit_id, post=held.post, heads=held.heads, position_id=held.position_id,
        started_on=since, basis=held.basis,
    )  # fmt: skip
    held.assignments.filter(Q(ended_on=None) | Q(ended_on__gt=since)).update(tenure=anew)


def _one_head(unit: Unit, person: Person, on: date) -> None:
    for held in unit.tenures.filter(heads=True).exclude(person=person).select_related("person"):
        if Span(held.started_on, held.ended_on).overlaps(Span(on)):
            message = _("%(person)s là %(post)s từ ngày %(day)s; kết thúc chức vụ đó trước.")
            words = {"person": held.person.full_name, "post": held.post, "day": format_date(held.started_on)}
            raise Refused(message % words, field="heads")


def _make_room(person: Person, on: date, at: datetime, *, ends_current: bool) -> Tenure | None:
    """End the post held on the day where that is wanted; Refused where posts would overlap. Returns the ended post."""
    main = person.tenures.filter(concurrent=False).select_related("unit")
    held = [t for t in main if Span(t.started_on, t.ended_on).overlaps(Span(on))]
    if not held:
        return None
    current = held[0]
    if len(held) == 1 and ends_current and current.ended_on is None and current.started_on < on:
        current.ended_on = on
        current.save(update_fields=["ended_on"])
        end_roles(current, on, at)
        return current
    message = _("%(person)s đã là %(post)s, %(unit)s từ ngày %(day)s; một người giữ một chức vụ chính tại một thời"
                " điểm, chức vụ khác ghi là kiêm nhiệm.")  # fmt: skip
    words = {"person": person.full_name, "post": current.post, "unit": current.unit.name,
             "day": format_date(current.started_on)}  # fmt: skip
    raise Refused(message % words, field="on")


def _beside(person: Person, unit: Unit, post: str, on: date) -> None:
    """Raise Refused for a concurrent post without a main one on the day, or one that is held already."""
    held = [t for t in person.tenures.select_related("unit") if Span(t.started_on, t.ended_on).holds(on)]
    if all(tenure.concurrent for tenure in held):
        message = _("%(person)s không giữ chức vụ chính nào ngày %(day)s nên chưa thể kiêm nhiệm.")
        raise Refused(message % {"person": person.full_name, "day": format_date(on)}, field="concurrent")
    if any(tenure.unit_id == unit.pk and tenure.post == post for tenure in held):
        message = _("%(person)s đang giữ đúng chức vụ này ở %(unit)s.")
        raise Refused(message % {"person": person.full_name, "unit": unit.name}, field="post")


@transaction.atomic
def appoint(
    *,
    by: Account | None,
    at: datetime,
    person: Person,
    unit: Unit,
    post: str,
    on: date,
    heads: bool = False,
    basis: str = "",
    ends_current: bool = False,
    concurrent: bool = False,
    role: Role | None = None,
) -> Tenure:
    """Give somebody a post in a unit from a day on; `ends_current` ends the main post held until then.

    A `concurrent` post (kiêm nhiệm) is held beside the main one. A `role` comes with the post: it holds for the post's
    unit and ends with the post.
    """
    own(by, person, unit)
    post = given(post, "post")
    not_ahead(on, at)
    is_open(unit, on, "unit")
    Person.objects.select_for_update().get(pk=person.pk)
    if heads:
        _one_head(unit, person, on)
    if concurrent:
        _beside(person, unit, post, on)
    ended = None if concurrent else _make_room(person, on, at, ends_current=ends_current)
    tenure = Tenure.objects.create(
        person=person, unit=unit, post=post, heads=heads, concurrent=concurrent, started_on=on, basis=basis
    )
    tell_appointed(tenure, ended, by, at)
    if role:
        _role_of_post(tenure, role, by, at)
    return tenure


def tell_appointed(tenure: Tenure, ended: Tenure | None, by: Account | None, at: datetime) -> None:
    """The entry of a post that was given, with the one that it ended and the position that came with it."""
    before = {"post": ended.post, "unit": ended.unit.name} if ended else None
    after = {"post": tenure.post, "unit": tenure.unit.name, "heads": tenure.heads, "concurrent": tenure.concurrent,
             "started_on": tenure.started_on, "basis": tenure.basis}  # fmt: skip
    after |= {"position": tenure.position.name} if tenure.position else {}
    journal.write(by=by, at=at, action="organisation.appoint", record=tenure.person, before=before, after=after)


def _role_of_post(tenure: Tenure, role: Role, by: Account | None, at: datetime) -> None:
    """Give the role that comes with a post, for the post's unit where its rights are those of a unit."""
    account = Account.objects.filter(person=tenure.person).first()
    if account is None:
        message = _("%(person)s chưa có tài khoản nên chưa giao được vai trò; cấp tài khoản trước.")
        raise Refused(message % {"person": tenure.person.full_name}, field="role")
    scoped = role.grants.filter(scope="unit").exists()
    assign_role(
        by=by, at=at, account=account, role=role, unit=tenure.unit if scoped else None, started_on=tenure.started_on,
        tenure=tenure,
    )  # fmt: skip


@transaction.atomic
def end_tenure(*, by: Account, at: datetime, tenure: Tenure, on: date) -> Tenure:
    """End a post; `on` is the first day without it."""
    own(by, tenure.person)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=tenure.pk)
    if tenure.ended_on:
        message = _("Chức vụ này đã kết thúc ngày %(day)s.")
        raise Refused(message % {"day": format_date(tenure.ended_on)})
    not_ahead(on, at)
    beside = tenure.person.tenures.filter(ended_on=None, concurrent=True).select_related("unit").first()
    if beside and not tenure.concurrent:
        message = _("%(person)s còn kiêm nhiệm %(post)s, %(unit)s; kết thúc chức vụ kiêm nhiệm trước.")
        words = {"person": tenure.person.full_name, "post": beside.post, "unit": beside.unit.name}
        raise Refused(message % words)
    if on <= tenure.started_on:
        message = _("Ngày thôi giữ chức vụ phải sau ngày nhận (%(day)s).")
        raise Refused(message % {"day": format_date(tenure.started_on)}, field="on")
    tenure.ended_on = on
    tenure.save(update_fields=["ended_on"])
    end_roles(tenure, on, at)
    before = {"post": tenure.post, "unit": tenure.unit.name, "started_on": tenure.started_on}
    after = {"ended_on": on}
    journal.write(by=by, at=at, action="organisation.end_tenure", record=tenure.person, before=before, after=after)
    return tenure
