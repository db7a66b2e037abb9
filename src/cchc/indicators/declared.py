"""What the tables of this package keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.common.declared import DUTY, STAFF
from cchc.common.personal import declare, doers, free


def declare_all() -> None:
    """Declare every table of the package."""
    told: dict[str, Any] = {"whose": STAFF, "purpose": DUTY, "keeps": "work"}
    declare("indicators.importmapping", label=_("Cách ghép cột của tệp số liệu"), data=doers("saved_by"),
            clean="name headings columns fixed", **told)  # fmt: skip
    declare("indicators.importrun", label=_("Tệp số liệu đã nhập"),
            data=[*doers("given_by taken_by"), *free("faults")], clean="sheet columns digest fixed",
            **told)  # fmt: skip
    declare("indicators.observation", label=_("Số liệu"), data=[*doers("entered_by"), *free("note reason")],
            clean="period", **told)  # fmt: skip
    declare("indicators.countedfrom", label=_("Chỉ số đếm từ sổ"), data=doers("said_by"), clean="source", **told)
    declare("indicators.indicator", clean="code name_vi name_en register folded")
    declare("indicators.reporter")
    declare("indicators.tally", clean="source content spreads")
    declare(
        "indicators.version",
        clean="name_vi name_en definition_vi definition_en numerator_vi numerator_en denominator_vi denominator_en "
        "noun_vi noun_en zero_reason phrases sources counts",
    )
