from datetime import UTC, datetime

import pytest

from cchc.common.reference import load_calendar
from cchc.organisation import testing

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    load_calendar(at=datetime(2026, 1, 5, tzinfo=UTC))
    client.force_login(testing.make_account(testing.make_agency()))
    return client


def test_a_year_shows_its_special_days_with_their_source(signed_in):
    page = signed_in.get("/lich-lam-viec/2026/").content.decode()
    assert "Ngày Văn hóa Việt Nam" in page
    assert "9441/TB-BNV" in page
    assert 'class="day day--make_up" title="Làm bù ngày 31/8 (làm bù)"' in page
    assert "mới là dự kiến" not in page


def test_a_year_that_is_only_expected_says_so(signed_in):
    assert "mới là dự kiến" in signed_in.get("/lich-lam-viec/2027/").content.decode()


def test_a_year_outside_the_table_is_not_found(signed_in):
    assert signed_in.get("/lich-lam-viec/1999/").status_code == 404


def test_the_current_year_opens_by_itself(signed_in):
    assert signed_in.get("/lich-lam-viec/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/lich-lam-viec/").status_code == 302
