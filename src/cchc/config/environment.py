"""Typed readers of the environment: a wrong value stops the start with a sentence that names it."""

import os
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value as it stands."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no: 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not below `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def origin(name: str, default: str) -> str:
    """An address without a path: https, or http on this machine alone; written as browsers write it."""
    value = os.environ.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(value)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in (("https", "http") if here else ("https",)) or value != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(f"{name} must be an address like https://cchc.example.gov.vn, not {value!r}.")
    return value.lower()


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = os.environ.get(name, "").strip() or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list, separated by commas."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] if value.strip() else list(default)


def networks(name: str) -> list[str]:
    """A list of networks as numbers, such as 10.20.0.0/16; none by default."""
    found = words(name)
    for one in found:
        try:
            ip_network(one)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must list networks like 10.20.0.0/16, not {one!r}.") from error
    return found
