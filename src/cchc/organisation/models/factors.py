"""What proves who somebody is, besides the password."""

from django.db import models

from cchc.organisation.models.accounts import Account


class SecondFactor(models.Model):
    """The authenticator of an account. Its secret is sealed; a step that was used is never taken again."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="second_factor")
    sealed = models.TextField()
    since = models.DateTimeField()
    last_step = models.BigIntegerField(default=0)  # the last 30-second step whose code was taken

    def __str__(self) -> str:
        return str(self.account)


class RecoveryCode(models.Model):
    """One of ten ways in for whoever lost the authenticator; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} {self.pk}"
