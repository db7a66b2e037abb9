from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cchc.common import journal
from cchc.common.models import JournalEntry
from cchc.documents import blobs
from cchc.documents.actions import store_file
from cchc.indicators.facts import sources
from cchc.indicators.models import Tally
from cchc.organisation import testing

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    agency = testing.make_agency()
    account = testing.make_account(agency, ["office"])
    with transaction.atomic():
        journal.write(by=account, at=AT, action="test.done", record=agency)
    return store_file(content="Biên bản kiểm tra".encode(), name="bien-ban.txt", by=account, at=AT)


def test_what_is_whole_is_said_to_be_whole(stored):
    out = StringIO()
    call_command("verify", stdout=out)
    assert "entries, whole" in out.getvalue()
    assert "files: 1, whole" in out.getvalue()
    assert "equal to a full recount" in out.getvalue()


def test_one_altered_byte_of_a_file_is_named(stored):
    place = blobs.place(stored.sha256)
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    with pytest.raises(CommandError, match=r"altered: bien-ban\.txt"):
        call_command("verify", stdout=StringIO())


def test_every_fault_is_named_at_once(stored):
    JournalEntry.objects.filter(seq=1).update(actor_name="Người khác")
    place = blobs.place(stored.sha256)
    place.unlink()
    with pytest.raises(CommandError) as found:
        call_command("verify", stdout=StringIO())
    assert "journal: entry 1: its content was altered" in str(found.value)
    assert "missing: bien-ban.txt" in str(found.value)


def test_a_count_that_the_rows_do_not_bear_out_is_named(stored):
    source = next(source for source in sources().values() if source.tallied)
    unit = testing.make_unit(stored.agency)
    measure = next(iter(source.by_code))
    place = {"agency_id": stored.agency_id, "unit_id": unit.pk, "month": 202603}
    kept = {"content": {measure: 7}, "version": source.version, "counted_at": AT}
    Tally.objects.create(source=source.code, **place, **kept)
    with pytest.raises(CommandError, match=rf"tally {source.code}: .*, month 202603, {measure}: kept 7, counted"):
        call_command("verify", stdout=StringIO())


def test_a_digest_noted_elsewhere_is_held_against_the_chain(stored):
    entry = JournalEntry.objects.order_by("-seq").first()
    out = StringIO()
    call_command("verify", "--known", f"{entry.seq}:{entry.digest[:16]}", stdout=out)
    assert f"end {entry.seq}:{entry.digest}" in out.getvalue()
    with pytest.raises(CommandError, match=f"entry {entry.seq} is not the one whose digest was noted"):
        call_command("verify", "--known", f"{entry.seq}:{'0' * 16}", stdout=StringIO())
    with pytest.raises(CommandError, match="is no ENTRY:DIGEST"):
        call_command("verify", "--known", "số một", stdout=StringIO())
