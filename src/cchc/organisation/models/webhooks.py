"""Where other software is told of what happens, in the name of somebody who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks as they are asked for."""

    def alive(self) -> "WebhookQuerySet":
        """Those that are told: not paused, their owner's account in use and with a password of the owner's own."""
        return self.filter(paused_at=None, account__is_active=True, account__must_change_password=False)

    def visible_to(self, account: Account) -> "WebhookQuerySet":
        """Those of the department's accounts."""
        return self.filter(account__person__agency_id=account.agency_id)


class Pause(models.TextChoices):
    """Why a webhook is told nothing."""

    OWNER = "owner", _("chủ webhook tạm dừng")
    FAILING = "failing", _("nơi nhận không trả lời nhiều ngày")
    GONE = "gone", _("nơi nhận trả lời là không còn (HTTP 410)")
    PASSWORD = "password", _("mật khẩu của chủ webhook đã đổi")


class Webhook(models.Model):
    """An address that is told of events which its owner may see. Deliveries are messages of the outbox."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)  # codes of `webhooks.Told`
    sealed = models.TextField()
    # The secret that was in force before the last change signs beside the new one until then.
    sealed_before = models.TextField(blank=True)
    before_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=10, choices=Pause.choices, blank=True)
    called_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)  # of the last call: "200", or what went wrong
    failing_since = models.DateTimeField(null=True)  # the first of the calls that failed since one went well

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """The department of the account."""
        return self.account.agency_id
