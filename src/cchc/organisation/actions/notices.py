"""Telling people: notices written in the transaction of what they tell of, read, and chosen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.common import journal, outbox
from cchc.common.errors import Refused
from cchc.common.journal import Actor
from cchc.common.text import fold

from .. import letters
from ..models import Account, Delegation, Notice, NoticeSetting
from ..notice_kinds import SECURITY
from ..notices import Event, Kind, kind_of, said
from ..receivers import line_of
from ..rules.notices import Channel, Weight, channel_for

HOURS = range(5, 21)
"""The hours from which a digest may be asked for."""


def tell(*events: Event, at: datetime, by: Actor | None = None) -> int:
    """Tell people of events, in the caller's transaction; returns how many notices were written.

    Each is told once (`Event.key`), by the channel that he chose for the kind. Whoever did it (`by`) is not told, but
    of his own security. Who stands in for somebody is told in his place, within what was lent. A fixed number of
    queries for any number of events. Raises RuntimeError outside a transaction and for a kind that is not registered.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("people are told in the transaction of what they are told of")
    accounts, lent = _people(events, at)
    rows: dict[tuple[int, str, str], Notice] = {}
    for event in events:
        kind = kind_of(event.kind)
        if kind is None:
            raise RuntimeError(f"no kind of notice is registered as {event.kind}")
        for account, absent in _addressed(event, kind, accounts, lent):
            skipped = by is not None and account.pk == by.pk and kind.weight is not Weight.SECURITY
            if not skipped:
                rows.setdefault((account.pk, event.kind, event.key), _notice(event, kind, account, absent, at))
    settings_of = {one.account_id: one for one in NoticeSetting.objects.filter(account__in={key[0] for key in rows})}
    wanted = [one for one in rows.values() if _choose(one, settings_of.get(one.account_id))]
    written = _insert(wanted)
    _mail([one for one in written if one.channel == Channel.MAIL], settings_of, at)
    return len(written)


def _people(events: Sequence[Event], at: datetime) -> tuple[dict[int, Account], list[Delegation]]:
    """The accounts that are told, and the delegations that are in force for them."""
    keys = {key for event in events for key in event.to}
    found = Account.objects.filter(pk__in=keys, is_active=True).select_related("person__agency")
    lent = Delegation.objects.in_force_on(timezone.localdate(at)).filter(absent__in=keys, stand_in__is_active=True)
    return {one.pk: one for one in found}, list(lent.select_related("stand_in__person__agency").order_by("pk"))


def _addressed(
    event: Event, kind: Kind, accounts: Mapping[int, Account], lent: Iterable[Delegation]
) -> list[tuple[Account, int | None]]:
    """Who is told of an event: those it is for, then their stand-ins, each with the key of whom he stands in for.

    What belongs to one department is told to nobody of another.
    """
    agency = getattr(event.record, "agency_id", None)
    told = [accounts[key] for key in event.to if key in accounts]
    told = [one for one in told if agency is None or one.agency_id == agency]
    direct = {one.pk for one in told}
    found: list[tuple[Account, int | None]] = [(one, None) for one in told]
    mine = [one for one in lent if one.absent_id in direct and kind.permission in one.codes]
    return [*found, *((one.stand_in, one.absent_id) for one in mine if _covers(one, event))]


def _covers(delegation: Delegation, event: Event) -> bool:
    if delegation.unit_id is None or event.unit is None:
        return True
    return delegation.unit_id in line_of(event.unit, delegation.agency_id)


def _notice(event: Event, kind: Kind, account: Account, absent: int | None, at: datetime) -> Notice:
    with override("vi"):
        folded = fold(f"{kind.title} {said(event.sentence, event.facts)}")[:500]
    record = event.record
    return Notice(
        account=account, kind=kind.code, key=event.key, sentence=event.sentence, facts=dict(event.facts),
        folded=folded, record_type=record._meta.label_lower if record is not None else "",
        record_id=record.pk if record is not None else None, absent_id=absent, at=at,
    )  # fmt: skip


def _choose(notice: Notice, setting: NoticeSetting | None) -> bool:
    """Put the channel into a notice; whether there is anything to tell."""
    kind = kind_of(notice.kind)
    if kind is None:
        return False
    channel = channel_for(setting.channels.get(kind.code) if setting else None, kind.usual, kind.channels)
    notice.channel = channel.value
    return channel is not Channel.OFF


def _insert(rows: Sequence[Notice]) -> list[Notice]:
    """Write those that are not there yet."""
    fresh = _not_yet(rows)
    try:
        with transaction.atomic():
            return Notice.objects.bulk_create(fresh)
    except IntegrityError:  # somebody else told the same at the same moment
        return Notice.objects.bulk_create(_not_yet(rows))


def _not_yet(rows: Sequence[Notice]) -> list[Notice]:
    there = Notice.objects.filter(account__in={one.account_id for one in rows}, key__in={one.key for one in rows})
    known = set(there.values_list("account_id", "kind", "key"))
    return [one for one in rows if (one.account_id, one.kind, one.key) not in known]


def _mail(rows: Sequence[Notice], settings_of: Mapping[int, NoticeSetting], at: datetime) -> None:
    """Mail what is to go out at once, to those who have an address."""
    for one in rows:
        account, setting = one.account, settings_of.get(one.account_id)
        if not account.person.email:
            continue
        language = setting.language if setting else settings.LANGUAGE_CODE
        subject, body = letters.at_once(one, agency=account.agency.short_name, language=language)
        outbox.post(channel="mail", recipient=account.person.email, subject=subject[:300], body=body, at=at,
                    agency_id=account.agency_id)  # fmt: skip
        one.told_at = at
    Notice.objects.bulk_update([one for one in rows if one.told_at], ["told_at"])


def tell_of_security(sentence: str, account: Account, *, key: object, at: datetime, **facts: str) -> None:
    """Tell somebody what touches the safety of the account; `key` names it, mostly its entry of the journal."""
    tell(Event(SECURITY, f"{key}", [account.pk], sentence, facts, account), at=at)


def mark_read(*, by: Account, at: datetime, notices: Collection[int] | None = None) -> int:
    """Note that somebody has read some of his notices (None: all); returns how many were unread. Not journalled."""
    rows = Notice.objects.visible_to(by).unread()
    return (rows if notices is None else rows.filter(pk__in=notices)).update(read_at=at)


@transaction.atomic
def choose_notices(
    *, by: Account, at: datetime, channels: Mapping[str, str], digest_hour: int, language: str
) -> NoticeSetting:
    """Say how one wants to be told, kind by kind; kinds that are not named stay as they are.

    Raises Refused for a channel that the kind does not have (security cannot be turned off), an hour, a language.
    """
    setting = NoticeSetting.objects.select_for_update().filter(account=by).first() or NoticeSetting(account=by)
    if digest_hour not in HOURS or language not in dict(settings.LANGUAGES):
        raise Refused(_("Giờ gửi thư tổng hợp hoặc ngôn ngữ không có trong danh sách."), field="digest_hour")
    before = _facts(setting)
    chosen = dict(setting.channels)
    for code, channel in channels.items():
        kind = kind_of(code)
        if kind is None or channel not in kind.channels:
            raise Refused(_("Loại thông báo này không nhận theo cách đó."), field=code)
        chosen.pop(code, None)
        if channel != kind.usual:
            chosen[code] = channel
    setting.channels, setting.digest_hour, setting.language = chosen, digest_hour, language
    after = _facts(setting)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        raise Refused(_("Chưa có gì thay đổi."))
    setting.save()
    journal.write(
        by=by, at=at, action="organisation.choose_notices", record=by,
        before={name: before.get(name) for name in changed}, after={name: after.get(name) for name in changed},
    )  # fmt: skip
    return setting


def _facts(setting: NoticeSetting) -> dict[str, object]:
    return {**setting.channels, "digest_hour": setting.hour, "language": setting.language}
