"""Notices: what an account is told, how it wants to be told, and the digests that went out."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account
from cchc.organisation.rules.notices import Channel


class ChannelName(models.TextChoices):
    """The channels in words."""

    OFF = Channel.OFF.value, _("không báo")
    PAGE = Channel.PAGE.value, _("chỉ ở trang Thông báo")
    DIGEST = Channel.DIGEST.value, _("thêm vào thư tổng hợp trong ngày")
    MAIL = Channel.MAIL.value, _("gửi thư ngay")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as they are asked for."""

    def visible_to(self, account: Account) -> "NoticeQuerySet":
        """One's own: nobody reads another's."""
        return self.filter(account=account)

    def unread(self) -> "NoticeQuerySet":
        """Those not read."""
        return self.filter(read_at=None)

    def for_digest(self) -> "NoticeQuerySet":
        """Those that wait for a digest: chosen so, not told yet, and not read meanwhile."""
        return self.filter(channel=Channel.DIGEST.value, told_at=None, read_at=None)

    def unread_first(self) -> "NoticeQuerySet":
        """With `seen`, nought for what is unread, to sort by."""
        return self.annotate(seen=Case(When(read_at=None, then=Value(0)), default=Value(1)))


class Notice(models.Model):
    """One thing that one account is told. Sentence and facts are put together in the language of the page.

    `key` names the event: of one kind, nobody is told twice. `sentence` is the Vietnamese text of the catalogue with
    places for `facts`. `record_type` and `record_id` name what it is about; whether the reader may see that is asked
    when the notice is shown. `absent`: in whose place the account is told. `told_at`: when it left by mail or digest.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    sentence = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    folded = models.CharField(max_length=500)
    record_type = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    absent = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=ChannelName.choices)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "kind", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["account"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["account", "-at"], name="notice_by_time"),
            models.Index(
                fields=["account"], condition=Q(channel="digest", told_at=None, read_at=None), name="notice_for_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeSetting(models.Model):
    """How an account wants to be told. `channels`: kind → channel, only where it is not the usual one."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="notice_setting")
    channels = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(null=True)  # None: CCHC_DIGEST_HOUR
    language = models.CharField(max_length=5, default="vi")  # of the mail

    def __str__(self) -> str:
        return f"{self.account_id}"

    @property
    def hour(self) -> int:
        """The hour from which the digest leaves."""
        return settings.DIGEST_HOUR if self.digest_hour is None else self.digest_hour


class Digest(models.Model):
    """A digest that went out: at most one an account and day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"
