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


class Passkey(models.Model):
    """A key pair of which an authenticator keeps the secret half; it shows that its holder was there and verified.

    All passkeys of an account share a `handle`, random and of no meaning to others, by which an authenticator knows it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)  # base64url, as are the next two
    public_key = models.TextField()
    handle = models.CharField(max_length=90)
    sign_count = models.BigIntegerField()  # how often the authenticator says it signed; 0 where it does not count
    last_challenge = models.CharField(max_length=90, blank=True)  # so that nothing is answered twice
    since = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    suspect_at = models.DateTimeField(null=True)  # its count went back: there may be a copy, so it lets nobody in

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="passkey_named_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """The department of the account."""
        return self.account.agency_id


class OpenIdSubject(models.Model):
    """Somebody's account at the provider of shared accounts, which opens one of ours."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="shared")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    since = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="subject_bound_once")]

    def __str__(self) -> str:
        return self.subject

    @property
    def agency_id(self) -> int:
        """The department of the account."""
        return self.account.agency_id


class RecoveryCode(models.Model):
    """One of ten ways in for whoever lost authenticator and passkeys; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} {self.pk}"
