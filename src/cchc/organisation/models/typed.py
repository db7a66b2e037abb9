"""What somebody had typed when the session ended: kept sealed, for the same account, for a short while."""

from django.db import models

from cchc.organisation.models.accounts import Account


class TypedForm(models.Model):
    """One form that arrived after its session had ended by itself; the next one of the same session replaces it."""

    session = models.UUIDField(unique=True)  # the handle of the session
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=500)  # where the form stood
    target = models.CharField(max_length=300)  # where it was sent
    sealed = models.TextField()
    has_files = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.target}"
