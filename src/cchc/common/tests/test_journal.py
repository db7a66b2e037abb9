from datetime import UTC, datetime

import pytest
from django.db import transaction

from cchc.common import journal
from cchc.common.models import JournalEntry, JournalHead

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


def write(number: int) -> None:
    with transaction.atomic():
        journal.write(by=None, at=AT, action="test.done", record=None, after={"số": number})


@pytest.mark.django_db
def test_an_untouched_chain_is_whole():
    for number in range(5):
        write(number)
    assert journal.verify().whole
    assert journal.verify().entries == 5


@pytest.mark.django_db
def test_what_is_done_during_the_walk_is_walked_too(monkeypatch):
    write(0)
    walk = journal._faults

    def while_somebody_works(seq, digest):
        yield from walk(seq, digest)
        if seq < 3:
            write(seq + 1)

    monkeypatch.setattr(journal, "_faults", while_somebody_works)
    verdict = journal.verify()
    assert (verdict.whole, verdict.entries) == (True, 4)


@pytest.mark.django_db
def test_an_entry_put_before_the_first_is_named():
    write(0)
    JournalEntry.objects.create(
        seq=0, at=AT, actor_name="", action="", record_type="", record_id="", previous="", digest=""
    )
    assert journal.verify().broken == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("after", {"số": 9}),
        ("actor_name", "CCHC "),
        ("action", "test.dont"),
        ("at", datetime(2026, 3, 2, 8, 16, tzinfo=UTC)),
        ("record_id", "1"),
        ("agency_id", 1),
        ("digest", "0" * 64),
        ("previous", "0" * 64),
    ],
)
def test_one_altered_value_is_named(field, value):
    for number in range(5):
        write(number)
    JournalEntry.objects.filter(seq=3).update(**{field: value})
    assert journal.verify().broken == 3


@pytest.mark.django_db
def test_a_dropped_entry_is_named():
    for number in range(5):
        write(number)
    JournalEntry.objects.filter(seq=3).delete()
    verdict = journal.verify()
    assert verdict.broken == 4
    assert "3" in verdict.reason


@pytest.mark.django_db
def test_entries_cut_off_the_end_are_missed():
    for number in range(5):
        write(number)
    JournalEntry.objects.filter(seq__gt=3).delete()
    assert journal.verify().broken == 4


@pytest.mark.django_db
def test_a_lost_head_is_noticed():
    write(1)
    JournalHead.objects.all().delete()
    assert not journal.verify().whole


@pytest.mark.django_db(transaction=True)
def test_the_journal_refuses_to_be_written_outside_a_transaction():
    with pytest.raises(RuntimeError):
        journal.write(by=None, at=AT, action="test.done", record=None)


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_what_it_tells_of():
    write(1)

    def fail_after_writing() -> None:
        with transaction.atomic():
            journal.write(by=None, at=AT, action="test.done", record=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert journal.verify() == journal.Verdict(entries=1, head=JournalEntry.objects.get().digest)
