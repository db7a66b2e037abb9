"""What the tables of this package keep of people: of applicants nothing but what kind they are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.common.declared import DUTY, STAFF
from cchc.common.personal import Datum, declare, doers, free

APPLICANTS = _("người nộp hồ sơ thủ tục hành chính")


def declare_all() -> None:
    """Declare every table of the package."""
    counted: dict[str, Any] = {
        "whose": APPLICANTS,
        "purpose": _("đếm việc giải quyết hồ sơ và mở được từng số đếm"),
        "keeps": "work",
    }
    code = Datum("code", _("mã hồ sơ: chỉ hệ thống một cửa biết là của ai"))
    declare("dossiers.dossier", label=_("Sổ hồ sơ"), data=[code], clean="procedure procedure_name field folded",
            **counted)  # fmt: skip
    declare("dossiers.dossierstep", label=_("Quá trình giải quyết hồ sơ"), data=free("name place"), **counted)
    declare("dossiers.past", clean="before")
    told: dict[str, Any] = {"whose": STAFF, "purpose": DUTY, "keeps": "work"}
    declare("dossiers.registermapping", label=_("Cách ghép cột của sổ hồ sơ"), data=doers("saved_by"),
            clean="name headings columns", **told)  # fmt: skip
    declare("dossiers.registerimport", label=_("Tệp hồ sơ đã nhập"),
            data=[*doers("given_by taken_by"), *free("faults sample")],
            clean="sheet columns digest headings ground",
            **told)  # fmt: skip
    declare("dossiers.registerwork", label=_("Việc nền với tệp hồ sơ"), data=doers("by"),
            clean="error error_facts", **told)  # fmt: skip
