"""From an uploaded file to a draft with items: opened, read (at once or for long), or begun by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import nfc, squeeze
from cchc.documents.actions import store_file
from cchc.organisation.models import Account, Agency, Unit
from cchc.plans.actions.telling import tell_intake
from cchc.plans.intake_setting import setting_of
from cchc.plans.models import Draft, DraftItem, DraftState, PlanKind
from cchc.plans.rules.intake.drafting import proposals
from cchc.plans.rules.intake.facts import Proposal
from cchc.plans.rules.titles import readable_title

from . import holding
from .items import LAST

Reading = Mapping[str, Any]
_KINDS = {"programme": PlanKind.PROGRAMME, "remedial_plan": PlanKind.REMEDIAL}


@transaction.atomic
def open_draft(*, content: bytes, name: str, reading: Reading | None, by: Account, at: datetime) -> Draft:
    """Keep the file and open a draft on it; `reading` None: it is still being read.

    Raises Refused for a file that is not kept (empty, too big, of a kind that is not taken); then there is nothing.
    """
    source = store_file(content=content, name=name, by=by, at=at, field="file")
    draft = Draft(
        agency=by.agency, source=source, state=DraftState.READING, alive_at=at, first_year=at.year, last_year=at.year,
        created_by=by, created_at=at, changed_by=by, changed_at=at,
    )  # fmt: skip
    if reading is not None:
        _take(draft, reading)
    draft.save()
    if draft.state == DraftState.REVIEW:
        _make_items(draft, reading or {})
    facts = {"source": source.pk, "sha256": source.sha256, "state": draft.state}
    journal.write(by=by, at=at, action="plans.intake.open", record=draft, after=facts)
    tell_intake(draft, at=at, by=by)
    return draft


def _take(draft: Draft, reading: Reading) -> None:
    """The document's facts and text, and what state follows from how far the text can be trusted."""
    facts = _document(reading, draft.created_at.year)
    facts["title"] = readable_title(facts["title"], _names(draft.agency))
    for field, value in facts.items():
        setattr(draft, field, value)
    draft.text = nfc(str(reading.get("text") or ""))
    draft.reading = {key: value for key, value in reading.items() if key != "text"}
    readable = (reading.get("quality") or {}).get("readable", True)
    if not readable:
        draft.title = draft.issuer = ""  # words without their marks are nobody's title
    draft.state = DraftState.REVIEW if readable or draft.by_hand else DraftState.UNREADABLE


def _document(reading: Reading, this_year: int) -> dict[str, Any]:
    raw = reading.get("document") or {}
    period = raw.get("period")
    years = [y for y in period if isinstance(y, int)] if isinstance(period, list | tuple) else []
    first, last = (years[0], years[-1]) if years and 1990 <= years[0] <= years[-1] <= 2200 else (this_year, this_year)
    return {
        "kind": _KINDS.get(str(raw.get("kind")), PlanKind.PLAN),
        "title": squeeze(str(raw.get("title") or ""))[:500],
        "number": squeeze(str(raw.get("number") or ""))[:60],
        "issued_on": _date(raw.get("issued_on")),
        "issuer": squeeze(str(raw.get("issuer") or ""))[:200],
        "first_year": first,
        "last_year": last,
    }


def _names(agency: Agency) -> list[str]:
    """The names of the department and of its units, as they stand in a sentence."""
    return [agency.name, *Unit.objects.filter(agency=agency).values_list("name", flat=True)]


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw)) if raw else None
    except ValueError:
        return None


def _make_items(draft: Draft, reading: Reading) -> None:
    setting = setting_of(draft.agency, draft.first_year, draft.last_year, by_hand=draft.by_hand)
    with_text = {**reading, "text": draft.text}
    DraftItem.objects.bulk_create([_item(draft, one) for one in proposals(with_text, setting)])


def _item(draft: Draft, one: Proposal) -> DraftItem:
    return DraftItem(
        draft=draft,
        kind=str(one.kind),
        sort=one.start if one.start is not None else LAST,
        quote=one.quote,
        span_start=one.start,
        span_end=one.end,
        page=one.page,
        path=list(one.path),
        also=[list(place) for place in one.also],
        facts=one.facts.to_json(),
    )


def beat(*, draft: int, done: int, total: int, at: datetime) -> bool:
    """A sign of life of a long reading, with how far it is. False when nobody waits for it any more.

    Not journalled: it tells of the machine, not of a person.
    """
    waiting = Draft.objects.filter(pk=draft, state=DraftState.READING)
    return bool(waiting.update(done=done, total=total, alive_at=at))


@transaction.atomic
def finish_reading(*, draft: int, reading: Reading, at: datetime) -> None:
    """Put what a long reading found into its draft; nothing when the draft was dropped meanwhile."""
    held = Draft.objects.select_for_update().filter(pk=draft, state=DraftState.READING).first()
    if held is None:
        return
    _take(held, reading)
    held.alive_at, held.done = at, held.total
    held.save()
    if held.state == DraftState.REVIEW:
        _make_items(held, reading)
    journal.write(by=None, at=at, action="plans.intake.read", record=held, after={"state": held.state})
    tell_intake(held, at=at)


@transaction.atomic
def fail_reading(*, draft: int, why_vi: str, why_en: str, at: datetime) -> None:
    """A long reading ended without a result."""
    held = Draft.objects.select_for_update().filter(pk=draft, state=DraftState.READING).first()
    if held is None:
        return
    held.state, held.trouble_vi, held.trouble_en = DraftState.FAILED, why_vi, why_en
    held.save()
    journal.write(by=None, at=at, action="plans.intake.fail", record=held, after={"why": why_en})
    tell_intake(held, at=at)


@transaction.atomic
def read_again(*, draft: int, by: Account, at: datetime) -> Draft:
    """Have a document read again whose reading was broken off or failed. Raises Refused while it is being read."""
    held = holding.hold(draft, by=by)
    if held.state != DraftState.FAILED and not held.broken_off(at):
        raise Refused(_("Văn bản đang được đọc hoặc đã đọc xong; không cần đọc lại."))
    held.state, held.alive_at, held.done, held.total = DraftState.READING, at, 0, 0
    held.trouble_vi = held.trouble_en = ""
    _sign(held, by=by, at=at)
    journal.write(by=by, at=at, action="plans.intake.read_again", record=held)
    return held


@transaction.atomic
def begin_by_hand(*, draft: int, by: Account, at: datetime) -> Draft:
    """Enter a document by hand that could not be read; its file stays, and what could be trusted is offered."""
    held = holding.hold(draft, by=by)
    if held.state not in (DraftState.UNREADABLE, DraftState.FAILED) and not held.broken_off(at):
        raise Refused(_("Văn bản này đọc được; hãy rà soát các mục đã đọc ra."))
    before = held.state
    held.by_hand, held.state = True, DraftState.REVIEW
    _sign(held, by=by, at=at)
    _make_items(held, held.reading)
    journal.write(
        by=by, at=at, action="plans.intake.by_hand", record=held, before={"state": before},
        after={"state": held.state},
    )  # fmt: skip
    return held


def _sign(draft: Draft, *, by: Account, at: datetime) -> None:
    draft.version += 1
    draft.changed_by, draft.changed_at = by, at
    draft.save()
