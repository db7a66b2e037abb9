"""Addresses of pages of the packages below."""

from django.urls import NoReverseMatch, reverse


def to(name: str, *args: int) -> str:
    """The address of a page; empty where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
