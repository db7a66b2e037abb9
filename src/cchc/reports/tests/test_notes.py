"""Uncertain figures say "ước"; what was sent is put right by notes, never silently; what has changed is marked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.documents.layout import Paragraph
from cchc.indicators import actions as figures
from cchc.indicators import testing as indicators
from cchc.indicators.given import Given
from cchc.organisation import testing
from cchc.organisation.access import Denied
from cchc.organisation.models import Notice
from cchc.reports import actions
from cchc.reports.changes import changes_of, note_paper
from cchc.reports.figures import values_of
from cchc.reports.models import CorrectionNote, Report
from cchc.reports.rules.marks import Mark, Since, Told, marks
from cchc.reports.seal import verify_reports
from cchc.reports.testing import NOW, fill, make_office, make_report

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)
LATER = datetime(2026, 10, 20, 2, tzinfo=UTC)


# ---------- the rule


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(), []),
        (Told(version={"a": ONE}), []),
        (Told(version={"a": TWO}), [Mark(Since.VERSION, TWO, ONE)]),
        (Told(version={"a": None}), [Mark(Since.VERSION, None, ONE)]),
        (Told(before={"a": TWO}), []),
        (Told(before={"a": THREE}), [Mark(Since.PERIOD, THREE, TWO)]),
        (Told(today={"a": ONE}), []),
        (Told(today={"a": THREE}), [Mark(Since.SENT, ONE, THREE)]),
        (Told(today={"a": THREE}, notes=[("a", ONE, THREE)]), [Mark(Since.NOTE, ONE, THREE)]),
        (
            Told(today={"a": THREE}, notes=[("a", ONE, TWO)]),
            [Mark(Since.NOTE, ONE, TWO), Mark(Since.SENT, TWO, THREE)],
        ),
        (Told(notes=[("b", ONE, TWO)]), []),
    ],
)
def test_what_has_changed_since_it_was_told(told, expected):
    assert marks({"a": ONE}, {"a": TWO}, told).get("a", []) == expected


# ---------- notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(office):
    """An estimate of the third quarter: 190 of 200 in time."""
    [share] = indicators.load("on_time_share")
    return indicators.make_figure(share, "2026-Q3", 190, 200, by=office, as_of=date(2026, 9, 28), is_estimate=True)


def key_of(report, figure):
    return next(key for key, value in values_of(report).items() if figure.pk in value.rows and value.value == 95)


def send(report, office, by):
    report = fill(report, office)
    return actions.submit_report(report=report, revision=report.revision, by=by, at=NOW)


@pytest.fixture
def sent(office, director, figure):
    return send(make_report(office), office, director)


def test_an_estimate_says_so_in_the_text_and_in_the_annex(client, office, figure):
    report = make_report(office)
    key = key_of(report, figure)
    section = report.sections.get(key="one_stop")
    actions.save_section(
        report=report, key="one_stop", text=f"Đúng hạn {{{key}}} hồ sơ.", version=section.version, by=office, at=NOW
    )
    client.force_login(office)
    assert "ước 95%" in client.get(reverse("reports:report", args=[report.pk])).content.decode()


def test_a_note_puts_a_figure_right_beside_what_was_sent_which_stays_sealed(office, director, figure, sent):
    key = key_of(sent, figure)
    note = actions.note_correction(report=sent, key=key, value=Decimal(93), reason="Chốt sổ", by=office, at=LATER)
    assert (note.number, note.old_value, note.old_estimate, note.new_value) == (1, 95, True, 93)
    assert values_of(sent)[key].value == 95
    assert verify_reports().whole
    entry = JournalEntry.objects.get(action="reports.note")
    said = Decimal(entry.before["value"]), Decimal(entry.after["value"]), entry.after["reason"]
    assert said == (95, 93, "Chốt sổ")
    told = Notice.objects.filter(kind="reports.corrected", key=f"note-{note.pk}")
    assert {one.account for one in told} == {director}
    second = actions.note_correction(report=sent, key=key, value=Decimal(94), reason="Đếm lại", by=office, at=LATER)
    assert (second.number, second.old_value, second.old_estimate) == (2, 93, False)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"reason": " "}, "lý do"),
        ({"key": "nothing"}, "không có số liệu này"),
    ],
)
def test_what_is_no_correction_is_refused(office, sent, figure, facts, said):
    usual = {"key": key_of(sent, figure), "value": Decimal(93), "reason": "x", "by": office, "at": LATER}
    with pytest.raises(Refused, match=said):
        actions.note_correction(report=sent, **(usual | facts))
    assert not CorrectionNote.objects.exists()


def test_an_estimate_is_confirmed_by_a_note_and_a_final_figure_is_not_noted_as_it_is(office, sent, figure):
    usual = {
        "report": sent,
        "key": key_of(sent, figure),
        "value": Decimal(95),
        "reason": "x",
        "by": office,
        "at": LATER,
    }
    actions.note_correction(**usual)
    with pytest.raises(Refused, match="giống số đã báo cáo"):
        actions.note_correction(**usual)


def test_drafts_and_versions_that_were_followed_are_not_noted_and_strangers_note_nothing(
    office, director, sent, figure
):
    usual = {"key": key_of(sent, figure), "value": Decimal(93), "reason": "x", "at": LATER}
    for by in (make_office(), testing.make_account(office.agency, ["officer"], unit=office.unit)):
        with pytest.raises(Denied):
            actions.note_correction(report=sent, by=by, **usual)
    new = actions.correct_report(report=sent, reason="Sai", by=office, at=LATER)
    with pytest.raises(Refused, match="sửa trực tiếp"):
        actions.note_correction(report=new, by=office, **usual)
    with pytest.raises(Refused, match="bản sau"):
        actions.note_correction(report=sent, by=office, **usual)


def test_figures_that_changed_after_sending_are_marked_until_a_note_says_so(office, sent, figure):
    key = key_of(sent, figure)
    assert key not in changes_of(sent, values_of(sent))
    final = Given(None, Decimal(186), Decimal(200), as_of=date(2026, 9, 30))
    figures.correct(observation=figure, given=final, reason="Chốt sổ", by=office, at=LATER)
    assert changes_of(sent, values_of(sent))[key] == [Mark(Since.SENT, Decimal(95), Decimal(93))]
    actions.note_correction(report=sent, key=key, value=Decimal(93), reason="Chốt sổ", by=office, at=LATER)
    assert changes_of(sent, values_of(sent))[key] == [Mark(Since.NOTE, Decimal(95), Decimal(93))]


def test_the_next_version_and_the_next_period_are_held_against_what_was_told(office, sent, figure):
    key = key_of(sent, figure)
    final = Given(None, Decimal(186), Decimal(200), as_of=date(2026, 9, 30))
    figures.correct(observation=figure, given=final, reason="Chốt sổ", by=office, at=LATER)
    new = actions.correct_report(report=sent, reason="Chốt sổ", by=office, at=LATER)
    assert Mark(Since.VERSION, Decimal(95), Decimal(93)) in changes_of(new, values_of(new))[key]
    quarter = actions.create_report(period=sent.period.next(), as_of=date(2026, 10, 15), by=office, at=LATER)
    assert Mark(Since.PERIOD, Decimal(95), Decimal(93)) in changes_of(quarter, values_of(quarter))[key]


# ---------- pages


def test_the_note_is_entered_shown_on_the_report_and_taken_away_as_a_paper(client, office, sent, figure):
    key = key_of(sent, figure)
    final = Given(None, Decimal(186), Decimal(200), as_of=date(2026, 9, 30))
    figures.correct(observation=figure, given=final, reason="Chốt sổ", by=office, at=LATER)
    client.force_login(office)
    assert "nay là 93%" in client.get(reverse("reports:figures", args=[sent.pk])).content.decode()
    offered = client.get(reverse("reports:note_new", args=[sent.pk]), {"so": key}).content.decode()
    assert 'value="93"' in offered
    address = reverse("reports:note_new", args=[sent.pk])
    assert "đã báo cáo: 95" in offered, "the figure to put right is chosen by what was reported"
    assert "Ghi số như" in client.post(address, {"key": key, "value": "nhiều", "reason": "x"}).content.decode()
    client.post(address, {"key": key, "value": "93", "reason": "Chốt sổ cuối quý"})
    for name in ("reports:notes", "reports:report"):
        text = client.get(reverse(name, args=[sent.pk])).content.decode()
        assert "Chốt sổ cuối quý" in text
        assert "93%" in text
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(reverse("reports:note_file", args=[sent.pk, 1, kind])).content.startswith(start)
    assert client.get(reverse("reports:note_file", args=[sent.pk, 2, "pdf"])).status_code == 404
    blocks = note_paper(CorrectionNote.objects.get()).blocks
    said = [run.text for block in blocks if isinstance(block, Paragraph) for run in block.runs]
    assert "Lý do: Chốt sổ cuối quý" in said


def test_a_stranger_finds_no_notes(client, office, sent, figure):
    actions.note_correction(
        report=sent, key=key_of(sent, figure), value=Decimal(93), reason="x", by=office, at=LATER
    )  # fmt: skip
    client.force_login(make_office())
    for name, more in (("notes", ()), ("note_new", ()), ("note_file", (1, "pdf"))):
        assert client.get(reverse(f"reports:{name}", args=[sent.pk, *more])).status_code == 404
    assert Report.objects.get().pk == sent.pk
