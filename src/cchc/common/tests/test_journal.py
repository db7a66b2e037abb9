import random
from datetime import UTC, datetime, timedelta

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
    walk = journal._Walk.on

    def while_somebody_works(self, end):
        went_on = walk(self, end)
        if self.seq < 4:
            write(self.seq + 1)
        return went_on

    monkeypatch.setattr(journal._Walk, "on", while_somebody_works)
    verdict = journal.verify()
    assert (verdict.whole, verdict.entries) == (True, 4)


@pytest.mark.django_db
def test_entries_written_together_are_links_of_the_same_chain():
    write(0)
    with transaction.atomic(), journal.together():
        for number in range(1, 4):
            write(number)
        with journal.together():
            write(4)
        assert JournalEntry.objects.count() == 1
    write(5)
    assert list(JournalEntry.objects.values_list("after__số", flat=True)) == [0, 1, 2, 3, 4, 5]
    assert (journal.verify().whole, journal.verify().entries) == (True, 6)


@pytest.mark.django_db
def test_what_is_tried_out_or_broken_off_together_leaves_no_entry():
    with transaction.atomic(), journal.together(trial=True):
        write(0)

    def break_off():
        with transaction.atomic(), journal.together():
            write(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    write(2)
    assert [entry.after for entry in JournalEntry.objects.all()] == [{"số": 2}]
    assert journal.verify().whole


@pytest.mark.django_db(transaction=True)
def test_together_is_within_the_transaction_of_what_it_records():
    with pytest.raises(RuntimeError), journal.together():
        write(0)


@pytest.mark.django_db
def test_an_entry_put_before_the_first_is_named():
    write(0)
    JournalEntry.objects.create(
        seq=0, at=AT, actor_name="", action="", record_type="", record_id="", previous="", digest=""
    )
    assert named() == [("outside", 0, 0)]


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
    assert 3 in {seq for _kind, seq, _last in named()}


@pytest.mark.django_db
def test_a_dropped_entry_is_named():
    for number in range(5):
        write(number)
    JournalEntry.objects.filter(seq=3).delete()
    assert named() == [("missing", 3, 3)]
    assert "3" in str(journal.verify().faults[0])


@pytest.mark.django_db
def test_entries_cut_off_the_end_are_missed():
    for number in range(5):
        write(number)
    JournalEntry.objects.filter(seq__gt=3).delete()
    assert named() == [("cut", 4, 5)]


@pytest.mark.django_db
def test_a_lost_head_is_noticed():
    write(1)
    JournalHead.objects.all().delete()
    assert named() == [("headless", 1, 1)]


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
    assert journal.verify() == journal.Verdict(entries=1, seq=1, head=JournalEntry.objects.get().digest)


@pytest.mark.django_db
def test_every_fault_is_named_not_only_the_first():
    for number in range(12):
        write(number)
    JournalEntry.objects.filter(seq=2).update(actor_name="Người khác")
    JournalEntry.objects.filter(seq__in=[5, 6]).delete()
    JournalEntry.objects.filter(seq=9).update(after={"số": 0})
    JournalHead.objects.update(seq=11)
    assert named() == [("altered", 2, 2), ("missing", 5, 6), ("altered", 9, 9), ("end", 11, 11), ("beyond", 12, 12)]


@pytest.mark.django_db
def test_a_chain_sealed_anew_is_shown_by_a_digest_noted_elsewhere():
    for number in range(6):
        write(number)
    noted = {seq: JournalEntry.objects.get(seq=seq).digest[:16] for seq in (2, 5)}
    assert journal.verify(noted).whole
    reseal_from(3, after={"số": 99})
    assert journal.verify().whole
    assert [(fault.kind, fault.seq) for fault in journal.verify(noted).faults] == [("known", 5)]
    assert [(fault.kind, fault.seq) for fault in journal.verify({70: "0" * 16}).faults] == [("known", 70)]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1.0, -0.0, 1e16, 1e22, 1.5e-10, 0.1, float("inf"), [2.0, {"x": 3.5}], 10**30])
def test_numbers_read_back_as_they_were_sealed(value):
    with transaction.atomic():
        journal.write(by=None, at=AT, action="test.done", record=None, after={"số": value})
    assert journal.verify().whole


def reseal_from(seq: int, **changed: object) -> None:
    """What a forger with the database in hand does: alter one entry and seal all that follow anew."""
    previous = JournalEntry.objects.get(seq=seq).previous
    for entry in JournalEntry.objects.filter(seq__gte=seq).order_by("seq"):
        for name, value in changed.items() if entry.seq == seq else ():
            setattr(entry, name, value)
        entry.previous = previous
        entry.digest = previous = journal.seal([getattr(entry, name) for name in journal.SEALED])
        entry.save()
    JournalHead.objects.update(digest=previous)


def _change_a_value(entry: JournalEntry, dice: random.Random) -> None:
    name = dice.choice([*journal.SEALED[1:], "digest"])
    value = {
        "at": AT + timedelta(microseconds=dice.randrange(1, 10**9)),
        "agency_id": dice.randrange(1, 99),
        "actor_id": dice.randrange(1, 99),
        "before": {"số": dice.randrange(10**6)},
        "after": {"số": -dice.randrange(1, 10**6)},
    }.get(name, "".join(dice.choices("0123456789abcdef", k=8)))
    JournalEntry.objects.filter(pk=entry.pk).update(**{name: value})


def _change_and_seal(entry: JournalEntry, dice: random.Random) -> None:
    entry.actor_name = f"Người thứ {dice.randrange(10**6)}"
    entry.digest = journal.seal([getattr(entry, name) for name in journal.SEALED])
    entry.save()


def _drop(entry: JournalEntry, dice: random.Random) -> None:
    entry.delete()


def _put_in(entry: JournalEntry, dice: random.Random) -> None:
    """A forged entry in the place of one, which moves into a gap or past the end."""
    entry.action = "forged.entry"
    JournalEntry.objects.filter(pk=entry.pk).delete()
    entry.seq = 1 + LENGTH + dice.randrange(1, 50)
    entry.save(force_insert=True)


LENGTH = 25
ALTERATIONS = 1000


@pytest.mark.django_db
def test_each_of_a_thousand_alterations_is_named():
    for number in range(LENGTH):
        write(number)
    dice = random.Random(20260302)
    for _round in range(ALTERATIONS):
        entry = JournalEntry.objects.get(seq=dice.randint(1, LENGTH))
        alter, seq = dice.choice([_change_a_value, _change_and_seal, _drop, _put_in]), entry.seq
        with transaction.atomic():
            alter(entry, dice)
            # a value sealed anew shows at the entry after it, which no longer follows
            places = {number for _kind, first, last in named() for number in range(first, last + 1)}
            assert places & {seq, seq + 1}, (alter.__name__, seq, places)
            transaction.set_rollback(True)
    assert journal.verify().whole


def named() -> list[tuple[str, int, int]]:
    """Every fault: kind, first entry, last entry."""
    return [(fault.kind, fault.seq, fault.last) for fault in journal.verify().faults]
