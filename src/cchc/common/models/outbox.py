"""What leaves, and what the stand-ins received."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxState(models.TextChoices):
    """What has become of a message."""

    WAITING = "waiting", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    DEAD = "dead", _("không gửi được")


class OutboxMessage(models.Model):
    """Something that leaves: written in the transaction of the action that sends it, delivered by a worker."""

    agency_id = models.BigIntegerField(null=True, db_index=True)
    channel = models.CharField(
        max_length=10, choices=[("mail", _("thư điện tử")), ("sms", _("tin nhắn")), ("webhook", _("webhook"))]
    )
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    # Set when a worker died while sending, or an answer was lost: the message may have gone out, and says so when
    # it goes again.
    repeated = models.BooleanField(default=False)
    trace = models.CharField(max_length=64, blank=True, default="")  # the request that wrote it

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient} {self.state}"


class Delivered(models.Model):
    """What the local stand-in for a mail or SMS server received: shown on a page, sent to nobody."""

    message_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
    repeated = models.BooleanField(default=False)  # it may have been received before

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient}"
