"""The page of notices, the bell, and how one wants to be told: it shows, it does, it refuses, strangers see nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cchc.organisation import actions, testing
from cchc.organisation.models import Notice, NoticeSetting
from cchc.organisation.notices import Event

pytestmark = pytest.mark.django_db
DELEGATED, SECURITY = "organisation.delegated", "organisation.security"


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def head(agency, client):
    account = testing.make_account(agency, ["head"], unit=testing.make_unit(agency), full_name="Trưởng Phòng")
    client.force_login(account)
    return account


def tell(account, key="1", *, kind=SECURITY, sentence="Việc số %(n)s đã đến.", at=None, record=None):
    with transaction.atomic():
        actions.tell(Event(kind, key, [account.pk], sentence, {"n": key}, record), at=at or timezone.now())
    return Notice.objects.get(account=account, kind=kind, key=key)


def text_of(client, **query):
    return client.get(reverse("notices"), query).content.decode()


def test_an_empty_page_says_what_will_come(head, client):
    html = text_of(client)
    assert "Chưa có thông báo nào" in html
    assert "bell__count" not in html
    assert "Đánh dấu tất cả" not in html


def test_unread_ones_come_first_then_the_latest(head, client):
    now = timezone.now()
    for key, days in (("1", 3), ("2", 2), ("3", 1)):
        tell(head, key, at=now - timedelta(days=days))
    actions.mark_read(by=head, at=now, notices=[Notice.objects.get(key="3").pk])
    html = text_of(client)
    places = [html.index(f"Việc số {key} đã đến.") for key in ("2", "1", "3")]
    assert places == sorted(places)
    assert html.count("notice-row__new") == 2


def test_the_bell_of_every_page_counts_what_is_unread_in_one_query(head, client, django_assert_num_queries):
    page = reverse("my_account")
    client.get(page)
    for number in range(105):
        Notice.objects.create(account=head, kind=SECURITY, key=f"{number}", sentence="Việc.", channel="page",
                              at=timezone.now())  # fmt: skip
        if number in (2, 104):
            html = client.get(page).content.decode()
            assert f'aria-hidden="true">{"3" if number == 2 else "99+"}</span>' in html
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page)
    assert sum("organisation_notice" in one["sql"] for one in asked) == 1


def test_opening_marks_as_read_and_leads_to_what_it_is_about(head, client):
    one = tell(head, record=head)
    assert client.get(reverse("notice_open", args=[one.pk])).status_code == 405
    answer = client.post(reverse("notice_open", args=[one.pk]))
    assert answer.url == reverse("my_account")
    one.refresh_from_db()
    assert one.read_at


def test_what_may_not_be_seen_any_more_is_neither_told_nor_opened(head, client, agency):
    other = testing.make_account(agency, ["officer"], full_name="Người Khác")
    one = tell(head, record=other)  # the page of an account is its own's only
    html = text_of(client)
    assert "Việc số 1" not in html
    assert "bạn không còn được xem" in html
    answer = client.post(reverse("notice_open", args=[one.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("notices")


def test_the_page_of_one_notice_is_where_a_mail_leads_and_reads_only(head, client):
    one = tell(head)
    html = client.get(reverse("notice", args=[one.pk])).content.decode()
    assert "Việc số 1 đã đến." in html
    one.refresh_from_db()
    assert one.read_at is None


def test_the_chosen_or_all_are_marked_as_read(head, client):
    first, second, third = (tell(head, key) for key in "123")
    assert client.get(reverse("notices_read")).status_code == 405
    client.post(reverse("notices_read"), {"notice": [first.pk, "x", "9" * 30]})
    assert set(Notice.objects.unread()) == {second, third}
    client.post(reverse("notices_read"))
    assert Notice.objects.unread().count() == 2  # nothing chosen: nothing marked
    client.post(reverse("notices_read"), {"all": "1"})
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"trang-thai": "chua-doc"}, {"2", "3"}),
        ({"trang-thai": "da-doc"}, {"1"}),
        ({"loai": SECURITY}, {"1", "2"}),
        ({"loai": DELEGATED}, {"3"}),
        ({"tu": "hom-nay"}, {"3"}),
        ({"tu": "7-ngay"}, {"2", "3"}),
        ({"q": "viec so 2"}, {"2"}),
        ({"q": "uy quyen"}, {"3"}),
    ],
)
def test_the_list_is_narrowed_by_state_kind_time_and_words(head, client, query, shown):
    now = timezone.now()
    for key, kind, days in (("1", SECURITY, 20), ("2", SECURITY, 3), ("3", DELEGATED, 0)):
        tell(head, key, kind=kind, at=now - timedelta(days=days))
    actions.mark_read(by=head, at=now, notices=[Notice.objects.get(key="1").pk])
    html = text_of(client, **query)
    assert {key for key in "123" if f"Việc số {key} đã đến." in html} == shown


def test_long_lists_are_paged_with_a_fixed_number_of_queries(head, client, django_assert_max_num_queries):
    for number in range(120):
        tell(head, f"{number}", record=head)
    with django_assert_max_num_queries(25):
        html = text_of(client)
    assert html.count('class="notice-row"') == 50
    assert text_of(client, trang="3").count('class="notice-row"') == 20


def test_the_list_is_exported(head, client):
    tell(head)
    answer = client.get(reverse("notices"), {"xuat": "csv"})
    assert "Việc số 1 đã đến." in b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(
        "utf-8-sig"
    )


@pytest.mark.parametrize("who", ["colleague", "another department"])
def test_nobody_reads_opens_or_marks_anothers_notices(head, client, agency, who):
    one = tell(head)
    other = testing.make_account(agency if who == "colleague" else testing.make_agency("Sở khác"), ["admin"])
    client.force_login(other)
    assert "Việc số 1" not in text_of(client)
    assert client.get(reverse("notice", args=[one.pk])).status_code == 404
    assert client.post(reverse("notice_open", args=[one.pk])).status_code == 404
    client.post(reverse("notices_read"), {"notice": [one.pk], "all": "1"})
    one.refresh_from_db()
    assert one.read_at is None


def test_a_stranger_is_sent_to_sign_in(db, client):
    for name, args in (("notices", []), ("notice_preferences", []), ("notice", [1]), ("notice_open", [1])):
        assert client.get(reverse(name, args=args)).url.startswith(reverse("sign_in"))


def given(client):
    form = client.get(reverse("notice_preferences")).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_how_to_be_told_is_chosen_kind_by_kind(head, client):
    html = client.get(reverse("notice_preferences")).content.decode()
    assert "Bảo mật tài khoản" in html
    assert "Chưa có địa chỉ thư công vụ" in html
    posted = {**given(client), f"kind-{DELEGATED}": "off", "digest_hour": "10", "language": "en"}
    assert client.post(reverse("notice_preferences"), posted).status_code == 302
    setting = NoticeSetting.objects.get(account=head)
    assert (setting.channels, setting.digest_hour, setting.language) == ({DELEGATED: "off"}, 10, "en")
    assert given(client)[f"kind-{DELEGATED}"] == "off"


def test_security_cannot_be_turned_off_and_nothing_changed_is_said(head, client):
    posted = {**given(client), f"kind-{SECURITY}": "off"}
    answer = client.post(reverse("notice_preferences"), posted)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Chưa có gì thay đổi" in client.post(reverse("notice_preferences"), given(client)).content.decode()
    assert not NoticeSetting.objects.exists()


def test_kinds_whose_work_somebody_does_not_do_are_not_offered(agency, client):
    client.force_login(testing.make_account(agency, ["inspector"]))
    names = set(given(client))
    assert f"kind-{SECURITY}" in names
    assert not [name for name in names if "plans.returned" in name]
