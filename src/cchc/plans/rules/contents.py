"""The contents of administrative reform that every plan, report and index is divided by."""

from enum import StrEnum


class Content(StrEnum):
    """The six contents of Nghị quyết 76/NQ-CP and steering; `GENERAL` is what a plan puts above all of them."""

    INSTITUTION = "institution"
    PROCEDURES = "procedures"
    ORGANISATION = "organisation"
    CIVIL_SERVICE = "civil_service"
    FINANCE = "finance"
    DIGITAL = "digital"
    STEERING = "steering"
    GENERAL = "general"


ORDER: tuple[Content, ...] = (
    Content.GENERAL,
    Content.STEERING,
    Content.INSTITUTION,
    Content.PROCEDURES,
    Content.ORGANISATION,
    Content.CIVIL_SERVICE,
    Content.FINANCE,
    Content.DIGITAL,
)
"""The order of the standard report outline: what is common first, then steering, then the six contents."""
