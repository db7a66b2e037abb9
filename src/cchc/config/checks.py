"""System checks with hints: what an operator must mend before the start."""

import os
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register()
def var_is_writable(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """The folder of data must be writable."""
    if os.access(settings.VAR, os.W_OK):
        return []
    hint = f"Make {settings.VAR} writable for this user, or set CCHC_VAR to a folder that is."
    return [checks.Error("The data folder cannot be written to.", hint=hint, id="cchc.E001")]


@checks.register(deploy=True)
def hosts_without_https(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A name that others can reach needs HTTPS."""
    local = {"localhost", "127.0.0.1", "[::1]"}
    if settings.HTTPS or set(settings.ALLOWED_HOSTS) <= local:
        return []
    hint = "Put a TLS proxy in front and set CCHC_HTTPS=1."
    return [checks.Warning("CCHC answers under a public name without HTTPS.", hint=hint, id="cchc.W001")]
