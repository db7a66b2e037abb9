"""What could not be delivered is told to who looks after the outbox."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cchc.common.jobs import Every, Job, register
from cchc.common.models import OutboxMessage, OutboxState
from cchc.organisation.access import may
from cchc.organisation.actions import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event, Kind, register_subject
from cchc.organisation.notices import register as register_kind
from cchc.organisation.receivers import holders
from cchc.organisation.rules.notices import Channel, Weight
from cchc.organisation.webhooks import CHANNEL

DEAD_LETTER = "outbox.dead"
BACK = timedelta(days=31)


def declare() -> None:
    """Make the kind, its subject and the job known."""
    offered = (Channel.OFF, Channel.PAGE, Channel.DIGEST)  # a mail at once about mail that fails would fail too
    register_kind(
        Kind(DEAD_LETTER, _("Thư, tin nhắn không gửi được"), _("Hệ thống"), Channel.DIGEST, Weight.URGENT,
             "outbox.view", offered),
    )  # fmt: skip
    register_subject("common.outboxmessage", _messages)
    job = Job("outbox.tell_dead", _("Báo thư, tin nhắn không gửi được"), Every(15), lambda at: tell_of_dead(at=at))
    register(job)


def _messages(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "outbox.view"):
        return {}
    own = OutboxMessage.objects.filter(agency_id=account.agency_id, pk__in=keys).values_list("pk", flat=True)
    return {pk: reverse("outbox_message", args=[pk]) for pk in own}


@transaction.atomic
def tell_of_dead(*, at: datetime) -> int:
    """Tell of messages that are not tried any more, each once, and again when it died again; how many notices."""
    dead = OutboxMessage.objects.filter(state=OutboxState.DEAD, agency_id__isnull=False, created_at__gt=at - BACK)
    dead = dead.exclude(channel=CHANNEL)  # their owner is told once, when they are paused
    told: dict[int, list[int]] = {}
    said = gettext_noop("Không gửi được sau %(count)s lần: “%(subject)s”.")
    events = []
    for one in dead.order_by("pk"):
        agency = one.agency_id or 0
        if agency not in told:
            told[agency] = holders("outbox.view", agency, timezone.localdate(at))
        words = {"count": one.attempts, "subject": one.subject or one.get_channel_display()}
        events.append(Event(DEAD_LETTER, f"{one.pk}:{one.next_at:%Y%m%d%H%M}", told[agency], said, words, one))
    return tell(*events, at=at)
