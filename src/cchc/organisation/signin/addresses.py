"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks; behind so many proxies of our own (CCHC_PROXIES), the one the outermost of them saw.

    What a stranger writes into the header stands further left than what our proxies add, and is never believed.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    behind = settings.PROXIES
    found = seen[-behind] if behind and len(seen) >= behind else request.META.get("REMOTE_ADDR", "")
    return str(found)[:45]
