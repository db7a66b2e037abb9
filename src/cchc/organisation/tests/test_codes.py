"""One-time and recovery codes: against the vectors of RFC 6238, by tables and properties, no database."""

import base64
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from cchc.organisation.signin import codes
from cchc.organisation.signin.sealing import Unreadable, seal, unseal

# RFC 6238, appendix B: the SHA-1 secret "12345678901234567890"; the last six of its eight digits.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")
]  # fmt: skip
AT = datetime(2026, 3, 2, 8, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert codes.matching_step(RFC_SECRET, code, at, last=0) == seconds // 30
    assert codes.matching_step(RFC_SECRET, f"{code[:3]} {code[3:]}", at, last=0) == seconds // 30


@pytest.mark.parametrize(
    ("late", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False), (90, False)]
)
def test_a_clock_may_be_off_by_one_step_and_not_by_two(late, taken):
    at = datetime.fromtimestamp(1111111111, UTC)
    found = codes.matching_step(RFC_SECRET, "050471", at + timedelta(seconds=late), last=0)
    assert (found is not None) == taken


def test_a_step_that_was_used_is_not_taken_again():
    at = datetime.fromtimestamp(1234567890, UTC)
    step = codes.matching_step(RFC_SECRET, "005924", at, last=0)
    assert codes.matching_step(RFC_SECRET, "005924", at, last=step) is None


@pytest.mark.parametrize("typed", ["", "abc", "12345", "0000000", "①②③④⑤⑥"])
def test_what_is_no_code_is_refused_quietly(typed):
    assert codes.matching_step(RFC_SECRET, typed, AT, last=0) is None


def test_the_picture_is_svg_that_reads_nothing_from_elsewhere_and_says_what_it_is():
    text = codes.picture(codes.provisioning_uri(codes.new_secret(), "nv.minh", "SCT"), "Mã QR")
    root = ET.fromstring(text)
    assert root.find("title").text == "Mã QR"
    assert "href" not in text
    assert "style" not in text


def test_recovery_codes_differ_and_are_found_however_they_are_typed():
    issued = codes.new_recovery_codes()
    assert len(set(issued)) == 10
    for code in issued:
        same = {codes.recovery_digest(7, way) for way in (code, code.upper(), code.replace("-", ""), f" {code} ")}
        assert len(same) == 1
        assert codes.recovery_digest(8, code) not in same


def test_what_is_sealed_opens_only_for_its_purpose_and_key(settings):
    sealed = seal("bí mật", "một việc")
    assert "bí mật" not in sealed
    assert unseal(sealed, "một việc") == "bí mật"
    with pytest.raises(Unreadable):
        unseal(sealed, "việc khác")
    with pytest.raises(Unreadable):
        unseal(sealed[:-4] + "AAA=", "một việc")
    settings.SECRET_KEY = "another"
    with pytest.raises(Unreadable):
        unseal(sealed, "một việc")
