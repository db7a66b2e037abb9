"""What an address says when it cannot be opened, and which address the installation calls its own."""

import pytest
from django.urls import reverse

from cchc.config.cli import own_address
from cchc.organisation import testing


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, {"CCHC_ADDRESS": "http://localhost:8123"}),
        ({"CCHC_HTTPS": "0"}, {"CCHC_ADDRESS": "http://localhost:8123"}),
        ({"CCHC_HTTPS": "1"}, {}),
        ({"CCHC_ADDRESS": "https://cchc.example"}, {}),
    ],
)
def test_links_lead_to_the_port_that_is_served_unless_an_address_is_set(environment, told):
    assert own_address(environment, 8123) == told


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so_to_a_browser(client):
    client.force_login(testing.make_account(testing.make_agency()))
    address = reverse("notices_read")
    answer = client.get(address, headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "chỉ nhận biểu mẫu" in answer.content.decode()
    assert client.get(address, headers={"Accept": "application/json"}).content == b""
