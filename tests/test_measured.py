"""A server of several processes gives one answer on what it counted, and its log holds a line for each request."""

import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from .served import Served, Visitor

pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("served")]


def counted(visitor: Visitor) -> float:
    text = visitor.ask("/so-do/").text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "cchc_requests_total" and sample.labels["route"] == "health_alive"
    )


def test_whichever_process_is_asked_all_requests_are_counted(served: Served):
    visitor = Visitor(served)
    before = counted(visitor)
    for _ in range(40):
        assert visitor.ask("/suc-khoe/song/").status == 200
    assert {counted(visitor) for _ in range(10)} == {before + 40}


def test_the_log_of_the_server_tells_of_a_request_under_the_code_of_its_answer(served: Served):
    answer = Visitor(served).ask("/suc-khoe/san-sang/", headers={"X-Request-ID": "ma-cua-proxy-01"})
    assert answer.headers["X-Request-Id"] == "ma-cua-proxy-01"
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line.get("request") == "ma-cua-proxy-01"]
    assert (line["route"], line["status"]) == ("health_ready", 200)
