import pytest

from cchc.organisation import testing

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def signed_in(client, agency):
    unit = testing.make_unit(agency, "Phòng Quản lý Năng lượng")
    client.force_login(testing.make_account(agency, ["officer"], unit=unit))
    return client


@pytest.mark.parametrize("text", ["năng lượng", "nang luong", "NĂNG LƯỢNG", "luong  phong", "quan ly"])
def test_a_unit_is_found_with_or_without_marks(signed_in, text):
    page = signed_in.get("/tim/", {"q": text}).content.decode()
    assert "Phòng Quản lý Năng lượng" in page


def test_every_word_must_be_there(signed_in):
    assert "Không tìm thấy gì" in signed_in.get("/tim/", {"q": "năng lượng vũ trụ"}).content.decode()


def test_an_empty_box_asks_for_a_word(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert "Gõ từ cần tìm" in signed_in.get("/tim/", {"q": "  "}).content.decode()


def test_a_person_of_another_department_is_not_found(signed_in):
    testing.make_person(testing.make_agency(), "Người Bí Mật")
    assert "Người Bí Mật" not in signed_in.get("/tim/", {"q": "bi mat"}).content.decode()


def test_what_is_typed_is_shown_as_text(signed_in):
    page = signed_in.get("/tim/", {"q": "<b>x</b>&y"}).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;&amp;y" in page
    assert "<b>x</b>" not in page


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/tim/", {"q": "a"}).status_code == 302
