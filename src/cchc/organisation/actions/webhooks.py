"""Webhooks: made, changed, paused, tried and ended by their owner; told of what happens; called by the worker."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import channels, journal, outbox
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, OutboxMessage, OutboxState
from cchc.common.outbox import Undeliverable

from .. import hook_calls
from ..access import may, require
from ..models import Account, Pause, Webhook
from ..notice_kinds import WEBHOOK
from ..notices import Event
from ..rules import reach, signature
from ..signin.sealing import Unreadable, seal, unseal
from ..webhooks import CHANNEL, PING, Happening, absolute, body_of, event_of, happenings
from .checks import given, own
from .notices import tell, tell_of_security
from .sign_in import prove_password

PURPOSE = "webhook"
LIMIT = 10
"""Webhooks an account may have."""
OVERLAP = timedelta(hours=24)
"""How long the secret before the last change signs beside the new one."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""How long an address that fails is left alone: as long as it has failed, within these."""


def _address(url: str) -> str:
    said = {
        "form": _("Địa chỉ phải bắt đầu bằng https:// và không có dấu cách hay chữ có dấu."),
        "long": _("Địa chỉ dài quá 500 chữ."),
        "secret": _("Địa chỉ không được chứa tên đăng nhập hay mật khẩu; chữ ký đã chứng minh ai gửi."),
        "plain": _("Chỉ gửi qua https://. Máy nội bộ chỉ có http thì quản trị hệ thống phải cho phép mạng của máy đó."),
        "inside": _("Địa chỉ này trỏ vào mạng nội bộ; quản trị hệ thống phải cho phép mạng đó trước."),
    }
    fault = reach.fault_of(url.strip(), tuple(settings.WEBHOOK_NETS))
    if fault:
        raise Refused(said[fault], field="url")
    return url.strip()


def _noted(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts for the journal: of the address only the machine, for the rest may hold a secret of the receiver."""
    return {**facts, "url": reach.machine_of(str(facts["url"]))}


def _events(codes: Iterable[str]) -> list[str]:
    chosen = sorted({code for code in codes if event_of(code)})
    if not chosen:
        raise Refused(_("Chọn ít nhất một việc cần báo."), field="events")
    return chosen


def make_webhook(
    *, by: Account, at: datetime, name: str, url: str, events: Iterable[str], password: str, address: str
) -> tuple[Webhook, str]:
    """Make a webhook of one's own; the password is asked for. Returns its secret, which is not shown again.

    Refuses a name in use, an address that may not be called, no event, and more than `LIMIT` webhooks.
    """
    facts: dict[str, object] = {"name": given(name, "name"), "url": _address(url), "events": _events(events)}
    prove_password(by=by, at=at, password=password, address=address)
    return _make(by, at, facts)


@transaction.atomic
def _make(by: Account, at: datetime, facts: dict[str, object]) -> tuple[Webhook, str]:
    Account.objects.select_for_update().get(pk=by.pk)
    held = Webhook.objects.filter(account=by)
    if held.filter(name=facts["name"]).exists():
        raise Refused(_("Bạn đã có webhook tên này."), field="name")
    if held.count() >= LIMIT:
        raise Refused(_("Mỗi tài khoản có tối đa %(n)d webhook.") % {"n": LIMIT})
    secret = signature.written(secrets.token_bytes(signature.BYTES))
    hook = Webhook.objects.create(account=by, sealed=seal(secret, PURPOSE), created_at=at, **facts)
    entry = journal.write(by=by, at=at, action="organisation.make_webhook", record=by, after=_noted(facts))
    said = gettext_noop("Webhook “%(name)s” vừa được tạo cho tài khoản của bạn.")
    tell_of_security(said, by, key=entry.seq, at=at, name=hook.name)
    return hook, secret


def _held(by: Account, hook: Webhook) -> Webhook:
    """One's own webhook, kept from others until the action ends."""
    found = Webhook.objects.select_for_update(of=("self",)).filter(pk=hook.pk, account=by).first()
    if found is None:
        raise Refused(_("Webhook này không còn."))
    return found


def change_webhook(
    *, by: Account, at: datetime, hook: Webhook, name: str, url: str, events: Iterable[str], password: str,
    address: str,
) -> Webhook:  # fmt: skip
    """Give a webhook of one's own another name, address or events; the password is asked for."""
    facts: dict[str, object] = {"name": given(name, "name"), "url": _address(url), "events": _events(events)}
    prove_password(by=by, at=at, password=password, address=address)
    with transaction.atomic():
        held = _held(by, hook)
        before = {field: getattr(held, field) for field in facts}
        if before == facts:
            raise Refused(_("Chưa có gì thay đổi."))
        if Webhook.objects.filter(account=by, name=facts["name"]).exclude(pk=held.pk).exists():
            raise Refused(_("Bạn đã có webhook tên này."), field="name")
        for field, value in facts.items():
            setattr(held, field, value)
        held.failing_since = None
        held.save(update_fields=[*facts, "failing_since"])
        journal.write(by=by, at=at, action="organisation.change_webhook", record=by, before=_noted(before),
                      after=_noted(facts))  # fmt: skip
    return held


@transaction.atomic
def pause_webhook(*, by: Account, at: datetime, hook: Webhook) -> None:
    """Tell a webhook nothing more: one's own, or as an administrator that of anybody in the department."""
    own(by, hook.account)
    if hook.account_id != by.pk:
        require(by, "organisation.manage")
    if not Webhook.objects.filter(pk=hook.pk, paused_at=None).update(paused_at=at, paused_why=Pause.OWNER):
        raise Refused(_("Webhook này đã tạm dừng."))
    journal.write(by=by, at=at, action="organisation.pause_webhook", record=hook.account, after={"name": hook.name})


@transaction.atomic
def resume_webhook(*, by: Account, at: datetime, hook: Webhook) -> None:
    """Tell a webhook of one's own again of what happens from now on."""
    held = _held(by, hook)
    if held.paused_at is None:
        raise Refused(_("Webhook này đang chạy."))
    held.paused_at, held.paused_why, held.failing_since = None, "", None
    held.save(update_fields=["paused_at", "paused_why", "failing_since"])
    journal.write(by=by, at=at, action="organisation.resume_webhook", record=by, after={"name": held.name})


@transaction.atomic
def delete_webhook(*, by: Account, at: datetime, hook: Webhook) -> None:
    """End a webhook of one's own for good, with what was not delivered to it."""
    held = _held(by, hook)
    journal.write(by=by, at=at, action="organisation.delete_webhook", record=by,
                  before={"name": held.name, "url": reach.machine_of(held.url)})  # fmt: skip
    deliveries_of(held).filter(state__in=[OutboxState.WAITING, OutboxState.DEAD]).delete()
    held.delete()


@transaction.atomic
def _renew(by: Account, at: datetime, hook: Webhook) -> str:
    held, secret = _held(by, hook), signature.written(secrets.token_bytes(signature.BYTES))
    held.sealed_before, held.before_until, held.sealed = held.sealed, at + OVERLAP, seal(secret, PURPOSE)
    held.save(update_fields=["sealed", "sealed_before", "before_until"])
    entry = journal.write(by=by, at=at, action="organisation.renew_webhook", record=by, after={"name": held.name})
    said = gettext_noop("Webhook “%(name)s” của bạn vừa có mã ký mới.")
    tell_of_security(said, by, key=entry.seq, at=at, name=held.name)
    return secret


def renew_secret(*, by: Account, at: datetime, hook: Webhook, password: str, address: str) -> str:
    """Give a webhook of one's own another secret; the old one signs beside it for `OVERLAP`. Asks the password."""
    prove_password(by=by, at=at, password=password, address=address)
    return _renew(by, at, hook)


def recipient_of(hook: Webhook) -> str:
    """How the outbox names a webhook."""
    return f"webhook:{hook.pk}"


def deliveries_of(hook: Webhook) -> "QuerySet[OutboxMessage]":
    """What was or is to be told to a webhook, the latest first."""
    rows = OutboxMessage.objects.filter(agency_id=hook.agency_id, channel=CHANNEL, recipient=recipient_of(hook))
    return rows.order_by("-pk")


def _post(hook: Webhook, code: str, body: str, at: datetime) -> OutboxMessage:
    return outbox.post(channel=CHANNEL, recipient=recipient_of(hook), subject=f"{code} → {hook.name}", body=body, at=at,
                       agency_id=hook.agency_id)  # fmt: skip


@transaction.atomic
def try_webhook(*, by: Account, at: datetime, hook: Webhook) -> OutboxMessage:
    """Have a trial sent to a webhook of one's own, on the way that everything goes."""
    held = _held(by, hook)
    if held.paused_at is not None:
        raise Refused(_("Webhook này đang tạm dừng; hãy cho chạy lại trước."))
    data = {"webhook": held.pk}
    return _post(held, PING, body_of(PING, name=f"{PING}-{held.pk}-{at:%Y%m%d%H%M%S}", at=at, data=data), at)


@transaction.atomic
def resend_deliveries(*, by: Account, at: datetime, hook: Webhook, keys: Iterable[int]) -> int:
    """Have chosen deliveries to a webhook of one's own that were given up tried again; how many there were."""
    held = _held(by, hook)
    if held.paused_at is not None:
        raise Refused(_("Webhook này đang tạm dừng; hãy cho chạy lại trước."))
    dead = list(deliveries_of(held).filter(pk__in=list(keys), state=OutboxState.DEAD))
    for message in dead:
        outbox.resend(message, at=at)
        journal.write(by=by, at=at, action="outbox.resend", record=message)
    return len(dead)


def hear(entries: Sequence[JournalEntry]) -> None:
    """Tell webhooks of what was written in the journal, in its transaction."""
    publish(happening for entry in entries for happening in happenings(entry))


def publish(found: Iterable[Happening]) -> int:
    """Put what happened into the outbox for every webhook whose owner may see it; how many messages.

    In the caller's transaction.
    """
    wanted = list(found)
    if not wanted:
        return 0
    agencies = {one.agency_id for one in wanted if one.agency_id is not None}
    hooks = Webhook.objects.alive().filter(account__person__agency_id__in=agencies)
    return sum(_tell(hook, wanted) for hook in hooks.select_related("account__person__agency"))


def _tell(hook: Webhook, wanted: Sequence[Happening]) -> int:
    count = 0
    mine = [one for one in wanted if one.agency_id == hook.agency_id]
    for code in hook.events:
        told, here = event_of(code), [one for one in mine if one.code == code]
        if told is None or not here or not may(hook.account, told.permission):
            continue
        seen = told.addresses(hook.account, {one.key for one in here})
        for one in here:
            if path := seen.get(one.key):
                data = {"id": one.key, "url": absolute(path)}
                _post(hook, code, body_of(code, name=one.name, at=one.at, data=data), one.at)
                count += 1
    return count


def _secrets(hook: Webhook, now: datetime) -> list[str]:
    sealed = [hook.sealed]
    if hook.sealed_before and hook.before_until and hook.before_until > now:
        sealed.append(hook.sealed_before)
    try:
        return [unseal(one, PURPOSE) for one in sealed]
    except Unreadable as error:
        raise Undeliverable("the secret is sealed with another key (CCHC_SECRET_KEY)", final=True) from error


def deliver(message: OutboxMessage) -> None:
    """The door of the channel: call the webhook that a message is for, and note how it went. Raises Undeliverable.

    An address that fails is left alone for a while with all that waits for it; after CCHC_WEBHOOK_PAUSE_DAYS of nothing
    but failures it is paused, and its owner told.
    """
    now = timezone.now()
    key = message.recipient.partition(":")[2]
    hook = Webhook.objects.alive().filter(pk=int(key)).select_related("account__person__agency").first()
    if hook is None:
        raise Undeliverable("the webhook is paused, was deleted, or its owner's account is blocked", final=True)
    body = message.body.encode()
    name, moment = f"cchc-{message.pk}", int(now.timestamp())
    headers = signature.headers(_secrets(hook, now), message=name, timestamp=moment, body=body)
    if message.repeated:
        headers[channels.MARK] = "possibly"
    try:
        status = hook_calls.call(hook.url, body, headers)
    except Undeliverable as error:
        _failed(hook, str(error), now)
        raise
    if not 200 <= status < 300:
        _failed(hook, f"HTTP {status}", now)
        raise Undeliverable(f"HTTP {status}", final=status == 410, maybe_taken=status in (500, 502, 504))
    Webhook.objects.filter(pk=hook.pk).update(called_at=now, result=f"HTTP {status}", failing_since=None)
    if hook.failing_since:
        outbox.hold(channel=CHANNEL, recipient=message.recipient, until=now)


def _failed(hook: Webhook, why: str, now: datetime) -> None:
    since = hook.failing_since or now
    row = Webhook.objects.filter(pk=hook.pk)
    row.update(called_at=now, result=why[:200], failing_since=since)
    outbox.hold(channel=CHANNEL, recipient=recipient_of(hook), until=now + max(SHORTEST, min(now - since, LONGEST)))
    gone = why == "HTTP 410"
    if gone or now - since >= timedelta(days=settings.WEBHOOK_PAUSE_DAYS):
        _give_up(hook, Pause.GONE if gone else Pause.FAILING, now)


@transaction.atomic
def _give_up(hook: Webhook, why: Pause, now: datetime) -> None:
    """Pause a webhook that does not answer, and tell its owner, once."""
    if not Webhook.objects.filter(pk=hook.pk, paused_at=None).update(paused_at=now, paused_why=why):
        return
    entry = journal.write(by=None, at=now, action="organisation.pause_webhook", record=hook.account,
                          after={"name": hook.name, "reason": why.value})  # fmt: skip
    said = gettext_noop(
        "Webhook “%(name)s” đã tạm dừng vì nơi nhận không nhận được. Xem lỗi và cho chạy lại ở trang Webhook."
    )
    tell(Event(WEBHOOK, f"{entry.seq}", [hook.account_id], said, {"name": hook.name}, hook.account), at=now)
