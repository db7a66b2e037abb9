"""The frame of every page, the gallery, and the pages that say no."""

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from cchc.organisation.testing import make_account, make_agency, make_unit


@pytest.fixture
def agency(db):
    return make_agency("Sở Công Thương tỉnh Thử Nghiệm")


@pytest.fixture
def admin(agency, client):
    client.force_login(make_account(agency, ["admin"], unit=make_unit(agency), full_name="Trần Thị Quản Trị"))
    return client


def test_the_gallery_shows_every_component(admin):
    html = admin.get(reverse("gallery")).content.decode()
    for part in ("Có 3 chỗ cần sửa", "chart__svg", "Nạp kế hoạch", "state--risk", "figure__value", "37 / 62"):
        assert part in html
    assert "<c-" not in html


def test_the_gallery_narrows_sorts_and_exports(admin):
    assert "<strong>11</strong> dòng" in admin.get(reverse("gallery"), {"state": "late"}).content.decode()
    answer = admin.get(reverse("gallery"), {"xuat": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="viec-mau.csv"'
    assert len(b"".join(answer.streaming_content).splitlines()) == 64


def test_the_gallery_checks_a_form_and_keeps_what_was_typed(admin):
    html = admin.post(reverse("gallery"), {"name": "Tên đã gõ", "value": "mười"}).content.decode()
    assert 'value="Tên đã gõ"' in html
    assert "“mười” không phải là số" in html


def test_the_gallery_speaks_english(admin):
    admin.cookies["django_language"] = "en"
    html = admin.get(reverse("gallery")).content.decode()
    assert '<html lang="en"' in html
    for part in ("Figures", "reached", "same period last year", "There is no plan yet"):
        assert part in html


def test_an_officer_is_told_who_may_see_the_gallery(agency, client):
    client.force_login(make_account(agency, ["officer"], unit=make_unit(agency)))
    answer = client.get(reverse("gallery"))
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Xem bộ giao diện" in html
    assert "Quản trị hệ thống" in html


def test_a_stranger_is_led_to_sign_in_and_sees_nothing(db):
    answer = Client().get(reverse("gallery"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign_in"))


def test_the_frame_names_department_person_and_ways_out(admin):
    html = admin.get(reverse("gallery")).content.decode()
    for part in ("Sở Công Thương tỉnh Thử Nghiệm", "Trần Thị Quản Trị", 'href="#noi-dung"', reverse("sign_out")):
        assert part in html
    assert "demo-banner" not in html


def test_the_demo_is_unmistakable_on_every_page(agency, admin, client):
    agency.is_demo = True
    agency.save()
    assert "DỮ LIỆU TRÌNH DIỄN" in admin.get(reverse("gallery")).content.decode()
    assert "DỮ LIỆU TRÌNH DIỄN" in Client().get(reverse("sign_in")).content.decode()


@pytest.mark.parametrize(
    ("cookie", "value", "mark"),
    [("theme", "dark", 'data-theme="dark"'), ("density", "comfortable", 'data-density="comfortable"')],
)
def test_a_choice_of_appearance_is_kept_without_javascript(db, client, cookie, value, mark):
    client.post(reverse("preferences"), {cookie: value, "next": reverse("sign_in")})
    assert mark in client.get(reverse("sign_in")).content.decode()
    client.post(reverse("preferences"), {cookie: "<script>", "next": "/"})
    assert mark in client.get(reverse("sign_in")).content.decode()


def test_the_meeting_room_is_a_parameter(db, client):
    assert 'class="man-hinh-lon"' in client.get(reverse("sign_in"), {"man-hinh-lon": "1"}).content.decode()
    assert "man-hinh-lon" not in client.get(reverse("sign_in")).content.decode()


def test_a_wrong_password_is_said_at_the_top(db, client):
    html = client.post(reverse("sign_in"), {"username": "ai", "password": "sai"}).content.decode()
    assert "data-errors" in html
    assert 'value="ai"' in html


def test_pages_that_do_not_exist_say_what_to_do(db, client):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Về trang đầu" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("preferences"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "500"])
def test_pages_of_faults_stand_on_nothing(code):
    html = get_template(f"{code}.html").render({})
    assert "Về trang đầu" in html
    assert "cchc.css" in html
