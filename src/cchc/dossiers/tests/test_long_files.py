"""Long files of dossiers: checked and imported by a worker, in batches, whoever is killed meanwhile."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.workers import Life
from cchc.dossiers import actions, importing
from cchc.dossiers.actions import work as working
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, Past, RegisterImport, RegisterWork
from cchc.dossiers.views import imports as views
from cchc.indicators.models import Tally
from cchc.indicators.tallies import differences
from cchc.organisation.models import AccountSession, Notice, Unit
from cchc.organisation.testing import make_account, make_agency, make_unit

from .test_import import csv, row

pytestmark = pytest.mark.django_db
ROWS = [row(number) for number in range(1, 8)]
State = RegisterWork.State


@pytest.fixture(autouse=True)
def _all_files_are_long(monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    monkeypatch.setattr(importing, "BATCH", 2)


@pytest.fixture
def office():
    agency = make_agency()
    make_unit(agency, "Phòng Thử")
    return make_account(agency, ["office"])


def given(office, rows=ROWS, name="ho-so.csv"):
    return actions.start_import(content=csv(*rows), name=name, by=office, at=timezone.now())


def asked(office, rows=ROWS):
    """A file whose check was asked for."""
    run = given(office, rows)
    actions.ask_check(run=run, columns=run.columns, by=office, at=timezone.now())
    return run


def checked(office, rows=ROWS):
    run = asked(office, rows)
    assert worked()
    run.refresh_from_db()
    return run


def taking(office, rows=ROWS):
    """A checked file whose import was asked for."""
    run = checked(office, rows)
    actions.ask_take(run=run, by=office, at=timezone.now())
    return run


def worked(later=0, **more):
    """One round of a worker, so many minutes from now."""
    return actions.work_on_files(clock=lambda: timezone.now() + timedelta(minutes=later), **more)


def url(name, run):
    return reverse(f"dossiers:{name}", args=[run.pk])


class Killed(BaseException):
    """The process ends here: nothing that comes after an error is done."""


def after(batches, what):
    """A worker's pause at which something happens after so many batches."""
    left = [batches]

    def between():
        left[0] -= 1
        return what() if left[0] == 0 else True

    return between


def killed():
    raise Killed


def test_a_long_file_goes_from_the_form_into_the_register_by_a_worker(client, office):
    run = given(office)
    client.force_login(office)
    client.post(url("import_run", run), {fact: str(at) for fact, at in run.columns.items()})
    assert "Đang kiểm tra" in client.get(url("import_run", run)).content.decode()
    assert Dossier.objects.count() == 0
    assert worked()
    assert "7 hồ sơ mới" in client.get(url("import_run", run)).content.decode()
    client.post(url("import_take", run))
    assert "Đang nhập vào sổ" in client.get(url("import_run", run)).content.decode()
    assert worked()
    run.refresh_from_db()
    assert (run.state, run.new, run.changed, run.same, run.sample) == ("taken", 7, 0, 0, [])
    assert sum(tally.content.get("received", 0) for tally in Tally.objects.all()) == 7
    assert list(differences(SOURCE)) == []
    assert not worked()
    assert JournalEntry.objects.get(action="dossiers.import_take").after["new"] == 7


def test_whoever_asked_is_told_how_it_ended_with_the_way_there(client, office):
    taking(office)
    assert worked()
    sentences = [notice.sentence for notice in Notice.objects.filter(account=office).order_by("pk")]
    assert len(sentences) == 2
    client.force_login(office)
    page = client.get(reverse("notices")).content.decode()
    assert "Đã nhập tệp “ho-so.csv”: 7 hồ sơ mới, 0 thay đổi, 0 giữ nguyên." in page


def test_the_same_long_file_again_changes_nothing(office):
    taking(office)
    assert worked()
    run = taking(office)
    assert worked()
    run.refresh_from_db()
    assert (run.new, run.changed, run.same, Past.objects.count()) == (0, 0, 7, 0)


def test_what_a_changed_dossier_said_is_kept(office):
    taking(office, [row(1, state="Đang xử lý", finished=""), row(2)])
    assert worked()
    run = taking(office, [row(1, finished="10/09/2026"), row(2)])
    assert worked()
    run.refresh_from_db()
    held = Dossier.objects.get(code="H99.12-260901-0001")
    assert (run.changed, run.same, held.state, str(held.late_on), held.run) == (1, 1, 10, "2026-09-09", run)
    assert held.past.get().before["finished_on"] is None
    assert list(differences(SOURCE)) == []


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_an_import_whose_worker_is_killed_is_gone_on_with(office, batches):
    run = taking(office)
    with pytest.raises(Killed):
        worked(between=after(batches, killed))
    assert Dossier.objects.count() == 2 * batches
    assert list(differences(SOURCE)) == []  # what is written is counted, at every moment
    assert not worked(), "the claim of the dead worker holds for a while"
    assert worked(later=5)
    run.refresh_from_db()
    assert (run.state, run.new, run.changed, run.same) == ("taken", 7, 0, 0)
    assert (Dossier.objects.count(), list(differences(SOURCE))) == (7, [])
    assert JournalEntry.objects.filter(action="dossiers.import_take").count() == 1


def test_a_kill_inside_a_batch_leaves_nothing_of_the_batch(office, monkeypatch):
    taking(office)
    monkeypatch.setattr(working, "write_lines", written_and_killed(working.write_lines))
    with pytest.raises(Killed):
        worked()
    assert (Dossier.objects.count(), Tally.objects.count()) == (0, 0)


def written_and_killed(write):
    def both(*words):
        write(*words)
        raise Killed

    return both


def test_a_worker_that_is_told_to_end_puts_its_work_back(office):
    run = taking(office)
    assert worked(between=after(2, lambda: False))
    work = run.works.first()
    assert (work.state, work.attempts, Dossier.objects.count()) == (State.WAITING, 0, 4)
    assert worked()
    run.refresh_from_db()
    assert (run.new, run.same, Dossier.objects.count()) == (7, 0, 7)


def test_two_workers_never_write_the_same_file(office):
    taking(office)

    def other_worker():
        assert not worked(), "it is in hand"
        assert worked(later=5), "its claim is over: it is taken over"
        return True

    assert worked(between=after(1, other_worker))  # the first finds that it has lost the work, and stops
    assert Dossier.objects.count() == 7
    assert JournalEntry.objects.filter(action="dossiers.import_take").count() == 1
    assert list(differences(SOURCE)) == []


def test_a_check_is_stopped_while_it_waits_and_while_it_runs(client, office):
    client.force_login(office)
    run = asked(office)
    client.post(url("import_stop", run))
    assert not worked()
    actions.ask_check(run=run, columns=run.columns, by=office, at=timezone.now())

    def stopped():
        actions.stop_work(run=run, by=office, at=timezone.now())
        return True

    assert worked(between=after(1, stopped))
    run.refresh_from_db()
    assert (run.state, run.works.first().state) == ("given", State.CANCELLED)
    assert "Kiểm tra, chưa nhập" in client.get(url("import_run", run)).content.decode()


def test_an_import_is_stopped_before_its_first_row_and_not_after(office):
    run = taking(office)

    def stop():
        with pytest.raises(Refused, match="không dừng giữa chừng"):
            actions.stop_work(run=run, by=office, at=timezone.now())
        return True

    actions.stop_work(run=run, by=office, at=timezone.now())
    assert not worked()
    actions.ask_take(run=run, by=office, at=timezone.now())
    assert worked(between=after(1, stop))
    assert Dossier.objects.count() == 7
    with pytest.raises(Refused, match="đã xong"):
        actions.stop_work(run=run, by=office, at=timezone.now())


def test_a_file_in_hand_is_neither_dropped_nor_checked_nor_taken_again(office):
    run = taking(office)
    now = timezone.now()
    for act in (
        lambda: actions.drop_import(run=run, by=office, at=now),
        lambda: actions.check_import(run=run, columns=run.columns, by=office, at=now),
        lambda: actions.take_import(run=run, by=office, at=now),
        lambda: actions.ask_take(run=run, by=office, at=now),
    ):
        with pytest.raises(Refused, match="đang được xử lý"):
            act()


def test_a_short_file_waits_for_a_long_one(office):
    short = given(office, [row(9)])
    actions.check_import(run=short, columns=short.columns, by=office, at=timezone.now())
    taking(office)
    with pytest.raises(Refused, match="đang được nhập"):
        actions.take_import(run=short, by=office, at=timezone.now())


def test_faults_are_counted_to_the_end_though_only_the_first_are_kept(client, office):
    rows = [row(number, channel="bồ câu", unit="Phòng lạ") for number in range(150)]
    run = checked(office, rows)
    assert (run.fault_count, len(run.faults), run.rows) == (300, 200, 150)
    assert [run.faults[0][name] for name in ("row", "column")] == [2, "D"]
    with pytest.raises(Refused, match="dòng lỗi"):
        actions.ask_take(run=run, by=office, at=timezone.now())
    client.force_login(office)
    text = client.get(url("import_run", run)).content.decode()
    assert "và 100 lỗi nữa" in text
    assert "300 lỗi" in Notice.objects.get().sentence % Notice.objects.get().facts


def test_the_progress_page_tells_how_far_it_is_and_polls_a_part(client, office):
    run = asked(office, [row(1), row(2, channel="bồ câu"), row(3)])
    client.force_login(office)
    seen = []

    def look():
        seen.append(client.get(url("import_run", run), headers={"HX-Request": "true"}).content.decode())
        return True

    assert worked(between=after(1, look))
    [part] = seen
    assert "2 / 3" in part
    assert url("import_stop", run) in part
    assert "66%, 1 lỗi" in part
    assert "<html" not in part
    over = client.get(url("import_run", run), headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(url("import_run", run))


def test_a_page_that_looks_by_itself_does_not_keep_its_session_alive(client, office):
    run = asked(office)
    client.force_login(office)
    long_ago = timezone.now() - timedelta(minutes=20)
    AccountSession.objects.update(seen_at=long_ago)
    part = client.get(url("import_run", run), headers={"HX-Request": "true", "X-Unattended": "1"}).content.decode()
    assert "X-Unattended" in part
    assert AccountSession.objects.get().seen_at == long_ago
    client.get(url("import_run", run))
    assert AccountSession.objects.get().seen_at > long_ago


def test_the_page_says_when_no_worker_runs(client, office):
    run = asked(office)
    client.force_login(office)
    assert "cchc work" in client.get(url("import_run", run)).content.decode()
    Life(version="0", at=timezone.now())
    assert "cchc work" not in client.get(url("import_run", run)).content.decode()


def test_strangers_see_no_progress_and_stop_nothing(client, office):
    run = asked(office)
    client.force_login(make_account(make_agency("Sở khác"), ["office", "admin", "clerk"]))
    assert client.get(url("import_run", run)).status_code == 404
    assert client.post(url("import_stop", run)).status_code == 404
    client.force_login(make_account(office.agency, ["officer"], unit=office.unit))
    assert client.get(url("import_run", run)).status_code == 403
    assert client.post(url("import_stop", run)).status_code == 403
    assert run.works.get().state == State.WAITING


def test_a_unit_renamed_since_the_check_sends_the_file_back(client, office):
    run = taking(office)
    Unit.objects.filter(name="Phòng Thử").update(name="Phòng Khác", short_name="Phòng Khác")
    assert worked()
    assert (run.works.first().state, Dossier.objects.count()) == (State.FAILED, 0)
    client.force_login(office)
    assert "Tên đơn vị đã thay đổi" in client.get(url("import_run", run)).content.decode()


def test_a_register_that_changed_since_the_check_is_checked_again(office):
    run = checked(office)
    taking(office, [row(1, channel="Trực tiếp")])
    assert worked()
    actions.ask_take(run=run, by=office, at=timezone.now())
    assert worked()
    assert (run.works.first().state, Dossier.objects.get().channel) == (State.FAILED, "direct")
    actions.ask_check(run=run, columns=run.columns, by=office, at=timezone.now())
    assert worked()
    actions.ask_take(run=run, by=office, at=timezone.now())
    assert worked()
    assert (Dossier.objects.count(), run.works.first().state) == (7, State.DONE)


def test_a_file_altered_on_the_disk_is_not_taken(office, settings):
    run = taking(office)
    from cchc.documents import blobs  # noqa: PLC0415  # only this test lays hands on the disk

    place = blobs.place(run.file.sha256)
    place.chmod(0o640)
    place.write_bytes(csv(*ROWS, row(8)))
    assert worked()
    assert (run.works.first().state, Dossier.objects.count()) == (State.FAILED, 0)


def test_a_fault_of_the_program_is_tried_again_and_then_left_to_a_person(office, monkeypatch):
    run = taking(office)

    def faulty(*_words):
        raise ZeroDivisionError

    monkeypatch.setattr(working, "write_lines", faulty)
    for later in (0, 5, 10):
        assert worked(later=later)
    assert not worked(later=20)
    work = run.works.first()
    assert (work.state, work.attempts) == (State.FAILED, 3)
    with override("vi"):
        assert work.why == "Lỗi chưa lường trước (ZeroDivisionError)."
    with override("en"):
        assert work.why == "An unforeseen fault (ZeroDivisionError)."
    assert Notice.objects.filter(account=office, sentence__startswith="Không xử lý xong").count() == 1


def test_a_work_whose_worker_dies_every_time_is_left_to_a_person(office):
    run = taking(office)
    for later in (0, 5, 10):
        with pytest.raises(Killed):
            worked(later=later, between=killed)
    assert not worked(later=20)
    assert run.works.first().state == State.FAILED


def listed(client, run, **query):
    """What the list of files says of one."""
    page = client.get(reverse("dossiers:import_list"), query).content.decode()
    _head, _row, rest = page.partition(f'href="{reverse("dossiers:import_run", args=[run.pk])}"')
    return re.sub(r"<[^>]+>|\s+", " ", rest.split("</tr>")[0]) if _row else ""


def test_the_list_of_files_tells_what_a_worker_has_in_hand_and_what_it_failed_with(office, client):
    client.force_login(office)
    run = taking(office)
    assert "chờ máy xử lý" in listed(client, run)
    seen = []

    def between():
        seen.append(listed(client, run, **{"trang-thai": "dang-lam"}))
        return True

    assert worked(between=between)
    assert "đang nhập, " in seen[0]
    assert "đã nhập" in listed(client, run, **{"trang-thai": "taken"})
    other = taking(office)
    RegisterWork.objects.filter(run=other).update(state=State.FAILED, error="Máy chủ dừng giữa chừng nhiều lần.")
    assert "nhập không xong" in listed(client, other, **{"trang-thai": "khong-xong"})
    assert not listed(client, other, **{"trang-thai": "checked"})
    assert not listed(client, run, **{"trang-thai": "khong-xong"})
    assert "Máy chủ dừng giữa chừng nhiều lần." in client.get(url("import_run", other)).content.decode()


def test_one_department_does_not_wait_for_another(office):
    other = make_account(make_agency("Sở khác"), ["office"])
    make_unit(other.agency, "Phòng Thử")
    taking(office)
    theirs = asked(other)

    def meanwhile():
        assert worked()
        return True

    assert worked(between=after(1, meanwhile))
    assert theirs.works.get().state == State.DONE


def test_big_cells_are_faults_of_their_rows(office):
    long = "x" * 30_000
    run = checked(office, [row(1), row(2, code="H" + long), row(3, channel=long), row(4, received="01/01/0001")])
    assert sorted({fault["row"] for fault in run.faults}) == [3, 4, 5]
    assert RegisterImport.objects.get().fault_count == 3
